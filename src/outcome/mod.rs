//! One run judged: the journal in, the outcome out.

mod fate;
pub mod figure;
pub mod interceptor_flight;
pub mod leak;
pub mod metric;
pub mod picture;
pub mod score;
pub mod track_truth;
pub mod waste;
pub mod why;

mod costs;
mod debris;
mod defence;
mod disclosure;
mod engagement;
mod exchange;
mod party;

pub use self::fate::{Fate, fates};

use self::costs::CostRecords;
use self::debris::DebrisRecords;
use self::disclosure::DisclosureRecords;
use self::engagement::EngagementRecords;
use self::leak::LeakerScore;
use self::metric::Metric;
use self::party::Party;
use self::picture::run;
use self::score::Score;
use self::track_truth::TrackTruth;
use crate::scenario::identity::SystemId;
use crate::scenario::model::Scenario;
use crate::world::journal::Journal;

/// One run under one architecture, judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Both systems together.
    pub overall: Score,
    /// Each system: the threats aimed at its territory, the assets on it, its own fire units.
    pub systems: Vec<Score>,
}

impl Outcome {
    /// Value of a metric for a party: a system, or both together.
    pub fn get(&self, metric: Metric, party: Option<SystemId>) -> f64 {
        metric.of(party.map_or(&self.overall, |system| &self.systems[system.index()]))
    }

    /// Threats of the run aimed at each party, as shares of the most that there can be: both
    /// systems together, then each. 1 where none can be.
    pub fn shares_aimed(&self, most: &[f64]) -> Vec<f64> {
        let scores = std::iter::once(&self.overall).chain(&self.systems).zip(most);
        let share = |(score, most): (&Score, &f64)| {
            if *most > 0.0 { score.threats_aimed / most } else { 1.0 }
        };
        scores.map(share).collect()
    }
}

/// Judges a journal.
///
/// A threat still in the air at the end of the journal has no impact: it counts as aimed and not
/// leaked, with no warning time. `lisbon check` refuses scenarios that are too short for that.
pub fn judge(scenario: &Scenario, journal: &Journal) -> Outcome {
    let fates = fates(scenario, journal);
    let track_truth = TrackTruth::of(scenario, journal);
    let costs = CostRecords::of(scenario, journal, &track_truth);
    let disclosures = DisclosureRecords::of(scenario, journal, &track_truth);
    let debris = DebrisRecords::of(scenario, journal);
    let engagement_records = EngagementRecords::of(scenario, journal, &track_truth);
    let leaks = leak::leaks(scenario, journal);
    let score = |system, picture| {
        let party = Party { scenario, system };
        let mut leakers = LeakerScore::default();
        let aimed = party.aimed().into_iter();
        let of_party = aimed.filter_map(|threat| leaks[threat.index()]);
        of_party.for_each(|leak| leakers.count(leak.cause));
        let engagement = engagement_records.score(party, &journal.radar_time, &fates);
        Score {
            interceptors_wasted: engagement.wasted(),
            engagement,
            leakers,
            costs: costs.score(party, &fates),
            picture,
            exchange: exchange::score(party, &journal.traffic),
            disclosure: disclosures.score(party),
            debris: debris.score(party),
            ..defence::score(party, &fates, &track_truth, &costs.launches)
        }
    };
    let (both, pictures) = run::all(&journal.samples, scenario.systems.len());
    let systems = (0..).map(|index| Some(SystemId(index)));
    Outcome {
        overall: score(None, both),
        systems: systems.zip(pictures).map(|(system, picture)| score(system, picture)).collect(),
    }
}
