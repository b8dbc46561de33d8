//! An experiment on this machine: what is missing of a share of it, played unit by unit.

use super::arguments::StoreArguments;
use super::campaign;
use super::campaign::{Bar, BarWatcher, Show};
use super::error::CommandError;
use super::interrupt::Interrupt;
use super::store::{Reuse, Store, UnitIndex};
use super::terminal;
use crate::experiment::{DesignState, DesignStatus, Manifest, PrecisionRule, Shard, StoppingRule};
use crate::experiment::{KnownResponse, StoppingState, WorkUnit, figure_name, metric_of, missing};
use crate::monte_carlo::attempt;
use crate::monte_carlo::campaign::Campaign;
use crate::monte_carlo::runner::Watcher;
use crate::monte_carlo::selection::RunSelection;
use crate::outcome::figure::figures;
use crate::report::precision::PrecisionRow;
use crate::scenario;
use crate::scenario::model::Scenario;
use crate::scenario::{ChangeExtent, Changes, Faults};
use crate::sensor::SensorKinds;
use std::path::Path;

/// A share of an experiment, to be played here.
pub(super) struct ExperimentShare<'a> {
    pub(super) store: &'a Store,
    pub(super) shard: Shard,
    pub(super) kinds: &'a SensorKinds,
    /// The rule by which designs end before the last run.
    rule: StoppingRule,
}

/// Opens the folder that the words name.
pub(super) fn open(
    words: &StoreArguments,
    path: &Path,
    manifest: Manifest,
) -> Result<Store, CommandError> {
    stopping_rule(&manifest)?;
    let reuse = if words.force { Reuse::Replace } else { Reuse::Resume };
    Store::open(path, manifest, reuse)
}

/// The rule by which designs end, with its names turned into places.
fn stopping_rule(manifest: &Manifest) -> Result<StoppingRule, CommandError> {
    let rules = manifest.precision.iter().filter_map(|rule| rule.parse().ok());
    let rules: Vec<PrecisionRule> = rules.collect();
    let rule = StoppingRule::of(&rules, manifest);
    rule.map_err(|text| CommandError::Request(format!("--precision: {text}")))
}

/// Refuses to stop by a mean over threats whose number is drawn: it is a ratio, and no interval
/// of one that holds however often one looks is known here.
pub(super) fn refuse_ratios(
    rule: &StoppingRule,
    scenario: &Scenario,
    manifest: &Manifest,
) -> Result<(), CommandError> {
    let mut figures = rule.responses().map(|(key, _)| key.figure);
    let ratio = figures.find(|figure| metric_of(*figure).is_of_threats());
    let Some(ratio) = ratio.filter(|_| !scenario.drawn_raids.is_empty()) else {
        return Ok(());
    };
    let name = figure_name(ratio, manifest);
    Err(CommandError::Request(format!(
        "`{name}` is a mean over threats, and their number is drawn: no precision can be asked of \
         it; give --runs, or ask for `defended_value` or `no_leaker`"
    )))
}

/// Refuses options that mean nothing without a folder.
pub(super) fn refuse_without_folder(words: &StoreArguments) -> Result<(), CommandError> {
    let option = match (words.shard, words.force) {
        _ if words.out.is_some() => return Ok(()),
        (Some(_), _) => "--shard",
        (None, true) => "--force",
        (None, false) => return Ok(()),
    };
    let text = format!("{option} is of results in a folder; name one with --out DIR");
    Err(CommandError::Request(text))
}

/// The scenario of a design, from the texts of the manifest alone.
pub(super) fn scenario_of(
    manifest: &Manifest,
    design: usize,
    kinds: &SensorKinds,
) -> Result<Scenario, Faults> {
    let mut loader = |path: &str| {
        let file = manifest.files.iter().find(|file| file.path == path);
        file.map(|file| file.text.clone()).ok_or_else(|| "the manifest has no such file".into())
    };
    let set = &manifest.designs[design].set;
    let settings: Vec<String> = manifest.set.iter().chain(set).cloned().collect();
    let changes = Changes { kinds, settings: &settings, extent: ChangeExtent::Any };
    let root = manifest.files.first().map_or("", |file| file.path.as_str());
    scenario::parse_set(root, &mut loader, &changes)
}

