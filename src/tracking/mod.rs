//! What one system infers from plots alone: tracks of objects, and warnings of launches.
//!
//! Works on plots and knows nothing of the truth. Plots that a partner sent are used here too, at
//! their own time, a tick after they arrived.

pub mod assignment;
pub mod associate;
mod augmented;
pub(crate) mod boost;
pub mod classification;
pub mod estimate;
pub mod filter;
pub(crate) mod history;
pub mod life;
pub mod measure;
pub mod motion;
mod near;
pub(crate) mod part;
mod process;
mod rate;
mod registration;
pub(crate) mod root;
mod soft;
pub mod track;
pub(crate) mod unscented;
pub(crate) mod warning;

use self::associate::Place;
use self::associate::Scan;
use self::associate::Workspace;
use self::filter::Belief;
use self::history::Taken;
use self::measure::SensorModel;
use self::near::Near;
use self::process::Filtering;
use self::process::Heard;
use self::track::Origin;
use self::track::Track;
use self::track::Tracker;
use self::warning::Due;
use crate::scenario::identity::LinkId;
use crate::scenario::identity::SensorId;
use crate::scenario::identity::SystemId;
use crate::scenario::parts;
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
use nalgebra::Matrix6;
use nalgebra::Vector6;

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
        let system = SystemId(index as u16);
        let hides = |sensor| is_hidden(case.scenario, sensor, system);
        let mut tracker = tracker(case.scenario, system, |sensor| {
            shares_plots && !hides(sensor)
        });
        if shares_plots {
            add_hidden(&mut tracker, case.scenario);
        }
        world
            .entity_mut(node)
            .insert((tracker, RemotePlots::default()));
    }
    world.insert_resource(Workspace::default());
}

/// Does a sensor's owner hide it from a system?
fn is_hidden(scenario: &Scenario, sensor: SensorId, from: SystemId) -> bool {
    let owner = scenario.sensor_system(sensor);
    let mut links = scenario.links.iter();
    links.any(|link| link.release.hide_source && link.from == owner && link.to == from)
}

