//! Assurance: which notional flights of either side's strategic forces are within reach of the
//! other side's fire units, by their kinematics alone and by what each architecture lets them know.
//!
//! Kinematic reach grants the defender perfect knowledge from the end of thrust on: an order
//! no earlier than burn-out, then nothing but preparation and fly-out. Sensor-limited reach asks
//! the engine when the other side would have had a track on which the architecture lets it launch:
//! the corridor is flown as a run's only threat, nobody having anything to shoot with, and the
//! order comes a decision delay after that track, though not before burn-out. What the corridor's
//! own side tells its partner counts, under the scenario's links, release policies and trust.
//!
//! Both ask about reach, not about duty, inventory, sharpness of the track, discrimination or kill:
//! each of these could only make less of it, and each can be changed without being seen. The
//! question, and this way to part it, are those of the published debate: Butt and Postol,
//! *Upsetting the Reset*, Federation of American Scientists (2011); National Research Council,
//! *Making Sense of Ballistic Missile Defense* (2012); Wilkening, *Does Missile Defence in Europe
//! Threaten Russia?*, Survival 54:1 (2012). None of their numbers is used.

use super::envelope::{Approach, FlightPath};
use super::median::Median;
use crate::monte_carlo::runner::{CampaignRecord, Runner, Watcher};
use crate::monte_carlo::selection::RunSelection;
use crate::monte_carlo::statistics::Proportion;
use crate::outcome::track_truth::TrackTruth;
use crate::random::RunSeed;
use crate::scenario::identity::{FireUnitId, SystemId, ThreatId};
use crate::scenario::model::{Architecture, Asset, Corridor, FireUnit, Scenario};
use crate::world::journal::Journal;
use rayon::prelude::*;
use serde::Serialize;
use std::fmt;

/// Runs in a batch.
const BATCH: u64 = 4;

/// The answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Assurance {
    /// Of each corridor, in the order of the scenario: what the other side's fire units can do.
    pub corridors: Vec<KinematicReach>,
    /// Of each architecture asked about, of each corridor: what it lets them know.
    pub sensor_limited: Vec<Vec<SensorLimitedReach>>,
    /// Runs that count, and those that failed.
    pub record: CampaignRecord<CorridorLabel>,
}

/// Question to a run: a corridor under an architecture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CorridorLabel {
    /// Name of the corridor.
    pub corridor: String,
    /// Name of the architecture.
    pub architecture: String,
}

impl fmt::Display for CorridorLabel {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "of `{}` under `{}`", self.corridor, self.architecture)
    }
}

/// A corridor against the fire units of the other side, with perfect knowledge from burn-out on.
#[derive(Debug, Clone, PartialEq)]
pub struct KinematicReach {
    /// The other side.
    pub against: SystemId,
    /// End of thrust, s after launch.
    pub burnout_s: f64,
    /// Impact, s after launch.
    pub impact_s: f64,
    /// Greatest altitude, m.
    pub apogee_m: f64,
    /// The other side's fire units, in the order of the scenario.
    pub units: Vec<UnitReach>,
}

/// Reach of one fire unit against a corridor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UnitReach {
    /// The fire unit.
    pub unit: FireUnitId,
    /// The latest order that leads to an intercept, s after launch; `None`: the flight is outside
    /// the interceptor's limits and range throughout.
    pub latest_order_s: Option<f64>,
    /// Nearest approach of the flight.
    pub approach: Approach,
    /// Margin in distance of an order at burn-out, m: see [`FlightPath::margin_m`].
    pub margin_m: Option<f64>,
}

impl UnitReach {
    /// Margin in time of an order at a time after launch, s.
    pub fn margin_s(&self, order_s: f64) -> Option<f64> {
        Some(self.latest_order_s? - order_s).filter(|margin_s| margin_s.is_finite())
    }

    /// True if it can meet the flight when it is ordered at a time after launch, s.
    pub fn can_meet(&self, order_s: f64) -> bool {
        self.latest_order_s.is_some_and(|latest_s| latest_s >= order_s)
    }
}

impl KinematicReach {
    /// Number of fire units that could meet the flight if they were ordered at a time after launch,
    /// s.
    pub fn units_within(&self, order_s: f64) -> usize {
        self.units.iter().filter(|unit| unit.can_meet(order_s)).count()
    }