impl<'a> ExperimentShare<'a> {
    /// A share of what a folder holds.
    pub(super) fn new(
        store: &'a Store,
        shard: Shard,
        kinds: &'a SensorKinds,
    ) -> Result<Self, CommandError> {
        Ok(Self { store, shard, kinds, rule: stopping_rule(&store.manifest)? })
    }

    /// True if a share has whole designs, for whether a design ends is known to who has all of it.
    pub(super) fn is_by_designs(&self) -> bool {
        !self.rule.is_empty()
    }

    /// Plays the units that are missing; the interrupt knows if the user ended it before.
    pub(super) fn play(&self, interrupt: &Interrupt, show: Show) -> Result<(), CommandError> {
        let (manifest, index) = (&self.store.manifest, self.store.index()?);
        let (designs, architectures) = (manifest.designs.len(), manifest.architectures.len());
        let length = manifest.plays(self.shard);
        let done = index.runs() * architectures as u64;
        let message = match designs {
            1 => format!("{} runs x {architectures} architectures", manifest.runs),
            _ => format!(
                "{designs} designs x {} runs x {architectures} architectures",
                manifest.runs
            ),
        };
        let bar = Bar { show, length, done: done.min(length), message };
        campaign::watched(interrupt, bar, |watcher| {
            for design in 0..designs as u64 {
                if watcher.is_stopped() {
                    break;
                }
                self.play_design(design, &index, watcher)?;
            }
            Ok(())
        })
    }

    fn play_design(
        &self,
        design: u64,
        index: &UnitIndex,
        watcher: &BarWatcher,
    ) -> Result<(), CommandError> {
        let (store, manifest) = (self.store, &self.store.manifest);
        if index.ended.contains_key(&design) {
            return Ok(());
        }
        let is_mine = |first: u64| {
            if self.is_by_designs() {
                self.shard.has_design(design)
            } else {
                self.shard.has(design, first)
            }
        };
        let mut open = missing(index.of(design), 0..manifest.runs)
            .filter(|runs| is_mine(runs.start))
            .peekable();
        let Some(first) = open.peek() else {
            return Ok(());
        };
        let mut next = first.start;
        let mut state = self.state(design, index)?;
        if state.is_over() {
            return Ok(());
        }
        let scenario = match self.design(design) {
            Ok(scenario) => scenario,
            Err(status) => return store.end(design, &status),
        };
        refuse_ratios(&self.rule, &scenario, manifest)?;
        let architectures = manifest.architectures.len();
        for runs in open {
            // What is there between the gaps, in the order of the runs.
            self.push_between(&mut state, (design, index), next..runs.start)?;
            if watcher.is_stopped() || state.is_over() {
                break;
            }
            next = runs.end;
            let selection = selection(&scenario, manifest, runs);
            let campaign = Campaign { selection, explain: manifest.explain };
            for unit in WorkUnit::play(&campaign, design, watcher) {
                store.write(&unit)?;
                state.push(&unit, architectures, unit.key.runs.start);
            }
        }
        Ok(())
    }

    fn push_between(
        &self,
        state: &mut StoppingState,
        (design, index): (u64, &UnitIndex),
        runs: std::ops::Range<u64>,
    ) -> Result<(), CommandError> {
        if !self.is_by_designs() || runs.is_empty() {
            return Ok(());
        }
        let architectures = self.store.manifest.architectures.len();
        self.store.each(index, design, |unit, from| {
            if runs.contains(&unit.key.runs.start) && !state.is_over() {
                state.push(unit, architectures, from);
            }
            Ok(())
        })
    }

    /// The state of a design by the runs that are there, up to where it ends or the first gap.
    pub(super) fn state(
        &self,
        design: u64,
        index: &UnitIndex,
    ) -> Result<StoppingState, CommandError> {
        let manifest = &self.store.manifest;
        let mut state = self.rule.start(manifest.runs_min.unwrap_or(0));
        let gap = missing(index.of(design), 0..manifest.runs).next();
        let end = gap.map_or(manifest.runs, |gap| gap.start);
        self.push_between(&mut state, (design, index), 0..end)?;
        Ok(state)
    }