/// Gives a tracker what it can know of the sensors that its partners hide.
fn add_hidden(tracker: &mut Tracker, scenario: &Scenario) {
    for (index, path) in scenario.links.iter().enumerate() {
        let link = LinkId(index as u16);
        let Some(hidden) = scenario.hidden_source(link) else {
            continue;
        };
        let model = SensorModel::of_hidden(hidden.reference, hidden.look_ticks);
        let is_to_it = path.to == tracker.system;
        for _ in &hidden.sensors {
            tracker.sensors.push(is_to_it.then(|| model.clone()));
            tracker.links.push(is_to_it.then_some(link));
            tracker.own.push(false);
        }
    }
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
    let rules = scenario.systems[system.index()].tracking;
    let model = |sensor: SensorId| {
        let mut model = SensorModel::of(scenario, sensor);
        if !own[sensor.index()] {
            model.allow_for_bias(rules.partner_bias_sigmas);
        }
        model
    };
    let models = sensors
        .map(|sensor| readable(sensor).then(|| model(sensor)))
        .collect();
    let infrared_revisit_s = infrared_revisit_s(scenario, readable);
    let by = |sensor: &bool, index: usize| {
        let from = scenario.sensor_system(SensorId(index as u16));
        let is_by = |link: &parts::Link| !sensor && link.from == from && link.to == system;
        let place = scenario.links.iter().position(is_by);
        place.map(|link| LinkId(link as u16))
    };
    let links = own.iter().enumerate().map(|(index, own)| by(own, index));
    Tracker {
        system,
        rules,
        boosters: scenario.systems[system.index()].boosters.clone(),
        tracks: Vec::new(),
        warnings: Vec::new(),
        sensors: models,
        links: links.collect(),
        heard: Vec::new(),
        own,
        numbers: 0,
        heirs: Vec::new(),
        near: Near::default(),
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
        for (link, time_s, taken) in tracker.heard.drain(..) {
            match taken {
                Taken::Used => journal.used(link, now_s - time_s),
                Taken::TooLate => journal.late(link),
            }
        }
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

/// Takes in plots, scan by scan, in their order ([`Plot::order`]).
pub fn take_in(tracker: &mut Tracker, plots: &mut [Plot], work: &mut Workspace) {
    work.order.sort(plots);
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
        .filter(|track| sensor.may_see(track.belief(), time_s))
    {
        track.estimate.predict(time_s, &tracker.rules);
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
    work.associate(scan, &tracks, &tracker.rules, |track| {
        expected(tracker, track, scan)
    });
    for &(track, plot) in &work.pairs {
        let taken = update(&mut tracks[track], &plots[plot], &sensor, tracker);
        work.used[plot] |= taken == Taken::Used;
    }
    for shares in work.shares.chunk_by(|a, b| a.track == b.track) {
        let taken = soft::update(&mut tracks[shares[0].track], shares, scan, tracker);
        for share in shares {
            work.used[share.plot] |= taken == Taken::Used;
        }
    }
    for (place, plot) in plots.iter().enumerate() {
        if !work.is_taken(place) {
            let number = tracker.next_number();
            let begun = life::begin(number, plot, &sensor, tracker);
            work.used[place] |= begun.is_some();
            tracks.extend(begun);
        }
    }
    note(tracker, plots, work);
    *tracker.of_mut(origin) = tracks;
}

/// Notes what became of a scan's plots, if a partner sent them. What can begin nothing is neither
/// of use nor late.
fn note(tracker: &mut Tracker, plots: &[Plot], work: &Workspace) {
    let Some(link) = tracker.link(plots[0].sensor) else {
        return;
    };
    for (place, plot) in plots.iter().enumerate() {
        let taken = match (work.used[place], work.is_taken(place)) {
            (true, _) => Taken::Used,
            (false, true) => Taken::TooLate,
            (false, false) => continue,
        };
        tracker.heard.push((link, plot.time_s, taken));
    }
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
    if !scan.sensor.may_see(track.belief(), time_s) {
        return None;
    }
    // The tracker has moved what a radar may see to its time: only a late scan, which lies before
    // the belief, costs more.
    let belief = if (track.belief().time_s - time_s).abs() < 1e-9 {
        *track.belief()
    } else {
        believed_then(tracker, track, time_s)
    };
    Some(Place {
        position_m: belief.state.position_m,
        covariance_m2: belief.covariance.pp,
    })
}

/// What is believed of a track at a time that may be past. Free fall is known backwards; under
/// thrust and in the air the track's history tells what was believed then.
fn believed_then(tracker: &Tracker, track: &Track, time_s: f64) -> Belief {
    let is_past = time_s < track.belief().time_s;
    let then = track
        .history
        .as_ref()
        .filter(|_| is_past && !track.estimate.is_free_fall());
    let process = Filtering::of(tracker);
    let then = then.and_then(|history| history.after(|heard| heard.is_until(time_s), &process));
    then.map_or_else(
        || track.estimate.at(time_s, &tracker.rules),
        |then| then.at(time_s, &tracker.rules),
    )
}

/// One plot into one track. One that comes too late is none of its.
fn update(track: &mut Track, plot: &Plot, sensor: &SensorModel, tracker: &Tracker) -> Taken {
    let mut taken = Taken::Used;
    if let (Some(boost), Measurement::Infrared(line)) = (&mut track.boost, &plot.measurement) {
        boost.add(warning::sight(plot, line, sensor));
    } else if let Some(history) = &mut track.history {
        let process = Filtering::of(tracker);
        taken = history.take(Heard::Sure(*plot), &mut track.estimate, &process);
    }
    if taken == Taken::Used {
        credit(track, plot, tracker);
    }
    taken
}

/// Counts a plot as one of a track.
fn credit(track: &mut Track, plot: &Plot, tracker: &Tracker) {
    track.plots += 1;
    track.add_sensor(plot.sensor);
    track.plot_s = track.plot_s.max(plot.time_s);
    if tracker.is_own(plot.sensor) {
        track.own_plot_s = track.own_plot_s.max(plot.time_s);
    }
    track.evidence.push(plot.serial);
    track.payload_evidence_nats += plot.payload_evidence_nats;
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
    let gap = a.state.vector() - b.state.vector();
    normalised2(&gap, &(a.covariance.matrix() + b.covariance.matrix()))
}

/// Normalised square of six numbers that have a covariance; `None` where that is none.
pub(crate) fn normalised2(numbers: &Vector6<f64>, covariance: &Matrix6<f64>) -> Option<f64> {
    Some(numbers.dot(&covariance.cholesky()?.solve(numbers)))
}
