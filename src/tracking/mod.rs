//! What one system infers from plots alone: tracks of objects, and warnings of launches.
//!
//! Works on plots and knows nothing of the truth. Plots that a partner sent are used here too, at
//! their own time, a tick after they arrived.

pub mod assignment;
pub mod associate;
pub(crate) mod boost;
pub mod classification;
pub mod filter;
pub mod life;
pub mod measure;
mod rate;
pub mod track;
pub(crate) mod warning;

use self::associate::Place;
use self::associate::Scan;
use self::associate::Workspace;
use self::filter::Belief;
use self::measure::SensorModel;
use self::track::Origin;
use self::track::Track;
use self::track::Tracker;
use self::warning::Due;
use crate::scenario::identity::SensorId;
use crate::scenario::identity::SystemId;
use crate::scenario::parts::Content;
use crate::scenario::parts::Scenario;
use crate::sensing::plot::Measurement;
use crate::sensing::plot::Plot;
use crate::sensing::plot::Plots;
use crate::world::clock::Clock;
use crate::world::journal::Journal;
use crate::world::node::Case;
use crate::world::node::Nodes;
use crate::world::phase::Phase;
use bevy_ecs::prelude::*;
use nalgebra::SVector;
use nalgebra::Vector3;

/// Plots that a partner sent, as they arrived: `exchange` writes them, they are read on the next
/// tick.
#[derive(Component, Debug, Clone, Default)]
pub struct RemotePlots(pub Vec<Plot>);

/// Gives every node its tracker.
pub fn spawn(world: &mut World, case: &Case) {
    let nodes = world.resource::<Nodes>().0.clone();
    for (index, node) in nodes.into_iter().enumerate() {
        let shares_plots = case
            .architecture
            .exchange
            .is_some_and(|exchange| exchange.content == Content::Plots);
        let tracker = tracker(case.scenario, SystemId(index as u16), |_| shares_plots);
        world
            .entity_mut(node)
            .insert((tracker, RemotePlots::default()));
    }
    world.insert_resource(Workspace::default());
}

/// The tracker of a system that hears its own sensors alone, in a recording: what is stated of an
/// angle is the azimuth's standard deviation too, at every elevation.
pub fn alone(scenario: &Scenario, system: SystemId) -> Tracker {
    let mut tracker = tracker(scenario, system, |_| false);
    for sensor in tracker.sensors.iter_mut().flatten() {
        sensor.take_azimuth_as_stated();
    }
    tracker
}

/// The tracker of a system, which also reads the sensors of others that `hears` is true of.
fn tracker(scenario: &Scenario, system: SystemId, hears: impl Fn(SensorId) -> bool) -> Tracker {
    let sensors = (0..scenario.sensor_count()).map(|index| SensorId(index as u16));
    let own: Vec<bool> = sensors
        .clone()
        .map(|sensor| scenario.sensor_system(sensor) == system)
        .collect();
    let readable = |sensor: SensorId| own[sensor.index()] || hears(sensor);
    let models = sensors
        .map(|sensor| readable(sensor).then(|| SensorModel::of(scenario, sensor)))
        .collect();
    let infrared_revisit_s = infrared_revisit_s(scenario, readable);
    Tracker {
        system,
        rules: scenario.systems[system.index()].tracking,
        boosters: scenario.systems[system.index()].boosters.clone(),
        tracks: Vec::new(),
        warnings: Vec::new(),
        sensors: models,
        own,
        numbers: 0,
        heirs: Vec::new(),
        partner_s: f64::NEG_INFINITY,
        infrared_revisit_s,
        step_s: scenario.step_s,
    }
}

/// The longest revisit of the sensors whose lines of sight can be read, s.
fn infrared_revisit_s(scenario: &Scenario, readable: impl Fn(SensorId) -> bool) -> f64 {
    let ticks = (0..scenario.sensor_count())
        .map(|index| SensorId(index as u16))
        .filter(|sensor| readable(*sensor))
        .filter_map(|sensor| scenario.line_of_sight_ticks(sensor))
        .max();
    ticks.unwrap_or(0) as f64 * scenario.step_s
}

/// Adds the room's systems to the tick.
pub fn install(tick: &mut Schedule) {
    tick.add_systems(track.in_set(Phase::Tracking));
}

