//! What the journal holds now and then of the truth and of each system's belief.

use crate::common::{journal, named, outcome, shipped};
use lisbon::outcome::metric::{Metric, MetricGroup};
use lisbon::scenario::identity::{ObjectId, SystemId};
use lisbon::world::journal::{Event, Journal, ShotResult};
use lisbon::world::sample::PERIOD_S;
use std::collections::BTreeSet;

/// `debris_visible_s` of the shipped catalogue.
const DEBRIS_VISIBLE_S: f64 = 60.0;

/// The objects that can be seen at a time, s, by the events: alive, or debris not yet apart.
fn visible(journal: &Journal, time_s: f64) -> BTreeSet<ObjectId> {
    let mut alive = BTreeSet::new();
    let mut events: Vec<&(f64, Event)> = journal.events.iter().collect();
    events.sort_by(|a, b| a.0.total_cmp(&b.0));
    for event in events.into_iter().take_while(|event| event.0 <= time_s) {
        match &event.1 {
            Event::Launch { threat } => alive.insert(ObjectId::payload(*threat)),
            Event::Released { object } => alive.insert(*object),
            Event::Impact { threat, .. } => alive.remove(&ObjectId::payload(*threat)),
            Event::Fall { object, .. } => alive.remove(object),
            Event::Intercept { object: Some(object), result: ShotResult::Killed, .. }
                if event.0 + DEBRIS_VISIBLE_S <= time_s =>
            {
                alive.remove(object)
            }
            _ => false,
        };
    }
    alive
}

#[test]
fn truth_is_sampled_of_what_can_be_seen() {
    for name in ["quickstart", "decoys"] {
        let scenario = shipped(name);
        let journal = journal(&scenario, named(&scenario, "joint"), 2);
        let mut kinds = 0;
        for (place, (time_s, truths, beliefs)) in (0..).zip(journal.samples.iter()) {
            assert_eq!(time_s, PERIOD_S * f64::from(place));
            let sampled: Vec<ObjectId> = truths.iter().map(|truth| truth.object).collect();
            let alive: Vec<ObjectId> = visible(&journal, time_s).into_iter().collect();
            assert_eq!(sampled, alive, "{name}, {time_s} s");
            kinds = kinds.max(alive.len());
            let named = beliefs.iter().map(|belief| (belief.system, belief.number));
            let distinct: BTreeSet<_> = named.collect();
            assert_eq!(distinct.len(), beliefs.len(), "{time_s} s");
            for belief in beliefs {
                assert!(belief.spread.matrix().cholesky().is_some());
            }
        }
        assert!(kinds > 2 && !journal.samples.beliefs.is_empty(), "{name}");
    }
}

/// Who tells its partner nothing has a picture of its own plots alone; told plots of both, both
/// have the more complete picture, in the mean: in a run threats die at other times.
#[test]
fn to_share_plots_completes_the_picture() {
    let scenario = shipped("southern-raid");
    let [alone, joint] = ["isolated", "joint"].map(|name| named(&scenario, name));
    let parties = [None, Some(SystemId(0)), Some(SystemId(1))];
    let better = [Metric::Completeness, Metric::Commonality, Metric::LongestTrackSegment];
    let mut gains = [[0.0; 3]; 3];
    for run in 0..3 {
        let [alone, joint] = [alone, joint].map(|index| outcome(&scenario, index, run));
        for &metric in MetricGroup::Picture.metrics() {
            for outcome in [&alone, &joint] {
                let [both, first, second] = parties.map(|party| outcome.get(metric, party));
                assert!(both.is_finite() && both >= 0.0, "{metric:?}");
                let mean = 0.5 * (first + second);
                let is_right = match metric {
                    // What both track is a smaller share of what either does than of what one does.
                    Metric::Commonality => both <= first.min(second),
                    _ => (both - mean).abs() <= 1e-12 * both,
                };
                assert!(is_right, "{metric:?}");
            }
        }
        for (gains, metric) in gains.iter_mut().zip(better) {
            for (gain, party) in gains.iter_mut().zip(parties) {
                *gain += joint.get(metric, party) - alone.get(metric, party);
            }
        }
    }
    assert!(gains.iter().flatten().all(|gain| *gain > 0.0), "{gains:?}");
}
