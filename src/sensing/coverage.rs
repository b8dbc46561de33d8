//! Coverage: what each sensor could have seen of each threat, and what it saw first.
//!
//! A recorder that a run may carry beside its rooms; it changes nothing in it. After the looks of
//! each tick it asks of each pair of sensor and payload (before cut-off the threat as a whole):
//! does it stand in view; would the longest dwell, pointed there, be enough; would the fence alone
//! have seen it? The last is asked with the very luck of the look that was taken, as it would have
//! been in a radar without tasks, so the difference is what a search window brought. What was seen
//! is read from the register of plots. Fresh debris, which sensors take for the payload, counts as
//! it. Leaves out spent stages and decoys, and where a search window came from.

use super::look::Instrument;
use super::probe::{ActualLook, Probe};
use super::radar::tasks::Tasks;
use super::radar::{Radar, RadarEcho};
use crate::flight::truth::{TrueState, Visibility};
use crate::random::{Purpose, pair};
use crate::scenario::identity::{ObjectId, SensorId, ThreatId};
use crate::scenario::model::{OutagePart, Scenario};
use crate::world::clock::Clock;
use crate::world::journal::Journal;
use crate::world::node::Luck;
use crate::world::outage::Outages;
use crate::world::phase::Phase;
use bevy_ecs::prelude::*;
use rand::RngExt;

pub use super::probe::Obstacle;

/// A look that gives a plot at least this often counts as possible.
pub const POSSIBLE_CHANCE: f64 = 0.5;

/// Record of what each sensor had of each threat in one run.
#[derive(Resource, Debug, Clone, PartialEq)]
pub struct Coverage {
    threats: usize,
    cells: Vec<CoverageRecord>,
    /// Plots of the journal that have been looked through.
    plots: usize,
}

/// Record of what one sensor had of one threat's payload, in ticks.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CoverageRecord {
    /// Times in view.
    pub in_view: Vec<TickRange>,
    /// The first look at which the longest dwell, pointed there, would have been enough.
    pub first_possible: Option<u32>,
    /// The first look at which it would have been seen by search alone, with the same luck.
    pub first_by_search: Option<u32>,
    /// The first plot of it.
    pub first: Option<Detection>,
    /// Looks that were taken at it.
    pub looks: u32,
    /// Greatest probability that one of them had to give a plot; 0 without looks.
    pub best_look: f64,
    /// While it flew out of view: what stood between at the time when least did.
    pub obstacle: Option<Obstacle>,
}

/// Ticks in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TickRange {
    /// The first of them.
    pub from: u32,
    /// The first after them.
    pub to: u32,
}

/// A first plot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detection {
    /// Time of the look.
    pub tick: u32,
    /// Means that brought it.
    pub by: DetectionMeans,
    /// Probability that the look had to give a plot.
    pub chance: f64,
    /// Echo that a radar had of it; `None` of another sensor.
    pub sight: Option<RadarEcho>,
}

/// Means that brings a detection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DetectionMeans {
    /// A radar's search fence, which would have been enough.
    Fence,
    /// A window that the radar was told to look at: a track's or a cue's.
    Window,
    /// The regular look of a sensor that is not told where to look.
    Scan,
}

/// A sensor of whichever kind.
type SensorParts<'a> = (&'a SensorId, Option<(&'a Radar, &'a Tasks)>, Option<&'a Instrument>);

/// Adds the recorder to a tick whose world has a [`Coverage`].
pub fn install(tick: &mut Schedule) {
    let after_the_looks = record.after(Phase::Sensing).before(Phase::Tracking);
    tick.add_systems(after_the_looks);
}

/// Asks of every sensor and payload what this tick brought.
fn record(
    sensors: Query<SensorParts>,
    objects: Query<(&ObjectId, &TrueState, &Visibility)>,
    (clock, luck, journal, outages): (Res<Clock>, Res<Luck>, Res<Journal>, Res<Outages>),
    mut coverage: ResMut<Coverage>,
) {
    let tick = clock.tick as u32;
    let mut seen = coverage.new_plots(&journal);
    seen.sort_unstable();
    for (sensor, radar, instrument) in &sensors {
        let is_down = outages.is_down(OutagePart::Sensor(*sensor), clock.now_s());
        for (object, truth, visible) in &objects {
            if !object.is_payload() || !visible.is_seen(truth, clock.now_s()) {
                continue;
            }
            let what = (truth, visible);
            let probe = match (radar, instrument) {
                _ if is_down => Err(Obstacle::Outage),
                (Some((radar, tasks)), _) => radar.probe(tasks, *clock, what),
                (None, Some(instrument)) => instrument.probe(*clock, what),
                (None, None) => continue,
            };
            let entity = pair(u32::from(sensor.0), object.key());
            let draw = || {
                let mut stream = luck.0.stream(Purpose::Look, entity, clock.tick);
                stream.random::<f64>()
            };
            let is_seen = seen.binary_search(&(*sensor, object.threat)).is_ok();
            let place = coverage.place(*sensor, object.threat);
            coverage.cells[place].record(tick, probe, draw, is_seen);
        }
    }
}

impl Coverage {
    /// Nothing recorded yet.
    pub fn new(scenario: &Scenario) -> Self {
        let (sensors, threats) = (scenario.sensor_count(), scenario.threats.len());
        Self { threats, cells: vec![CoverageRecord::default(); sensors * threats], plots: 0 }
    }

    /// Record of a sensor and a threat.
    ///
    /// # Panics
    /// If the scenario has no such sensor or threat.
    pub fn cell(&self, sensor: SensorId, threat: ThreatId) -> &CoverageRecord {
        &self.cells[self.place(sensor, threat)]
    }

