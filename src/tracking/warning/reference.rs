//! The reference flight: a booster of a known profile, flown once and read at any time.
//!
//! Nodes of state and of its change with the tilt of the thrust, at the ends of the stages and
//! evenly between, with cubic Hermite interpolation (Hairer, Nørsett, Wanner 1993, eq. II.6.7).
//! Flights near it are read as linear changes, in five parameters: shift of the launch point north
//! and east, launch time, and the tilt of the thrust's program as two components, north and east,
//! so that nothing is singular for a vertical start. A later launch is the same flight later (the
//! Earth-fixed equations do not name the time); a shift is a turn about the Earth's axis or about
//! the local east axis; the tilt acts through the thrust and the gradients of gravity and drag, the
//! latter roughly (some per cent). Left out of the changes, never of the flight: the flattening of
//! the Earth.

use crate::ballistics::boost::{Boost, RISE_S, RISE_SHARE_MAX};
use crate::ballistics::state::State;
use crate::ballistics::vehicle::{Burn, Vehicle};
use crate::earth::frames::{Site, altitude_approx_m};
use crate::earth::wgs84::GRAVITATION_M3PS2;
use crate::tracking::warning::parameters::{LaunchChange, LaunchParameters};
use nalgebra::{SMatrix, Vector2, Vector3};

/// Change of position (top) and velocity (bottom) with a [`LaunchChange`].
pub(crate) type FlightSensitivity = SMatrix<f64, 6, 5>;

/// Longest time between nodes, s.
const NODE_S: f64 = 8.0;

/// Longest step of the flight, s; in dense air it is a quarter of that.
const STEP_S: f64 = 16.0;

/// Nodes beyond burn-out, where the last stage is taken to go on: a launch time is not known well
/// enough to end the flight there.
const NODES_BEYOND: u32 = 1;

/// Height over which the air thins by a factor e, m.
const SCALE_HEIGHT_M: f64 = 7e3;

/// A flown program.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ReferenceFlight {
    pub(crate) program: LaunchParameters,
    site: Site,
    nodes: Vec<FlightNode>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct FlightNode {
    time_s: f64,
    state: State,
    /// Change of the state with the tilt north and east, per rad.
    by_tilt: [State; 2],
}

/// A moment of a reference flight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct FlightPoint {
    pub(crate) state: State,
    pub(crate) columns: FlightSensitivity,
}

impl ReferenceFlight {
    /// Flies a program.
    pub(crate) fn new(vehicle: &Vehicle, program: LaunchParameters) -> Self {
        let intervals = (vehicle.burn_time_s() / NODE_S) as usize + vehicle.stages.len();
        let nodes = Vec::with_capacity(1 + intervals + NODES_BEYOND as usize);
        let mut reference = Self { program, site: Site::new(program.launch), nodes };
        reference.fly(vehicle, program);
        reference
    }

    /// Flies another program in the memory of the old one.
    pub(crate) fn fly(&mut self, vehicle: &Vehicle, program: LaunchParameters) {
        self.program = program;
        self.site = Site::new(program.launch);
        let burn_s = vehicle.burn_time_s();
        let boost = Boost::new(vehicle, &self.site, &program.steering(burn_s));
        let rise_s = RISE_S.min(RISE_SHARE_MAX * burn_s);
        let still = State { position_m: Vector3::zeros(), velocity_mps: Vector3::zeros() };
        let mut node = FlightNode {
            time_s: 0.0,
            state: State { position_m: self.site.position().0, ..still },
            by_tilt: [still; 2],
        };
        self.nodes.clear();
        self.nodes.push(node);
        let share = |time_s: f64| (time_s - rise_s).max(0.0) / (burn_s - rise_s);
        for burn in vehicle.burns() {
            let last = burn.end_s() >= burn_s;
            let duration_s = burn.end_s() - node.time_s;
            let steps = (duration_s / NODE_S).ceil();
            let beyond = if last { NODES_BEYOND } else { 0 };
            let (start_s, span_s) = (node.time_s, duration_s / steps);
            for number in 1..=(steps as u32 + beyond) {
                let end_s = start_s + f64::from(number) * span_s;
                let by_tilt = self.tilted(&node, (&boost, &burn), span_s, share);
                node = FlightNode {
                    time_s: end_s,
                    state: boost.advance_by(STEP_S, &node.state, node.time_s, end_s),
                    by_tilt,
                };
                self.nodes.push(node);
            }
        }
    }