    /// The responses by which a design ends, as they are known.
    pub(super) fn known(
        &self,
        design: u64,
        index: &UnitIndex,
    ) -> Result<Vec<PrecisionRow>, CommandError> {
        let manifest = &self.store.manifest;
        if manifest.precision.is_empty() {
            return Ok(Vec::new());
        }
        let name = |place: usize| manifest.architectures[place].clone();
        let row = |known: KnownResponse| PrecisionRow {
            metric: figure_name(known.key.figure, manifest),
            architecture: name(known.key.architecture),
            minus: known.key.minus.map(name),
            half_width: known.half_width,
            mean: known.estimate.mean,
            interval: [known.estimate.interval.low, known.estimate.interval.high],
            reached: known.is_reached,
        };
        Ok(self.state(design, index)?.known().into_iter().map(row).collect())
    }

    fn is_over(&self, design: u64, index: &UnitIndex) -> Result<bool, CommandError> {
        Ok(self.state(design, index)?.is_over())
    }

    /// Runs that are missing of the whole experiment, a line for each design.
    pub(super) fn missing(&self, index: &UnitIndex) -> Result<Vec<String>, CommandError> {
        let designs = 0..self.store.manifest.designs.len() as u64;
        let over = designs.map(|design| self.is_over(design, index));
        let over: Vec<bool> = over.collect::<Result<_, _>>()?;
        let runs = self.store.manifest.runs;
        Ok(self.store.missing(index, |design| if over[design as usize] { 0 } else { runs }))
    }

    /// The scenario of a design, or why it cannot be played: a result too.
    fn design(&self, design: u64) -> Result<Scenario, DesignStatus> {
        let manifest = &self.store.manifest;
        let read = || scenario_of(manifest, design as usize, self.kinds);
        match attempt::attempt(read) {
            Ok(Ok(scenario)) => fits(manifest, &scenario).map(|()| scenario),
            Ok(Err(faults)) => Err(DesignStatus::refused(&reason(&faults))),
            Err(reason) => Err(DesignStatus { state: DesignState::Failed, reason: Some(reason) }),
        }
    }
}

/// Whether a design's scenario has what the experiment measures.
fn fits(manifest: &Manifest, scenario: &Scenario) -> Result<(), DesignStatus> {
    let lacks = manifest.architectures.iter().find(|name| scenario.architecture(name).is_none());
    if let Some(name) = lacks {
        return Err(DesignStatus::refused(&format!("it has no architecture `{name}`")));
    }
    if figures(scenario).len() != manifest.values_per_result() {
        return Err(DesignStatus::refused("it has other systems than the first design"));
    }
    Ok(())
}

/// The runs of a design, of a scenario that fits the manifest.
pub(super) fn selection<'a>(
    scenario: &'a Scenario,
    manifest: &Manifest,
    runs: std::ops::Range<u64>,
) -> RunSelection<'a> {
    let places = manifest.architectures.iter().filter_map(|name| scenario.architecture(name));
    RunSelection { scenario, architectures: places.collect(), seed: manifest.seed, runs }
}

/// Faults in a line: the first, and how many more.
fn reason(faults: &Faults) -> String {
    let first = faults.list.first().map_or("", |fault| fault.title.as_str());
    let label = faults.list.first().map_or("", |fault| fault.label.as_str());
    let more = match faults.count().saturating_sub(1) {
        0 => String::new(),
        1 => "; and one fault more".to_owned(),
        more => format!("; and {more} faults more"),
    };
    let colon = if label.is_empty() { "" } else { ": " };
    format!("{first}{colon}{label}{more}")
}

/// Tells that a share is played while others are not.
pub(super) fn tell_missing(store: &Store, shard: Shard, missing: &[String]) {
    const MOST: usize = 5;
    let path = store.path.display();
    let mut lines = missing.iter().take(MOST).cloned().collect::<Vec<_>>();
    if missing.len() > MOST {
        lines.push(format!("and {} designs more", missing.len() - MOST));
    }
    terminal::note(&format!(
        "share {shard} is in `{path}`; tables follow when all shares are together in one folder \
         (lisbon collect DIR... --out DIR); of the others there is missing here:\n  {}",
        lines.join("\n  ")
    ));
}