    fn place(&self, sensor: SensorId, threat: ThreatId) -> usize {
        sensor.index() * self.threats + threat.index()
    }

    /// Sensors and the payloads that they have plotted since this was last asked.
    fn new_plots(&mut self, journal: &Journal) -> Vec<(SensorId, ThreatId)> {
        let new = &journal.plots[self.plots..];
        self.plots = journal.plots.len();
        new.iter()
            .filter_map(|plot| {
                let object = plot.object.filter(|object| object.is_payload())?;
                Some((plot.sensor, object.threat))
            })
            .collect()
    }
}

impl CoverageRecord {
    /// Takes in one tick in which the object flies.
    fn record(
        &mut self,
        tick: u32,
        probe: Result<Probe, Obstacle>,
        draw: impl FnOnce() -> f64,
        is_seen: bool,
    ) {
        let probe = match probe {
            Ok(probe) => probe,
            Err(obstacle) => {
                self.obstacle = self.obstacle.max(Some(obstacle));
                return;
            }
        };
        self.stay(tick);
        if probe.best.is_some_and(|chance| chance >= POSSIBLE_CHANCE) {
            self.first_possible.get_or_insert(tick);
        }
        if self.first_by_search.is_none() && probe.search.is_some_and(|chance| draw() < chance) {
            self.first_by_search = Some(tick);
        }
        let Some(taken) = probe.taken else {
            return;
        };
        let (chance, sight) = match taken {
            ActualLook::Radar(sight) => (sight.chance, Some(sight)),
            ActualLook::Scan(chance) => (chance, None),
        };
        self.looks += 1;
        self.best_look = self.best_look.max(chance);
        if is_seen && self.first.is_none() {
            let by = match (sight, self.first_by_search) {
                (None, _) => DetectionMeans::Scan,
                (Some(_), Some(_)) => DetectionMeans::Fence,
                (Some(_), None) => DetectionMeans::Window,
            };
            self.first = Some(Detection { tick, by, chance, sight });
        }
    }

    /// It is in view in a tick.
    fn stay(&mut self, tick: u32) {
        match self.in_view.last_mut() {
            Some(last) if last.to == tick => last.to = tick + 1,
            _ => self.in_view.push(TickRange { from: tick, to: tick + 1 }),
        }
    }

    /// Ticks in view.
    pub fn ticks_in_view(&self) -> u32 {
        let lengths = self.in_view.iter().map(|part| part.to - part.from);
        lengths.sum()
    }

    /// Ticks by which a window brought the first detection forward; 0 if search alone saw it as
    /// early, `None` if it never saw it, or there is nothing to compare.
    pub fn gain(&self) -> Option<u32> {
        let first = self.first.filter(|first| first.by != DetectionMeans::Scan)?;
        self.first_by_search.map(|search| search.saturating_sub(first.tick))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::earth::frames::Look;

    /// A probe of a radar whose fence and whose look have these chances.
    fn probe(search: Option<f64>, taken: Option<f64>) -> Probe {
        let look = Look { azimuth_rad: 1.0, elevation_rad: 0.1, range_m: 1e6 };
        let (dwell_s, snr) = (0.02, 20.0);
        let sight = |chance| RadarEcho { look, dwell_s, snr, chance };
        Probe {
            best: Some(0.6),
            search,
            taken: taken.map(|chance| ActualLook::Radar(sight(chance))),
        }
    }

    #[test]
    fn ticks_in_a_row_are_one_interval() {
        let mut cell = CoverageRecord::default();
        for tick in [3, 4, 5, 9, 20, 21] {
            cell.record(tick, Ok(probe(None, None)), || 0.0, false);
        }
        let intervals = [(3, 6), (9, 10), (20, 22)].map(|(from, to)| TickRange { from, to });
        assert_eq!(cell.in_view, intervals);
        assert_eq!((cell.ticks_in_view(), cell.first_possible), (6, Some(3)));
        assert_eq!((cell.looks, cell.first), (0, None));
    }

    #[test]
    fn a_gain_is_what_the_fence_would_have_taken_longer() {
        let mut cell = CoverageRecord::default();
        // Luck of 0.3 beats the window's 0.5 and not the fence's 0.2; later that of 0.1 beats both.
        cell.record(10, Ok(probe(Some(0.2), Some(0.5))), || 0.3, true);
        assert_eq!(cell.first.map(|first| first.by), Some(DetectionMeans::Window));
        assert_eq!(cell.gain(), None, "search alone has not seen it yet");
        cell.record(40, Ok(probe(Some(0.2), Some(0.5))), || 0.1, true);
        assert_eq!((cell.gain(), cell.first_by_search), (Some(30), Some(40)));
        assert_eq!(cell.first.map(|first| first.tick), Some(10));
        assert_eq!(cell.looks, 2);
    }

    #[test]
    fn what_the_fence_sees_as_early_is_the_fences() {
        let mut cell = CoverageRecord::default();
        cell.record(10, Ok(probe(Some(0.2), Some(0.5))), || 0.1, true);
        assert_eq!(cell.first.map(|first| first.by), Some(DetectionMeans::Fence));
        assert_eq!(cell.gain(), Some(0));
    }

    #[test]
    fn the_obstacle_that_is_kept_is_the_nearest_to_a_view() {
        let mut cell = CoverageRecord::default();
        for obstacle in [Obstacle::Horizon, Obstacle::Azimuth, Obstacle::Range] {
            cell.record(1, Err(obstacle), || 0.0, false);
        }
        assert_eq!(cell.obstacle, Some(Obstacle::Azimuth));
        assert!(cell.in_view.is_empty());
    }
}