    /// The changes with the tilt at the end of an interval: thrust by Simpson's rule, the gradients
    /// of gravity and drag as at its start.
    fn tilted(
        &self,
        node: &FlightNode,
        (boost, burn): (&Boost, &Burn),
        span_s: f64,
        share: impl Fn(f64) -> f64,
    ) -> [State; 2] {
        let push = |after_s: f64| {
            let time_s = node.time_s + after_s;
            let turns = self.turns(share(time_s));
            turns.map(|turn| turn * burn.acceleration_mps2(time_s))
        };
        let (start, middle, end) = (push(0.0), push(0.5 * span_s), push(span_s));
        let up = node.state.position_m;
        let radius2 = up.norm_squared();
        let pull = GRAVITATION_M3PS2 / (radius2 * radius2.sqrt());
        let drag = boost.drag_acceleration(&node.state);
        let speed2 = node.state.velocity_mps.norm_squared().max(1.0);
        let brake_ps = drag.norm() / speed2.sqrt();
        let mut changes = node.by_tilt;
        for (axis, change) in changes.iter_mut().enumerate() {
            let (first, second, third) = (start[axis], middle[axis], end[axis]);
            let off = change.position_m + change.velocity_mps * (0.5 * span_s);
            let faster = change.velocity_mps + first * (0.5 * span_s);
            let tide = (up * (3.0 * up.dot(&off) / radius2) - off) * pull;
            let brake = drag * (node.state.velocity_mps.dot(&faster) / speed2) - faster * brake_ps;
            let thinner = drag * (-up.dot(&off) / (radius2.sqrt() * SCALE_HEIGHT_M));
            let other = tide + brake + thinner;
            change.position_m += change.velocity_mps * span_s
                + ((first + second * 2.0) / 6.0 + other * 0.5) * (span_s * span_s);
            change.velocity_mps += ((first + second * 4.0 + third) / 6.0 + other) * span_s;
        }
        changes
    }

    /// Change of the thrust's direction with the tilt north and east when this share of it has
    /// come about.
    fn turns(&self, share: f64) -> [Vector3<f64>; 2] {
        let axes = self.site.axes();
        let (east, north, up) = (axes.row(0), axes.row(1), axes.row(2));
        let total_rad = self.program.tilt_rad.norm();
        let toward =
            if total_rad > 1e-9 { self.program.tilt_rad / total_rad } else { Vector2::x() };
        let (sin, cos) = libm::sincos(total_rad * share);
        let sideways = if total_rad > 1e-9 { sin / total_rad } else { share };
        let along = ((north * toward.x + east * toward.y) * cos - up * sin) * share;
        let across = (east * toward.x - north * toward.y) * sideways;
        [
            (along * toward.x - across * toward.y).transpose(),
            (along * toward.y + across * toward.x).transpose(),
        ]
    }

    /// The flight at a time since its launch, s: before it the launch point, beyond the last node
    /// straight on.
    pub(crate) fn at(&self, time_s: f64) -> FlightPoint {
        let after = self.nodes.partition_point(|node| node.time_s <= time_s);
        let first = &self.nodes[0];
        let (state, acceleration, by_tilt) = match (after, self.nodes.get(after)) {
            (0, _) => (first.state, Vector3::zeros(), first.by_tilt),
            (_, Some(next)) => between(&self.nodes[after - 1], next, time_s),
            (_, None) => {
                let node = &self.nodes[after - 1];
                let on = |state: &State| State {
                    position_m: state.position_m + state.velocity_mps * (time_s - node.time_s),
                    ..*state
                };
                (on(&node.state), Vector3::zeros(), node.by_tilt.each_ref().map(on))
            }
        };
        FlightPoint { state, columns: self.columns(&state, &acceleration, &by_tilt) }
    }

    fn columns(
        &self,
        state: &State,
        acceleration: &Vector3<f64>,
        by_tilt: &[State; 2],
    ) -> FlightSensitivity {
        let place = self.site.position().0;
        let west: Vector3<f64> = -self.site.axes().row(0).transpose();
        let about = [west / place.norm(), Vector3::z() / place.xy().norm().max(1.0)];
        let mut columns = FlightSensitivity::zeros();
        let mut set = |column, change: State| columns.set_column(column, &change.vector());
        for (column, axis) in about.iter().enumerate() {
            let turned = State {
                position_m: axis.cross(&state.position_m),
                velocity_mps: axis.cross(&state.velocity_mps),
            };
            set(column, turned);
        }
        let later = State { position_m: -state.velocity_mps, velocity_mps: -acceleration };
        set(2, later);
        for (column, change) in (3..).zip(by_tilt) {
            set(column, *change);
        }
        columns
    }

    /// Time at which it climbs through an altitude, s since launch; its last node if it never does.
    pub(crate) fn climbs_through_s(&self, altitude_m: f64) -> f64 {
        let height_m = |node: &FlightNode| altitude_approx_m(&node.state.position_m);
        for pair in self.nodes.windows(2) {
            let (low_m, high_m) = (height_m(&pair[0]), height_m(&pair[1]));
            if high_m >= altitude_m && low_m < altitude_m {
                let share = (altitude_m - low_m) / (high_m - low_m);
                return pair[0].time_s + share * (pair[1].time_s - pair[0].time_s);
            }
        }
        self.nodes.last().map_or(0.0, |node| node.time_s)
    }
}