/// Every tracker takes in its plots.
fn track(
    mut nodes: Query<(&mut Tracker, &mut Plots, &mut RemotePlots)>,
    clock: Res<Clock>,
    mut work: ResMut<Workspace>,
    mut journal: ResMut<Journal>,
) {
    let now_s = clock.now_s();
    for (mut tracker, mut own, mut remote) in &mut nodes {
        let tracker = &mut *tracker;
        if !remote.0.is_empty() {
            tracker.partner_s = now_s;
        }
        take_in(tracker, &mut remote.0, &mut work);
        remote.0.clear();
        // The own plots stay in the inbox until the next tick: they may yet be sent.
        take_in(tracker, &mut own.0, &mut work);
        settle(tracker, *clock, &mut journal);
    }
}

/// Ends a tick, whose plots have been taken in: confirms, merges and drops tracks.
pub fn settle(tracker: &mut Tracker, clock: Clock, journal: &mut Journal) {
    let now_s = clock.now_s();
    warning::refresh(tracker, now_s, due(clock));
    count_looks(tracker, clock);
    tracker.heirs.clear();
    if clock.every(HOUSEKEEPING_TICKS) {
        warning::burn_out(tracker, now_s, journal);
        life::merge(tracker, now_s, journal);
    }
    life::settle(tracker, now_s, journal);
}

/// Ticks between two searches for tracks that are one, and for boosters that have burnt out.
const HOUSEKEEPING_TICKS: u64 = 5;

/// Which warnings are due to be brought up, and until when they will serve, s.
fn due(clock: Clock) -> (Due, f64) {
    let due = if clock.every(HOUSEKEEPING_TICKS) {
        Due::Burning
    } else {
        Due::New
    };
    let left = HOUSEKEEPING_TICKS - clock.tick % HOUSEKEEPING_TICKS;
    (due, clock.now_s() + left as f64 * clock.step_s)
}

/// Takes in plots, scan by scan, in the order of time, sensor and what they say: the order in which
/// a sensor happens to list them must not matter.
pub fn take_in(tracker: &mut Tracker, plots: &mut [Plot], work: &mut Workspace) {
    // Only copies of one plot are equal, and an unstable sort needs no memory.
    plots.sort_unstable_by(|a, b| {
        a.time_s
            .total_cmp(&b.time_s)
            .then(a.sensor.cmp(&b.sensor))
            .then_with(|| a.measurement.order(&b.measurement))
            .then(a.serial.cmp(&b.serial))
    });
    for scan in plots.chunk_by(|a, b| a.time_s.total_cmp(&b.time_s).is_eq() && a.sensor == b.sensor)
    {
        take_in_scan(tracker, scan, work);
    }
}

/// Moves the beliefs that a radar may see to the time of its scan, so that all radars of a tick
/// share one prediction.
fn advance(tracker: &Tracker, tracks: &mut [Track], sensor: &SensorModel, time_s: f64) {
    for track in tracks
        .iter_mut()
        .filter(|track| sensor.may_see(&track.belief, time_s))
    {
        let motion = tracker.motion(track);
        track.belief.predict(time_s, &motion);
    }
}

/// Plots of one sensor at one time: given to tracks, or the start of new ones.
fn take_in_scan(tracker: &mut Tracker, plots: &[Plot], work: &mut Workspace) {
    let sensor_id = plots[0].sensor;
    let Some(sensor) = tracker.sensor(sensor_id).cloned() else {
        return;
    };
    let origin = match plots[0].measurement {
        Measurement::Radar(_) => Origin::Radar,
        Measurement::Infrared(_) => Origin::Infrared,
    };
    let mut tracks = std::mem::take(tracker.of_mut(origin));
    if origin == Origin::Radar {
        advance(tracker, &mut tracks, &sensor, plots[0].time_s);
    }
    let scan = Scan {
        plots,
        sensor: &sensor,
        time_s: plots[0].time_s,
    };
    work.associate(scan, &tracks, tracker.rules.gate_sigma, |track| {
        expected(tracker, track, scan)
    });
    for &(track, plot) in &work.pairs {
        update(&mut tracks[track], &plots[plot], &sensor, tracker);
    }
    for (place, plot) in plots.iter().enumerate() {
        if !work.is_taken(place) {
            let number = tracker.next_number();
            if let Some(mut track) = life::begin(number, plot, &sensor, tracker) {
                let motion = tracker.motion(&track);
                rate::take(&mut track.belief, plot, &sensor, &motion);
                tracks.push(track);
            }
        }
    }
    *tracker.of_mut(origin) = tracks;
}

