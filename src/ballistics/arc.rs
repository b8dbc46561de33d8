//! Fall: the predicted states of a body from now until it meets the ground.
//!
//! The same forces and steps as the truth, kept as nodes and read between them by cubic Hermite
//! interpolation (Hairer, Nørsett, Wanner 1993, eq. II.6.7). It knows no thrust: a body still in
//! boost falls from here as if thrust had ended.

use crate::ballistics::integrate::{Advance, CoastLeg, coast_to_ground};
use crate::ballistics::state::State;
use crate::ballistics::vacuum;
use crate::earth::frames::{Ecef, Geodetic};

/// Longest time between nodes, s.
const NODE_S: f64 = 10.0;

/// Nodes for which a fall makes room at once: as many as a flight of 1,000 s has.
const NODES: usize = 128;

/// A predicted fall; its times count from the state it was predicted from.
#[doc(alias = "impact point prediction")]
#[derive(Debug, Clone, PartialEq)]
pub struct Fall {
    /// Never empty; times rise strictly.
    nodes: Vec<FallNode>,
    impact: Option<Impact>,
}

/// A state of a fall.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FallNode {
    /// Time since the start of the prediction, s.
    pub time_s: f64,
    /// State then.
    pub state: State,
}

/// The end of a fall.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Impact {
    /// Time since the start of the prediction, s.
    pub time_s: f64,
    /// Place on the ellipsoid.
    pub position: Geodetic,
}

impl Fall {
    /// The fall of a body with ballistic coefficient `m / (C_d A)`, kg/m², above 0, from a state
    /// to the ground, at most `max_s` far.
    pub fn predict(state: &State, ballistic_coefficient_kgpm2: f64, max_s: f64) -> Self {
        let mut fall = Self { nodes: Vec::with_capacity(NODES), impact: None };
        fall.predict_into(state, ballistic_coefficient_kgpm2, max_s);
        fall
    }

    /// [`Fall::predict`] in the memory of an earlier fall.
    pub fn predict_into(&mut self, state: &State, ballistic_coefficient_kgpm2: f64, max_s: f64) {
        self.nodes.clear();
        self.impact = None;
        let mut keep = |time_s, state| self.nodes.push(FallNode { time_s, state });
        keep(0.0, *state);
        let end =
            coast_to_ground(state, ballistic_coefficient_kgpm2, max_s, |since_s, leg| match leg {
                CoastLeg::Air(taken_s, state) => keep(since_s + taken_s, *state),
                CoastLeg::Vacuum(step) => {
                    for (time_s, state) in vacuum::states(step, NODE_S) {
                        keep(since_s + time_s, state);
                    }
                }
            });
        if let Advance::Impact { time_s, state } = end {
            if time_s > 0.0 {
                keep(time_s, state);
            }
            let position = Ecef(state.position_m).geodetic();
            self.impact = Some(Impact { time_s, position });
        }
    }

    /// The state at a time since the start, s; before the start the first, after the end the last.
    pub fn at(&self, time_s: f64) -> State {
        let after = self.nodes.partition_point(|node| node.time_s <= time_s);
        if after == 0 {
            return self.nodes[0].state;
        }
        match self.nodes.get(after) {
            Some(next) => between(&self.nodes[after - 1], next, time_s),
            None => self.nodes[after - 1].state,
        }
    }

    /// Impact on the ground; `None` if there is none within the time predicted.
    pub fn impact(&self) -> Option<Impact> {
        self.impact
    }

    /// The states it was computed at, in order of time; at least one.
    pub fn nodes(&self) -> &[FallNode] {
        &self.nodes
    }

    /// The time of the last state, s since the start.
    pub fn end_s(&self) -> f64 {
        self.nodes.last().map_or(0.0, |node| node.time_s)
    }
}

/// The cubic through both positions with both velocities, and its slope.
fn between(from: &FallNode, to: &FallNode, time_s: f64) -> State {
    let span_s = to.time_s - from.time_s;
    let share = (time_s - from.time_s) / span_s;
    let rest = 1.0 - share;
    let way = (to.state.position_m - from.state.position_m) / span_s;
    // How far the velocities at the ends differ from the mean one.
    let bend_from = from.state.velocity_mps - way;
    let bend_to = to.state.velocity_mps - way;
    let along = (bend_from * rest - bend_to * share) * (rest * share * span_s);
    State {
        position_m: from.state.position_m + way * (share * span_s) + along,
        velocity_mps: way
            + bend_from * (rest * (1.0 - 3.0 * share))
            + bend_to * (share * (1.0 - 3.0 * rest)),
    }
}

#[cfg(test)]
mod tests {
    use nalgebra::Vector3;

    use super::*;
    use crate::ballistics::boost::Steering;
    use crate::ballistics::flight::{Advance, Flight};
    use crate::ballistics::tests::notional::vehicles;