    /// The fire unit that can be ordered latest, of those within reach of an order at burn-out;
    /// where none is, that which misses by least, or else the nearest.
    pub fn best(&self) -> Option<&UnitReach> {
        let rank = |unit: &UnitReach| {
            let least = f64::NEG_INFINITY;
            let latest_s = unit.latest_order_s.filter(|latest_s| *latest_s >= self.burnout_s);
            let margin_m = unit.margin_m.unwrap_or(least);
            [latest_s.unwrap_or(least), margin_m, -unit.approach.ground_range_m]
        };
        // The first of equals, so that the order of the scenario decides.
        self.units.iter().rev().max_by(|a, b| {
            let (a, b) = (rank(a), rank(b));
            let differ = a.iter().zip(&b).map(|(a, b)| a.total_cmp(b));
            differ.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then)
        })
    }
}

/// A corridor under an architecture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SensorLimitedReach {
    /// First order that the other side could give, s after launch: the later of burn-out, and the
    /// first track that it may launch on and the decision delay; infinite where there is never one.
    pub order_s: Median,
    /// Runs in which it had such a track.
    pub tracked: Proportion,
    /// Runs in which at least one of its fire units could still meet the flight.
    pub within: Proportion,
    /// Fire units that could, with the order at its median.
    pub units_within: usize,
    /// Margin in time of the best fire unit, with the order at its median, s.
    pub margin_s: Option<f64>,
    /// Margin in distance of the best fire unit, likewise, m.
    pub margin_m: Option<f64>,
}

/// Answers the question; `play` plays a run.
pub fn assess(
    question: &RunSelection,
    watcher: &impl Watcher,
    play: impl Fn(&Scenario, &Architecture, RunSeed) -> Journal + Sync,
) -> Assurance {
    sight(question, watcher, play).reach(question.scenario)
}

/// Times at which the corridors were first seen well enough to launch on. No interceptor has a part
/// in them: they hold for the same scenario with other fire units and interceptor types (test
/// `other_interceptors_see_the_same`).
#[derive(Debug, Clone)]
pub struct Sightings {
    architectures: usize,
    /// Of each corridor under each architecture, corridor by corridor, of each run: time of the
    /// other side's first firm track, s after launch.
    firm_s: Vec<Vec<Option<f64>>>,
    record: CampaignRecord<CorridorLabel>,
}

/// Flies each corridor alone under each architecture; `play` plays a run.
pub fn sight(
    question: &RunSelection,
    watcher: &impl Watcher,
    play: impl Fn(&Scenario, &Architecture, RunSeed) -> Journal + Sync,
) -> Sightings {
    let scenario = question.scenario;
    let alone: Vec<Scenario> =
        scenario.corridors.iter().map(|corridor| alone(scenario, corridor)).collect();
    let architectures = &question.architectures;
    let whose = |question: usize| {
        let (corridor, place) = (question / architectures.len(), question % architectures.len());
        (corridor, &scenario.architectures[architectures[place]])
    };
    let runner = Runner {
        runs: question.runs.clone(),
        questions: alone.len() * architectures.len(),
        batch: BATCH,
        watcher,
    };
    let mut firm_s = vec![Vec::new(); runner.questions];
    let record = runner.play(
        |run, place| {
            let (corridor, architecture) = whose(place);
            let (flown, seed) = (&alone[corridor], question.seed);
            let journal = play(flown, architecture, RunSeed { seed, run });
            let against = defender(scenario, &scenario.corridors[corridor]);
            TrackTruth::of(flown, &journal).first_firm_s(against, ThreatId(0))
        },
        |_, answers| {
            for (all, answer) in firm_s.iter_mut().zip(answers) {
                all.push(answer);
            }
        },
    );
    let record = record.named(|place| {
        let (corridor, architecture) = whose(place);
        CorridorLabel {
            corridor: scenario.corridors[corridor].name.clone(),
            architecture: architecture.name.clone(),
        }
    });
    Sightings { architectures: architectures.len(), firm_s, record }
}

impl Sightings {
    /// Runs that count, and those that failed.
    pub fn record(&self) -> &CampaignRecord<CorridorLabel> {
        &self.record
    }

