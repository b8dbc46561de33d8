//! True flights of a shipped scenario, shown to its satellites without the engine.

use lisbon::ballistics::flight::{Advance, Flight};
use lisbon::ballistics::state::State;
use lisbon::earth::frames::{Ecef, Enu, Geodetic, Site, altitude_approx_m};
use lisbon::random::{Purpose, RunSeed};
use lisbon::scenario::identity::SensorId;
use lisbon::scenario::model::{BoostProfile, SatelliteKind, Scenario};
use lisbon::sensing::infrared::across;
use lisbon::sensing::plot::LineOfSight;
use lisbon::tracking::filter::belief::Belief;
use lisbon::tracking::filter::sensor_model::SensorModel;
use lisbon::tracking::warning::boost::BoostFit;
use lisbon::tracking::warning::{BoosterLine, SilentLook};
use lisbon::world::launch::LaunchEstimate;
use nalgebra::Vector3;
use rand::RngExt;
use rand_distr::StandardNormal;

/// Time from a booster's last look to the judgement that it has burnt out, s: two looks missed.
const SILENCE_S: f64 = 25.0;

/// A booster's truth in one run.
pub(super) struct Truth {
    pub(super) flight: Flight,
    pub(super) launch_s: f64,
    pub(super) azimuth_rad: f64,
}

/// Standard normal draws of one run.
struct Draws(rand::rngs::ChaCha8Rng);

impl Draws {
    fn of(run: u64, entity: u64) -> Self {
        Self(RunSeed { seed: 7, run }.stream(Purpose::Look, entity, 0))
    }

    fn normal(&mut self) -> f64 {
        self.0.sample(StandardNormal)
    }
}

impl Truth {
    pub(super) fn of(scenario: &Scenario, run: u64) -> Self {
        let threat = &scenario.threats[run as usize % scenario.threats.len()];
        let mut draws = Draws::of(run, 1_000);
        let error_m = threat.launch_position_error_m;
        let moved: Ecef = Site::new(threat.launch).ecef(Enu(Vector3::new(
            error_m * draws.normal(),
            error_m * draws.normal(),
            0.0,
        )));
        let launch = Geodetic { altitude_m: threat.launch.altitude_m, ..moved.geodetic() };
        let cutoff_mps = Vector3::from_fn(|_, _| draws.normal()) * threat.kind.cutoff_error_mps;
        Self {
            flight: Flight::new(&threat.kind.vehicle, launch, &threat.steering, cutoff_mps),
            launch_s: threat.launch_s + threat.launch_time_error_s * draws.normal(),
            azimuth_rad: threat.steering.azimuth_rad,
        }
    }

    fn cutoff_s(&self) -> f64 {
        self.launch_s + self.flight.cutoff_s()
    }

    /// The state at each time of a list, in order.
    fn states(&self, times_s: &[f64]) -> Vec<State> {
        let (mut state, mut at_s) = (self.flight.launch_state(), 0.0);
        let mut states = Vec::new();
        for time_s in times_s {
            let to_s = time_s - self.launch_s;
            if let Advance::Flying(next) = self.flight.advance(&state, at_s, to_s) {
                state = next;
            }
            at_s = to_s.max(at_s);
            states.push(state);
        }
        states
    }

    pub(super) fn impact(&self) -> (Geodetic, f64) {
        match self.flight.advance(&self.flight.launch_state(), 0.0, 1e5) {
            Advance::Impact { time_s, state } => {
                (Ecef(state.position_m).geodetic(), self.launch_s + time_s)
            }
            Advance::Flying(_) => panic!("it comes down"),
        }
    }
}

/// Outcome of a run's lines of sight.
pub(super) struct Seen {
    pub(super) confirmed: LaunchEstimate,
    pub(super) refined: LaunchEstimate,
    pub(super) belief: Belief,
    pub(super) burning: Belief,
    pub(super) true_state: State,
    pub(super) true_burning: State,
}

/// Quality of the satellites.
#[derive(Clone, Copy)]
pub(super) struct Luck {
    /// Multiplies noise and pointing errors.
    pub(super) error: f64,
    pub(super) detection: f64,
}

