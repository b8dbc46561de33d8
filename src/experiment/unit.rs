//! The unit of an experiment: a block of runs of one design under every architecture, as bytes.
//!
//! A line of JSON that says what follows, then the values as 64-bit numbers, the lowest byte first,
//! then eight bytes by which damage is found.

use super::manifest::Manifest;
use crate::monte_carlo::campaign::Campaign;
use crate::monte_carlo::estimate::{Tally, explain, nothing_explained};
use crate::monte_carlo::explanation::Explanation;
use crate::monte_carlo::runner::Watcher;
use crate::outcome::figure::{Figure, figures, threats_most};
use crate::outcome::why::kill_chain::KillChains;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// The place of a unit in its experiment.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct UnitKey {
    /// Number of the design.
    pub design: u64,
    /// Numbers of the runs.
    pub runs: Range<u64>,
}

/// Results of a block of runs.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkUnit {
    /// Its place.
    pub key: UnitKey,
    /// Numbers of the runs that ended well under every architecture.
    pub good: Vec<u64>,
    /// The others, once for each architecture under which they failed.
    pub failures: Vec<UnitFailure>,
    /// Reasons why architectures differ in these runs, pair by pair, if asked for.
    pub explanations: Option<Vec<Explanation>>,
    /// Of each good run, of each architecture: the values.
    pub values: Vec<f64>,
    /// Of each good run, of each party: [`Outcome::shares_aimed`]; none where all runs have the
    /// same threats.
    ///
    /// [`Outcome::shares_aimed`]: crate::outcome::Outcome::shares_aimed
    pub shares_aimed: Vec<f64>,
}

/// A run of a unit.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitRun<'a> {
    /// Its number.
    pub run: u64,
    /// Under each architecture its values.
    pub results: Vec<&'a [f64]>,
    /// Of each party the share of the threats; none where all runs have the same.
    pub shares_aimed: &'a [f64],
}

/// A run that did not come to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitFailure {
    /// Its number.
    pub run: u64,
    /// Place of the architecture in the manifest.
    pub architecture: usize,
    /// Words of the program.
    pub reason: String,
}

/// The first line of a unit.
#[derive(Serialize, Deserialize)]
struct UnitHead {
    key: UnitKey,
    good: Vec<u64>,
    failures: Vec<UnitFailure>,
    explanations: Option<Vec<Explanation>>,
    values: usize,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    shares_aimed: Vec<f64>,
}

impl WorkUnit {
    /// Plays the runs of a campaign as the unit of a design; if that is interrupted, what is
    /// finished is several units, or none.
    pub fn play(campaign: &Campaign, design: u64, watcher: &impl Watcher) -> Vec<Self> {
        let (selection, figures) = (&campaign.selection, figures(campaign.selection.scenario));
        let names = selection.names();
        let mut explanations = campaign.explain.then(|| nothing_explained(&names));
        let (mut good, mut values, mut shares_aimed) = (Vec::new(), Vec::new(), Vec::new());
        let is_drawn = !selection.scenario.drawn_raids.is_empty();
        let most = threats_most(selection.scenario);
        let record = campaign.play_each(
            watcher,
            |run, architecture| campaign.result(run, architecture),
            |run, results| {
                good.push(run);
                if let Some(first) = results.first().filter(|_| is_drawn) {
                    shares_aimed.extend(first.outcome.shares_aimed(&most));
                }
                for result in &results {
                    let value = |figure: &Figure| result.outcome.get(figure.metric, figure.party);
                    values.extend(figures.iter().map(value));
                }
                if let Some(explanations) = &mut explanations {
                    let chains = results.into_iter().filter_map(|result| result.chains);
                    let chains: Vec<KillChains> = chains.collect();
                    explain(explanations, selection.scenario, run, &chains);
                }
            },
        );
        let is_interrupted = record.is_interrupted();
        let failures = record.failures.into_iter().map(|failure| UnitFailure {
            run: failure.run,
            architecture: failure.question,
            reason: failure.reason.replace(['\n', '\r'], " "),
        });
        let key = UnitKey { design, runs: selection.runs.clone() };
        let failures = failures.collect();
        let unit = Self { key, good, failures, explanations, values, shares_aimed };
        if is_interrupted { unit.stretches() } else { vec![unit] }
    }