    /// Reach of the fire units of a scenario, with perfect knowledge and by these sightings, which
    /// are of its corridors.
    pub fn reach(&self, scenario: &Scenario) -> Assurance {
        let flown: Vec<CorridorFlight> = (scenario.corridors.par_iter())
            .map(|corridor| CorridorFlight::of(scenario, corridor))
            .collect();
        let sensor_limited = |place: usize| {
            let of_place = self.firm_s.iter().skip(place).step_by(self.architectures);
            let of_corridor = |(flown, firm_s): (&CorridorFlight, &Vec<_>)| {
                flown.sensor_limited(scenario, firm_s)
            };
            flown.iter().zip(of_place).filter_map(of_corridor).collect()
        };
        Assurance {
            sensor_limited: (0..self.architectures).map(sensor_limited).collect(),
            record: self.record.clone(),
            corridors: flown.into_iter().map(|flown| flown.kinematic).collect(),
        }
    }
}

/// The side against which a corridor is flown: the one that is not its own.
fn defender(scenario: &Scenario, corridor: &Corridor) -> SystemId {
    let mut systems = scenario.system_ids();
    systems.find(|system| *system != corridor.system).unwrap_or(corridor.system)
}

/// The scenario in which a corridor is the only threat, and nobody has anything to shoot with.
fn alone(scenario: &Scenario, corridor: &Corridor) -> Scenario {
    // Somebody's it must be; what it is worth does not matter where nobody can shoot.
    let end = Asset {
        name: corridor.name.clone(),
        system: corridor.system,
        place: corridor.end,
        radius_m: 1.0,
        value: 1.0,
    };
    scenario.with_only(corridor.threat(), end).unarmed()
}

/// A corridor flown.
struct CorridorFlight {
    kinematic: KinematicReach,
    path: FlightPath,
}

impl CorridorFlight {
    fn of(scenario: &Scenario, corridor: &Corridor) -> Self {
        let path = FlightPath::of(&corridor.flight());
        let against = defender(scenario, corridor);
        let units = (0..).zip(&scenario.fire_units);
        let units = units.filter(|(_, unit)| unit.system == against);
        let reach = |(place, unit): (u16, &FireUnit)| UnitReach {
            unit: FireUnitId(place),
            latest_order_s: path.latest_order_s(unit),
            approach: path.approach(unit),
            margin_m: path.margin_m(unit, path.burnout_s),
        };
        let kinematic = KinematicReach {
            against,
            burnout_s: path.burnout_s,
            impact_s: path.impact_s,
            apogee_m: path.apogee_m(),
            units: units.map(reach).collect(),
        };
        Self { kinematic, path }
    }

    /// The reach by the times of the first firm track in each run, s; `None` without any run.
    fn sensor_limited(
        &self,
        scenario: &Scenario,
        firm_s: &[Option<f64>],
    ) -> Option<SensorLimitedReach> {
        let KinematicReach { against, burnout_s, .. } = self.kinematic;
        let delay_s = scenario.systems[against.index()].command.decision_delay_s;
        let order_s = |firm_s: Option<f64>| {
            firm_s.map_or(f64::INFINITY, |firm_s| burnout_s.max(firm_s + delay_s))
        };
        let orders_s: Vec<f64> = firm_s.iter().map(|firm_s| order_s(*firm_s)).collect();
        let share = |holds: &dyn Fn(f64) -> bool| Proportion {
            successes: orders_s.iter().filter(|order_s| holds(**order_s)).count() as u64,
            trials: orders_s.len() as u64,
        };
        let tracked = share(&f64::is_finite);
        let within = share(&|order_s| self.kinematic.units_within(order_s) > 0);
        let median = Median::of(orders_s)?;
        let best = self.kinematic.best();
        let margin_m = best.filter(|_| median.value.is_finite()).and_then(|best| {
            let unit = &scenario.fire_units[best.unit.index()];
            self.path.margin_m(unit, median.value)
        });
        Some(SensorLimitedReach {
            order_s: median,
            tracked,
            within,
            units_within: self.kinematic.units_within(median.value),
            margin_s: best.and_then(|best| best.margin_s(median.value)),
            margin_m,
        })
    }
}