impl FlightPoint {
    /// The state of a flight that differs by a change.
    pub(crate) fn changed(&self, by: &LaunchChange) -> State {
        let shift = self.columns * by;
        State {
            position_m: self.state.position_m + shift.fixed_rows::<3>(0),
            velocity_mps: self.state.velocity_mps + shift.fixed_rows::<3>(3),
        }
    }
}

/// State, acceleration and changes between two nodes: a cubic through both positions with both
/// velocities for the state, straight lines for the velocities' changes.
fn between(from: &FlightNode, to: &FlightNode, time_s: f64) -> (State, Vector3<f64>, [State; 2]) {
    let span_s = to.time_s - from.time_s;
    let share = (time_s - from.time_s) / span_s;
    let mut by_tilt = from.by_tilt;
    for (change, end) in by_tilt.iter_mut().zip(&to.by_tilt) {
        *change = cubic(change, end, span_s, share).0;
    }
    let (state, acceleration) = cubic(&from.state, &to.state, span_s, share);
    (state, acceleration, by_tilt)
}

/// The cubic through two states `span_s` apart, at a share of the way, and its bend.
fn cubic(from: &State, to: &State, span_s: f64, share: f64) -> (State, Vector3<f64>) {
    let rest = 1.0 - share;
    let way = (to.position_m - from.position_m) / span_s;
    let bend_from = from.velocity_mps - way;
    let bend_to = to.velocity_mps - way;
    let along = (bend_from * rest - bend_to * share) * (rest * share * span_s);
    let state = State {
        position_m: from.position_m + way * (share * span_s) + along,
        velocity_mps: way
            + bend_from * (rest * (1.0 - 3.0 * share))
            + bend_to * (share * (1.0 - 3.0 * rest)),
    };
    let bend = bend_from * (6.0 * share - 4.0) + bend_to * (6.0 * share - 2.0);
    (state, bend / span_s)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ballistics::flight::{Advance, Flight};
    use crate::ballistics::tests::notional::vehicles;
    use crate::earth::frames::Geodetic;

    fn program(tilt_rad: f64, azimuth_rad: f64) -> LaunchParameters {
        let (sin, cos) = libm::sincos(azimuth_rad);
        LaunchParameters {
            launch: Geodetic::degrees(30.0, 52.0, 0.0),
            launch_s: 20.0,
            tilt_rad: Vector2::new(cos, sin) * tilt_rad,
        }
    }

    /// The steps are up to ten times those of the truth: what that costs is far below what a line
    /// of sight can tell.
    #[test]
    fn a_reference_keeps_near_the_true_flight() {
        for (name, vehicle) in vehicles() {
            for (tilt_rad, azimuth_rad) in [(1.2, 0.4), (0.0, 0.0), (0.9, 4.0)] {
                let program = program(tilt_rad, azimuth_rad);
                let reference = ReferenceFlight::new(&vehicle, program);
                let burn_s = vehicle.burn_time_s();
                let steering = program.steering(burn_s);
                let flight = Flight::new(&vehicle, program.launch, &steering, Vector3::zeros());
                let mut state = flight.launch_state();
                let (mut worst_m, mut worst_mps) = (0.0_f64, 0.0_f64);
                for second in 0..burn_s as u32 {
                    let from_s = f64::from(second);
                    let Advance::Flying(next) = flight.advance(&state, from_s, from_s + 1.0) else {
                        panic!("{name} falls in boost");
                    };
                    state = next;
                    let read = reference.at(from_s + 1.0).state;
                    worst_m = worst_m.max((read.position_m - state.position_m).norm());
                    worst_mps = worst_mps.max((read.velocity_mps - state.velocity_mps).norm());
                }
                assert!(worst_m < 30.0 && worst_mps < 3.0, "{name}: {worst_m} m, {worst_mps} m/s");
            }
        }
    }

    #[test]
    fn the_columns_are_the_differences_of_flights() {
        for (name, vehicle) in vehicles() {
            let base = ReferenceFlight::new(&vehicle, program(1.1, 0.7));
            let now_s = 20.0 + 0.8 * vehicle.burn_time_s();
            let moment = base.at(now_s - base.program.launch_s);
            for (column, by) in [1e3, 1e3, 0.2, 0.01, 0.01].into_iter().enumerate() {
                let mut change = LaunchChange::zeros();
                change[column] = by;
                let read = |change: &LaunchChange| {
                    let other = ReferenceFlight::new(&vehicle, base.program.changed(change));
                    other.at(now_s - other.program.launch_s).state
                };
                let (high, low) = (read(&change), read(&-change));
                let position = (high.position_m - low.position_m) / (2.0 * by);
                let got = moment.columns.column(column);
                let off = (got.fixed_rows::<3>(0) - position).norm() / position.norm();
                assert!(off < 0.04, "{name}, column {column}: {off}");
            }
        }
    }
}
