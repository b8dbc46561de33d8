//! Withheld data: what has to be left out of the exchange to take a corridor out of reach.
//!
//! Of each corridor that is within reach under an architecture, in the median over the runs, the
//! same runs are played again with less content exchanged, kind by kind from most to least: plots,
//! tracks, alerts, nothing. Nothing else of the architecture is changed. Leaves out that one sensor
//! alone might be withheld, which a release policy of the scenario can be set to ask.

use super::assurance::{Assurance, CorridorLabel, SensorLimitedReach, sight};
use crate::monte_carlo::runner::{CampaignRecord, Watcher};
use crate::monte_carlo::selection::RunSelection;
use crate::random::RunSeed;
use crate::scenario::model::{Architecture, Content, Corridor, Exchange, Scenario};
use crate::world::journal::Journal;
use serde::Serialize;

/// Contents of the exchange from most to least, and their names.
const CONTENTS: [(Content, &str); 4] = [
    (Content::Plots, "plots"),
    (Content::Tracks, "tracks"),
    (Content::Notification, "alerts"),
    (Content::None, "none"),
];

/// Most content of an exchange with which a corridor is out of reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WithheldData {
    /// The corridor, within reach under the architecture.
    pub corridor: String,
    /// The architecture.
    pub architecture: String,
    /// Content that it exchanges.
    pub content: &'static str,
    /// Most content with which the corridor is out of reach; `None`: it is within reach with
    /// nothing exchanged.
    pub out_with: Option<&'static str>,
}

/// Data to withhold for each corridor that is within reach under an architecture, and an account of
/// the runs that it took; `play` plays a run.
pub fn withheld(
    question: &RunSelection,
    found: &Assurance,
    watcher: &impl Watcher,
    play: impl Fn(&Scenario, &Architecture, RunSeed) -> Journal + Sync,
) -> (Vec<WithheldData>, Vec<CampaignRecord<CorridorLabel>>) {
    let (mut all, mut records) = (Vec::new(), Vec::new());
    for ExchangeCuts { architecture, content, less, scenario } in cuts(question, found) {
        let architectures = (0..scenario.architectures.len()).collect();
        let cut = RunSelection { scenario: &scenario, architectures, ..question.clone() };
        let answer = sight(&cut, watcher, &play).reach(&scenario);
        // Of what was interrupted before its first run nothing is known.
        let known = scenario.corridors.iter().filter(|_| answer.record.runs > 0);
        for (place, corridor) in known.enumerate() {
            let mut under = answer.sensor_limited.iter().zip(less);
            let is_out = |reach: &[SensorLimitedReach]| {
                reach.get(place).is_some_and(|reach| reach.units_within == 0)
            };
            all.push(WithheldData {
                corridor: corridor.name.clone(),
                architecture: architecture.clone(),
                content,
                out_with: under.find(|(reach, _)| is_out(reach)).map(|(_, (_, name))| *name),
            });
        }
        records.push(answer.record);
    }
    (all, records)
}

/// Number of plays that [`withheld`] takes.
pub fn plays(question: &RunSelection, found: &Assurance) -> u64 {
    let questions = cuts(question, found).into_iter().map(|cuts| {
        let Scenario { corridors, architectures, .. } = &cuts.scenario;
        (corridors.len() * architectures.len()) as u64
    });
    question.count() * questions.sum::<u64>()
}

/// An architecture with less and less exchanged, and the corridors that are within reach under it.
struct ExchangeCuts {
    architecture: String,
    content: &'static str,
    less: &'static [(Content, &'static str)],
    scenario: Scenario,
}

/// Each architecture that exchanges something and has a corridor within reach.
fn cuts(question: &RunSelection, found: &Assurance) -> Vec<ExchangeCuts> {
    let mut all = Vec::new();
    for (place, reach) in question.architectures.iter().zip(&found.sensor_limited) {
        let architecture = &question.scenario.architectures[*place];
        let within = reach.iter().map(|reach| reach.units_within > 0);
        let corridors = question.scenario.corridors.iter().zip(within);
        let corridors = corridors.filter(|(_, is_within)| *is_within);
        let corridors: Vec<Corridor> = corridors.map(|(corridor, _)| corridor.clone()).collect();
        let Some(((_, content), less)) = contents(architecture).split_first() else {
            continue;
        };
        if corridors.is_empty() || less.is_empty() {
            continue;
        }
        let cut = less.iter().map(|(content, _)| with_content(architecture, *content));
        let scenario =
            Scenario { corridors, architectures: cut.collect(), ..question.scenario.clone() };
        let architecture = architecture.name.clone();
        all.push(ExchangeCuts { architecture, content, less, scenario });
    }
    all
}

/// Content that an architecture exchanges, and each that is less.
fn contents(architecture: &Architecture) -> &'static [(Content, &'static str)] {
    let content = architecture.exchange.map_or(Content::None, |exchange| exchange.content);
    let place = CONTENTS.iter().position(|(other, _)| *other == content);
    &CONTENTS[place.unwrap_or(CONTENTS.len())..]
}

/// The same architecture with other content exchanged.
fn with_content(architecture: &Architecture, content: Content) -> Architecture {
    let exchange = architecture.exchange.filter(|_| content != Content::None);
    Architecture {
        exchange: exchange.map(|exchange| Exchange { content, ..exchange }),
        ..architecture.clone()
    }
}