/// Where a track's object is expected at the time of a scan; `None` if it cannot be seen.
fn expected(tracker: &Tracker, track: &Track, scan: Scan) -> Option<Place> {
    let time_s = scan.time_s;
    if let Some(boost) = &track.boost {
        let (position_m, covariance_m2) = boost.burning_at(&tracker.boosters, time_s)?;
        return Some(Place {
            position_m,
            covariance_m2,
        });
    }
    if !scan.sensor.may_see(&track.belief, time_s) {
        return None;
    }
    // The tracker has moved what a radar may see to its time: only a late scan, which lies before
    // the belief, costs a propagation.
    let belief = if (track.belief.time_s - time_s).abs() < 1e-9 {
        track.belief
    } else {
        tracker.belief_at(track, time_s)
    };
    Some(Place {
        position_m: belief.state.position_m,
        covariance_m2: belief.covariance.pp,
    })
}

/// One plot into one track.
fn update(track: &mut Track, plot: &Plot, sensor: &SensorModel, tracker: &Tracker) {
    track.plots += 1;
    track.plot_s = track.plot_s.max(plot.time_s);
    if tracker.is_own(plot.sensor) {
        track.own_plot_s = track.own_plot_s.max(plot.time_s);
    }
    track.evidence.push(plot.serial);
    track.payload_evidence_nats += plot.payload_evidence_nats;
    match (&mut track.boost, &plot.measurement) {
        (Some(boost), Measurement::Infrared(line)) => {
            boost.add(warning::sight(plot, line, sensor));
        }
        _ => filter(track, plot, sensor, tracker),
    }
}

/// A radar's plot into the filter of a track.
fn filter(track: &mut Track, plot: &Plot, sensor: &SensorModel, tracker: &Tracker) {
    let motion = tracker.motion(track);
    let rows = |position_m: &Vector3<f64>| sensor.rows(&plot.measurement, position_m);
    let count = rows(&track.belief.state.position_m).count() as f64;
    let distance2 = if plot.time_s < track.belief.time_s - 1e-9 {
        track.belief.update_late(plot.time_s, &motion, rows)
    } else {
        track.belief.predict(plot.time_s, &motion);
        track.belief.update(rows)
    };
    rate::take(&mut track.belief, plot, sensor, &motion);
    judge_motion(track, distance2 / count);
}

/// Weight of the latest innovation in the running mean.
const SURPRISE_WEIGHT: f64 = 0.25;
/// Above this mean a track is taken to manoeuvre ...
const SURPRISE_HIGH: f64 = 3.0;
/// ... and below this one to coast.
const SURPRISE_LOW: f64 = 0.8;

/// Switches a radar track's process noise by how well its model explains its plots
/// (adjustable-level process noise; Bar-Shalom, Li & Kirubarajan 2001, sec. 11.2).
fn judge_motion(track: &mut Track, distance2_per_number: f64) {
    track.surprise += SURPRISE_WEIGHT * (distance2_per_number - track.surprise);
    if track.surprise > SURPRISE_HIGH {
        track.manoeuvring = true;
    } else if track.surprise < SURPRISE_LOW {
        track.manoeuvring = false;
    }
}

/// Counts the looks of this tick at the tentative radar tracks, each by the radar that began it.
fn count_looks(tracker: &mut Tracker, clock: Clock) {
    let mut tracks = std::mem::take(&mut tracker.tracks);
    for track in tracks.iter_mut().filter(|track| !track.is_confirmed()) {
        // The plot that began it was its first look.
        let is_new = track.plots == 1 && track.plot_s >= clock.now_s();
        let sensor = tracker.sensor(track.first);
        let due = sensor.is_some_and(|sensor| clock.every(sensor.look_ticks()));
        track.looks += u32::from(due && !is_new);
    }
    tracker.tracks = tracks;
}

/// Normalised distance squared of two beliefs of one time in position and velocity, taken as
/// independent; `None` where the sum of the covariances cannot be inverted.
pub fn distance2(a: &Belief, b: &Belief) -> Option<f64> {
    let mut gap = SVector::<f64, 6>::zeros();
    gap.fixed_rows_mut::<3>(0)
        .copy_from(&(a.state.position_m - b.state.position_m));
    gap.fixed_rows_mut::<3>(3)
        .copy_from(&(a.state.velocity_mps - b.state.velocity_mps));
    let sum = a.covariance.matrix() + b.covariance.matrix();
    Some(gap.dot(&sum.cholesky()?.solve(&gap)))
}
