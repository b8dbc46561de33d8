//! Outages: what is down in a run, and when.
//!
//! Whether one happens in a run is drawn once, keyed by its name, so that the same outages meet
//! every architecture and none shifts another's luck. One that a hit begins is drawn likewise, and
//! begins with the first threat that comes down alive on its place, which another architecture may
//! prevent.
//!
//! What is down, its owner knows at once. Each room asks of what is its own, but one: the command
//! over a partner's fire units is told by that partner, with the delay of an order.

use crate::random::{Purpose, RunSeed};
use crate::scenario::identity::OutageId;
use crate::scenario::model::{Outage, OutagePart, Scenario};
use crate::world::clock::Clock;
use crate::world::journal::{Event, Journal};
use bevy_ecs::prelude::*;
use nalgebra::Vector3;
use rand::RngExt;

/// The outages of the run being played.
#[derive(Resource, Debug, Clone, Default)]
pub struct Outages(Vec<RunOutage>);

/// An outage that this run has, or will have when its place is hit.
#[derive(Debug, Clone)]
struct RunOutage {
    id: OutageId,
    outage: Outage,
    /// Times from which and until which it lasts, s; both infinite before its place is hit.
    down_s: [f64; 2],
    /// Entries of it in the journal: its beginning, its end.
    told: u8,
}

impl Outage {
    /// Whether it happens in a run: if a hit must begin it, whether one would.
    pub fn happens(&self, luck: RunSeed) -> bool {
        let draw = || luck.stream(Purpose::Outage, self.key, 0).random::<f64>();
        self.probability >= 1.0 || self.probability > 0.0 && draw() < self.probability
    }
}

impl Outages {
    /// Those of a run.
    pub(super) fn drawn(scenario: &Scenario, luck: RunSeed) -> Self {
        let all = (0..).map(OutageId).zip(&scenario.outages);
        let drawn = all.filter(|(_, outage)| outage.happens(luck));
        let of_run = drawn.map(|(id, outage)| {
            let from_s = if outage.when_hit.is_some() { f64::INFINITY } else { outage.from_s };
            let down_s = [from_s, from_s + outage.repair_s];
            RunOutage { id, outage: outage.clone(), down_s, told: 0 }
        });
        Self(of_run.collect())
    }

    /// True where nothing can be down in this run.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether something is down at a time, s.
    pub fn is_down(&self, part: OutagePart, time_s: f64) -> bool {
        self.meets(part, [time_s; 2])
    }

    /// Whether something is down at any time between two, s, both included.
    pub fn meets(&self, part: OutagePart, [since_s, to_s]: [f64; 2]) -> bool {
        self.0.iter().any(|RunOutage { outage, down_s: [from_s, until_s], .. }| {
            *from_s <= to_s && since_s < *until_s && outage.parts.contains(&part)
        })
    }

    /// Takes in that a threat came down alive at a place, ECEF, m, and a time, s.
    pub(crate) fn hit(&mut self, position_m: &Vector3<f64>, time_s: f64) {
        for RunOutage { outage, down_s, .. } in &mut self.0 {
            let is_hit = outage
                .when_hit
                .is_some_and(|site| (site.position_m - position_m).norm() <= site.radius_m);
            if is_hit && down_s[0].is_infinite() {
                let from_s = time_s.max(outage.from_s);
                *down_s = [from_s, from_s + outage.repair_s];
            }
        }
    }
}

/// Writes down what has gone down and what is repaired.
pub(crate) fn tell(mut outages: ResMut<Outages>, clock: Res<Clock>, mut journal: ResMut<Journal>) {
    for RunOutage { id, down_s: [from_s, until_s], told, .. } in &mut outages.0 {
        if *told == 0 && *from_s <= clock.now_s() {
            *told = 1;
            journal.write(*from_s, Event::WentDown { outage: *id });
        }
        if *told == 1 && *until_s <= clock.now_s() {
            *told = 2;
            journal.write(*until_s, Event::Repaired { outage: *id });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::identity::SensorId;
    use crate::scenario::model::HitSite;
    use proptest::prelude::*;

    const PART: OutagePart = OutagePart::Sensor(SensorId(3));

    fn of_run(when_hit: Option<HitSite>, [from_s, repair_s]: [f64; 2]) -> Outages {
        let outage = Outage {
            name: "radar-lost".into(),
            key: 7,
            probability: 1.0,
            from_s,
            when_hit,
            repair_s,
            parts: vec![PART],
        };
        let start_s = if when_hit.is_some() { f64::INFINITY } else { from_s };
        let down_s = [start_s, start_s + repair_s];
        Outages(vec![RunOutage { id: OutageId(0), outage, down_s, told: 0 }])
    }

    proptest! {
        /// A hit begins it once, no earlier than its start, wherever it is near enough.
        #[test]
        fn the_first_hit_begins_it(
            (from_s, repair_s) in (0.0..500.0_f64, 1.0..500.0_f64),
            hits in prop::collection::vec((0.0..900.0_f64, 0.0..2000.0_f64), 0..8),
        ) {
            let site = HitSite { position_m: Vector3::new(6.4e6, 0.0, 0.0), radius_m: 1000.0 };
            let mut outages = of_run(Some(site), [from_s, repair_s]);
            let mut hits = hits;
            hits.sort_by(|a, b| a.0.total_cmp(&b.0));
            for (time_s, off_m) in &hits {
                outages.hit(&(site.position_m + Vector3::new(0.0, *off_m, 0.0)), *time_s);
            }
            let first = hits.iter().find(|(_, off_m)| *off_m <= 1000.0);
            let begins_s = first.map_or(f64::INFINITY, |(time_s, _)| time_s.max(from_s));
            for time_s in [0.0, 250.0, 500.0, 750.0, 1000.0, 1500.0, begins_s.min(2000.0)] {
                let is_down = begins_s <= time_s && time_s < begins_s + repair_s;
                prop_assert_eq!(outages.is_down(PART, time_s), is_down);
            }
            prop_assert!(!outages.is_down(OutagePart::Sensor(SensorId(2)), begins_s));
        }

        /// The share of runs is the probability, to four standard errors, and no name shifts
        /// another's draws.
        #[test]
        fn it_happens_as_often_as_it_should(probability in 0.0..1.0_f64, key in any::<u64>()) {
            let mut outage = of_run(None, [0.0, 1.0]).0.remove(0).outage;
            (outage.probability, outage.key) = (probability, key);
            let runs = (0..2000).filter(|run| outage.happens(RunSeed { seed: 9, run: *run }));
            let share = runs.count() as f64 / 2000.0;
            let sigma = (probability * (1.0 - probability) / 2000.0).sqrt();
            prop_assert!((share - probability).abs() <= 4.5 * sigma + 1e-3);
        }
    }
}