    /// The runs that are over, a unit for each stretch of them.
    fn stretches(self) -> Vec<Self> {
        // Explanations are of all the runs together.
        if self.explanations.is_some() {
            return Vec::new();
        }
        let failed = self.failures.iter().map(|failure| failure.run);
        let mut over: Vec<u64> = self.good.iter().copied().chain(failed).collect();
        over.sort_unstable();
        over.dedup();
        let per_run = self.values.len() / self.good.len().max(1);
        let parties = self.shares_aimed.len() / self.good.len().max(1);
        let stretch = |runs: &[u64]| {
            let range = runs[0]..runs[runs.len() - 1] + 1;
            let first = self.good.partition_point(|run| *run < range.start);
            let end = self.good.partition_point(|run| *run < range.end);
            let is_inside = |failure: &&UnitFailure| range.contains(&failure.run);
            Self {
                good: self.good[first..end].to_vec(),
                failures: self.failures.iter().filter(is_inside).cloned().collect(),
                explanations: None,
                values: self.values[first * per_run..end * per_run].to_vec(),
                shares_aimed: self.shares_aimed[first * parties..end * parties].to_vec(),
                key: UnitKey { design: self.key.design, runs: range },
            }
        };
        over.chunk_by(|one, next| one + 1 == *next).map(stretch).collect()
    }

    /// The unit of these two, the second of which follows the first.
    #[must_use]
    pub fn joined(mut self, next: Self) -> Self {
        let from = self.key.runs.end;
        let per_run = next.values.len() / next.good.len().max(1);
        let skipped = next.good.iter().filter(|run| **run < from).count();
        self.values.extend(&next.values[skipped * per_run..]);
        let parties = next.shares_aimed.len() / next.good.len().max(1);
        self.shares_aimed.extend(&next.shares_aimed[skipped * parties..]);
        self.good.extend(next.good.iter().filter(|run| **run >= from));
        self.failures.extend(next.failures.into_iter().filter(|failure| failure.run >= from));
        if let (Some(all), Some(more)) = (&mut self.explanations, &next.explanations) {
            for (all, more) in all.iter_mut().zip(more) {
                all.add(more);
            }
        }
        self.key.runs.end = from.max(next.key.runs.end);
        self
    }

    /// The good runs from a number on.
    pub fn results(&self, architectures: usize, from: u64) -> impl Iterator<Item = UnitRun<'_>> {
        let per_run = self.values.len() / self.good.len().max(1);
        let parties = self.shares_aimed.len() / self.good.len().max(1);
        let runs = self.good.iter().zip(self.values.chunks(per_run.max(1))).enumerate();
        let runs = runs.filter(move |(_, (run, _))| **run >= from);
        runs.map(move |(place, (run, values))| UnitRun {
            run: *run,
            results: values.chunks((per_run / architectures.max(1)).max(1)).collect(),
            shares_aimed: &self.shares_aimed[place * parties..(place + 1) * parties],
        })
    }

    /// Counts its runs from a number on.
    pub fn count(&self, tally: &mut Tally, architectures: usize, from: u64) {
        for UnitRun { run, results, shares_aimed } in self.results(architectures, from) {
            tally.push_values(run, &results, shares_aimed);
            tally.record.runs += 1;
        }
        if let Some(explanations) = &self.explanations {
            tally.push_explanations(explanations);
        }
    }

    /// The unit as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let head = UnitHead {
            key: self.key.clone(),
            good: self.good.clone(),
            failures: self.failures.clone(),
            explanations: self.explanations.clone(),
            values: self.values.len(),
            shares_aimed: self.shares_aimed.clone(),
        };
        // Plain structures of numbers and texts: nothing of them cannot be JSON.
        let mut bytes = serde_json::to_vec(&head).unwrap_or_default();
        bytes.push(b'\n');
        bytes.extend(self.values.iter().flat_map(|value| value.to_le_bytes()));
        let sum = checksum(&bytes);
        bytes.extend(sum.to_le_bytes());
        bytes
    }

    /// The unit of an experiment that these bytes are; `None` if they are damaged or another's.
    pub fn from_bytes(bytes: &[u8], manifest: &Manifest) -> Option<Self> {
        let (bytes, sum) = bytes.split_last_chunk::<8>()?;
        if checksum(bytes) != u64::from_le_bytes(*sum) {
            return None;
        }
        let end = bytes.iter().position(|byte| *byte == b'\n')?;
        let head: UnitHead = serde_json::from_slice(&bytes[..end]).ok()?;
        let (chunks, rest) = bytes[end + 1..].as_chunks::<8>();
        let values: Vec<f64> = chunks.iter().map(|chunk| f64::from_le_bytes(*chunk)).collect();
        let per_run = manifest.architectures.len() * manifest.values_per_result();
        let is_whole = rest.is_empty()
            && values.len() == head.values
            && values.len() == head.good.len() * per_run
            && [0, head.good.len() * (1 + manifest.systems.len())]
                .contains(&head.shares_aimed.len())
            && (head.key.design as usize) < manifest.designs.len();
        let UnitHead { key, good, failures, explanations, shares_aimed, .. } = head;
        is_whole.then_some(Self { key, good, failures, explanations, values, shares_aimed })
    }
}