pub(super) const NOMINAL: Luck = Luck { error: 1.0, detection: 0.95 };

/// A satellite with this run's luck.
struct Watcher {
    model: SensorModel,
    kind: SatelliteKind,
    bias_rad: [f64; 2],
    draws: Draws,
    luck: Luck,
    sensor: SensorId,
}

impl Watcher {
    fn of(scenario: &Scenario, place: usize, (run, luck): (u64, Luck)) -> Self {
        let sensor = SensorId((scenario.radars.len() + place) as u16);
        let model = SensorModel::of(scenario, sensor);
        let kind = scenario.satellites[place].kind;
        let mut draws = Draws::of(run, place as u64);
        let bias_rad = [(); 2].map(|()| luck.error * kind.angle_bias_rad * draws.normal());
        Self { model, kind, bias_rad, draws, luck, sensor }
    }

    /// The line of sight of one look, if it gives one.
    fn look(&mut self, time_s: f64, state: &State) -> Option<BoosterLine> {
        let seen = self.draws.0.random::<f64>() < self.luck.detection;
        let origin_m = self.model.site().position().0;
        let toward = (state.position_m - origin_m).normalize();
        let (first, second) = across(&toward);
        let noise_rad = self.luck.error * self.kind.angle_error_rad;
        let off = self.bias_rad.map(|bias| bias + noise_rad * self.draws.normal());
        let line = LineOfSight {
            origin_m,
            direction: (toward + first * off[0] + second * off[1]).normalize(),
            sigma_rad: self.kind.angle_error_rad,
        };
        seen.then_some(BoosterLine {
            time_s,
            sensor: self.sensor,
            line,
            bias_rad: self.kind.angle_bias_rad,
        })
    }
}

/// Shows a booster to some satellites, by their places in the scenario.
pub(super) fn play(
    scenario: &Scenario,
    satellites: &[usize],
    profiles: &[BoostProfile],
    truth: &Truth,
    luck: (u64, Luck),
) -> Seen {
    let times_s: Vec<f64> = (0..200).map(|look| 10.0 * f64::from(look)).collect();
    let states = truth.states(&times_s);
    let watcher = |place: &usize| Watcher::of(scenario, *place, luck);
    let mut watchers: Vec<Watcher> = satellites.iter().map(watcher).collect();
    let mut fit: Option<BoostFit> = None;
    let (mut confirmed, mut plots, mut true_burning) = (None, 0, states[0]);
    for (time_s, state) in times_s.iter().zip(&states) {
        let burns = *time_s > truth.launch_s && *time_s < truth.cutoff_s();
        let cloud_break_m = watchers[0].kind.cloud_break_m;
        if !burns || altitude_approx_m(&state.position_m) <= cloud_break_m {
            continue;
        }
        for watcher in &mut watchers {
            let Some(sight) = watcher.look(*time_s, state) else {
                continue;
            };
            plots += 1;
            true_burning = *state;
            match &mut fit {
                None => {
                    let watch = watcher.kind.watch();
                    fit = BoostFit::begin(profiles, sight, &watch, 10.0);
                }
                Some(fit) => fit.add(sight),
            }
        }
        if let Some(fit) = &mut fit {
            fit.refit_if_new(profiles);
            if plots >= 3 && confirmed.is_none() {
                confirmed = Some(fit.estimate(profiles, &[]));
            }
        }
    }
    let fit = fit.expect("it is seen");
    let look = |number: usize| SilentLook {
        time_s: fit.seen_s() + 10.0 * (1 + number / satellites.len()) as f64,
        miss_probability: 0.05,
    };
    let looks: Vec<SilentLook> = (0..2 * satellites.len()).map(look).collect();
    let judged_s = fit.seen_s() + SILENCE_S;
    Seen {
        confirmed: confirmed.expect("it is seen thrice"),
        refined: fit.estimate(profiles, &looks),
        belief: fit.belief_until(profiles, &looks, (judged_s, judged_s)),
        burning: fit.belief_until(profiles, &[], (fit.seen_s(), fit.seen_s())),
        true_state: truth.states(&[judged_s])[0],
        true_burning,
    }
}