    /// The truth in ticks of 1 s is nowhere farther than 10 m from a fall predicted at cut-off.
    #[test]
    fn falls_foretell_flights() {
        for (name, vehicle) in vehicles() {
            let cutoff_s = vehicle.burn_time_s();
            let steering = Steering { azimuth_rad: 2.0, elevation_final_rad: 0.2, cutoff_s };
            let launch = Geodetic::degrees(-40.0, 170.0, 0.0);
            let flight = Flight::new(&vehicle, launch, &steering, Vector3::zeros());
            let Advance::Flying(mut state) = flight.advance(&flight.launch_state(), 0.0, cutoff_s)
            else {
                panic!("{name} falls in boost");
            };
            let fall = Fall::predict(&state, vehicle.ballistic_coefficient_kgpm2, 1e4);
            let impact = fall.impact().expect(name);
            let (mut worst_m, mut worst_mps) = (0.0_f64, 0.0_f64);
            for second in 0.. {
                let from_s = cutoff_s + f64::from(second);
                let predicted = fall.at(f64::from(second));
                worst_m = worst_m.max((predicted.position_m - state.position_m).norm());
                worst_mps = worst_mps.max((predicted.velocity_mps - state.velocity_mps).norm());
                match flight.advance(&state, from_s, from_s + 1.0) {
                    Advance::Flying(next) => state = next,
                    Advance::Impact { time_s, state } => {
                        let off_m = (impact.position.ecef().0 - state.position_m).norm();
                        assert!(off_m < 10.0, "{name}: {off_m} m at impact");
                        assert!((impact.time_s + cutoff_s - time_s).abs() < 0.02, "{name}");
                        break;
                    }
                }
            }
            assert!(worst_m < 10.0 && worst_mps < 5.0, "{name}: {worst_m} m, {worst_mps} m/s");
            let nodes_max = 120.0 + fall.end_s() / 10.0;
            assert!(
                (fall.nodes().len() as f64) < nodes_max,
                "{name}: {} nodes",
                fall.nodes().len()
            );
        }
    }

    /// From rest, straight up or down, and level at its highest point, a body comes down by the
    /// steps of the truth, wherever it is: small steps end in the same place at the same time.
    #[test]
    fn falls_from_rest_and_straight_up_come_down() {
        for (latitude_deg, altitude_m) in [(0.0, 300e3), (90.0, 300e3), (-45.0, 2e6), (30.0, 9e3)] {
            let position_m = Geodetic::degrees(latitude_deg, 20.0, altitude_m).ecef().0;
            let up = position_m.normalize();
            let level = Vector3::z().cross(&position_m).try_normalize(1.0).unwrap_or_default();
            for velocity_mps in [Vector3::zeros(), up * 1e3, up * -1e3, level * 2e3] {
                let start = State { position_m, velocity_mps };
                let fall = Fall::predict(&start, 2e3, 1e4);
                let impact = fall.impact().expect("it comes down");
                let mut state = start;
                let mut time_s = 0.0;
                let end = loop {
                    match coast_to_ground(&state, 2e3, 0.5, |_, _| ()) {
                        Advance::Flying(next) => (state, time_s) = (next, time_s + 0.5),
                        Advance::Impact { time_s: last_s, state } => {
                            time_s += last_s;
                            break state;
                        }
                    }
                };
                let case = format!("{latitude_deg} {altitude_m} {velocity_mps:?}");
                assert!((impact.time_s - time_s).abs() < 0.1, "{case}: {time_s} {impact:?}");
                let off_m = (impact.position.ecef().0 - end.position_m).norm();
                assert!(off_m < 20.0, "{case}: {off_m} m");
                assert!(fall.nodes().windows(2).all(|pair| pair[0].time_s < pair[1].time_s));
            }
        }
    }

    #[test]
    fn a_fall_ends_where_it_says() {
        let state = State {
            position_m: Geodetic::degrees(10.0, 20.0, 90e3).ecef().0,
            velocity_mps: Vector3::new(0.0, 3e3, 0.0),
        };
        let mut fall = Fall::predict(&state, 2e3, 1e4);
        let impact = fall.impact().expect("it comes down");
        assert!(impact.position.altitude_m.abs() < 1e-3);
        assert!((fall.end_s() - impact.time_s).abs() < 1e-12);
        assert_eq!(fall.at(-1.0), state);
        assert_eq!(fall.at(1e9), fall.nodes()[fall.nodes().len() - 1].state);
        assert_eq!(fall.at(fall.nodes()[3].time_s), fall.nodes()[3].state);
        assert!(fall.nodes().windows(2).all(|pair| pair[0].time_s < pair[1].time_s));

        fall.predict_into(&state, 2e3, 10.0);
        assert_eq!(fall.impact(), None);
        assert!((fall.end_s() - 10.0).abs() < 1e-12);

        let ground = Geodetic::degrees(0.0, 0.0, -1.0).ecef().0;
        let sunk = State { position_m: ground, velocity_mps: -ground * 1e-6 };
        fall.predict_into(&sunk, 2e3, 10.0);
        assert_eq!((fall.nodes().len(), fall.end_s().to_bits()), (1, 0));
        assert!(fall.impact().is_some());

        let lost = State { velocity_mps: Vector3::repeat(f64::NAN), ..state };
        fall.predict_into(&lost, 2e3, 1e4);
        assert_eq!(fall.impact(), None, "and it ends");
    }
}