/// A sum that one changed, lost or added byte changes: FNV-1a over words of eight bytes.
fn checksum(bytes: &[u8]) -> u64 {
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let (words, rest) = bytes.as_chunks::<8>();
    let fold = |sum: u64, word: u64| (sum ^ word).wrapping_mul(PRIME).rotate_left(29);
    let sum =
        words.iter().fold(bytes.len() as u64, |sum, word| fold(sum, u64::from_le_bytes(*word)));
    rest.iter().fold(sum, |sum, byte| fold(sum, u64::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Design;

    fn manifest() -> Manifest {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Manifest {
            architectures: names(&["a", "b"]),
            systems: names(&["west"]),
            metrics: names(&["leakage"]),
            designs: vec![Design::default()],
            ..Manifest::default()
        }
    }

    fn unit(runs: Range<u64>, failed: &[u64]) -> WorkUnit {
        let good: Vec<u64> = runs.clone().filter(|run| !failed.contains(run)).collect();
        let failure = |run: &u64| UnitFailure { run: *run, architecture: 1, reason: "é".into() };
        WorkUnit {
            key: UnitKey { design: 0, runs },
            failures: failed.iter().map(failure).collect(),
            explanations: None,
            values: good.iter().flat_map(|run| [*run as f64 / 3.0; 4]).collect(),
            shares_aimed: good.iter().flat_map(|run| [*run as f64 / 7.0; 2]).collect(),
            good,
        }
    }

    #[test]
    fn bytes_give_the_unit_back_and_no_damage_passes() {
        let unit = unit(3..9, &[5]);
        let bytes = unit.to_bytes();
        assert_eq!(WorkUnit::from_bytes(&bytes, &manifest()).as_ref(), Some(&unit));
        for place in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[place] ^= 0x10;
            assert_eq!(WorkUnit::from_bytes(&damaged, &manifest()), None, "byte {place}");
            assert_eq!(WorkUnit::from_bytes(&bytes[..place], &manifest()), None, "{place} bytes");
        }
        let other = Manifest { architectures: vec!["a".into()], ..manifest() };
        assert_eq!(WorkUnit::from_bytes(&bytes, &other), None, "another experiment's");
    }

    #[test]
    fn what_is_finished_of_an_interrupted_block_is_kept_in_stretches() {
        let mut cut = unit(0..8, &[2]);
        let missing = cut.good.iter().position(|run| *run == 5).unwrap();
        cut.good.remove(missing);
        cut.values.drain(4 * missing..4 * (missing + 1));
        cut.shares_aimed.drain(2 * missing..2 * (missing + 1));
        let kept = cut.stretches();
        assert_eq!(kept, [unit(0..5, &[2]), unit(6..8, &[])]);
        let (good, values, shares_aimed) = (Vec::new(), Vec::new(), Vec::new());
        let nothing = WorkUnit { good, values, shares_aimed, ..unit(0..3, &[]) };
        assert_eq!(nothing.stretches(), []);
    }

    #[test]
    fn parts_of_a_block_join_to_the_block() {
        let whole = unit(0..9, &[1, 7]);
        assert_eq!(unit(0..4, &[1]).joined(unit(4..9, &[7])), whole);
        assert_eq!(unit(0..6, &[1]).joined(unit(4..9, &[7])), whole, "overlap counts once");
    }
}
