//! Late plots: a point on a line, its plots in the order of their arrival through the engine's
//! track history.

use super::case::{Quantities, ReferenceCase};
use super::linear::{LinearMeasurement, LinearStep, SmallBelief};
use crate::tracking::track::history::{Refilter, TrackHistory};
use nalgebra::{Matrix6, Vector6};
use std::cmp::Ordering;

/// A measured position of a point on a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct PositionPlot {
    pub(super) time_s: f64,
    pub(super) position_m: f64,
    pub(super) sigma_m: f64,
    pub(super) sensor: f64,
    pub(super) available_s: f64,
}

/// A point on a line at constant velocity but for white acceleration.
#[derive(Debug, Clone, Copy)]
pub(super) struct LineMotion {
    pub(super) noise_m2ps3: f64,
    pub(super) start_s: f64,
    pub(super) start: SmallBelief,
}

impl LineMotion {
    fn predict(&self, at: &mut (f64, SmallBelief), time_s: f64) {
        let t = time_s - at.0;
        let mut step = LinearStep {
            transition: Matrix6::identity(),
            noise: Matrix6::zeros(),
            push: Vector6::zeros(),
        };
        step.transition[(0, 1)] = t;
        step.noise[(0, 0)] = self.noise_m2ps3 * t * t * t / 3.0;
        step.noise[(0, 1)] = self.noise_m2ps3 * t * t / 2.0;
        step.noise[(1, 0)] = step.noise[(0, 1)];
        step.noise[(1, 1)] = self.noise_m2ps3 * t;
        at.1.predict(&step);
        at.0 = time_s;
    }
}

impl Refilter for LineMotion {
    type Estimate = (f64, SmallBelief);
    type Input = PositionPlot;

    fn begin(&self, first: &PositionPlot) -> Option<(f64, SmallBelief)> {
        let mut begun = (self.start_s, self.start);
        self.take(&mut begun, first);
        Some(begun)
    }

    fn take(&self, belief: &mut (f64, SmallBelief), ping: &PositionPlot) {
        self.predict(belief, ping.time_s);
        let variance_m2 = ping.sigma_m * ping.sigma_m;
        belief.1.update(&LinearMeasurement::scalar(ping.position_m, &[1.0, 0.0], variance_m2));
    }

    fn is_past(belief: &(f64, SmallBelief), ping: &PositionPlot) -> bool {
        belief.0 > ping.time_s
    }

    fn order(one: &PositionPlot, other: &PositionPlot) -> Ordering {
        let by_time = one.time_s.total_cmp(&other.time_s);
        by_time.then(one.sensor.total_cmp(&other.sensor))
    }
}

/// Belief at a time from plots in the order of their arrival.
fn posterior<'a>(
    line: &LineMotion,
    pings: impl Iterator<Item = &'a PositionPlot>,
    report_s: f64,
) -> SmallBelief {
    let mut belief = (line.start_s, line.start);
    let mut history: Option<TrackHistory<PositionPlot, (f64, SmallBelief)>> = None;
    for ping in pings {
        if let Some(history) = &mut history {
            history.take(*ping, &mut belief, line);
        } else if let Some(begun) = line.begin(ping) {
            belief = begun;
            history = Some(TrackHistory::begun(*ping, begun));
        }
    }
    line.predict(&mut belief, report_s);
    belief.1
}

pub(super) fn asynchronous_fusion(case: &ReferenceCase) -> Quantities {
    let line = LineMotion {
        noise_m2ps3: case.number("cwna_psd_m2_s3")?,
        start_s: case.number("t0_s")?,
        start: SmallBelief::of(case)?,
    };
    if line.start.size != 2 {
        return Err(case.not("x0", "a position and a velocity"));
    }
    let list = "measurements_in_arrival_order";
    let keys = ["t_valid_s", "z_m", "sigma_m", "sensor", "t_available_s"];
    let ping = |[time_s, position_m, sigma_m, sensor, available_s]: [f64; 5]| PositionPlot {
        time_s,
        position_m,
        sigma_m,
        sensor,
        available_s,
    };
    let pings: Vec<PositionPlot> = case.table(list, keys)?.into_iter().map(ping).collect();
    let report_s = case.number("t_report_s")?;
    let is_sound = |ping: &PositionPlot| {
        (line.start_s..=report_s).contains(&ping.time_s) && ping.sigma_m > 0.0
    };
    if !pings.iter().all(is_sound) {
        let what = "a list of measurements between `t0_s` and `t_report_s` with errors above 0";
        return Err(case.not(list, what));
    }
    let tolerance = case.relative_and_absolute()?;
    let mut found = Vec::new();
    for name in ["posterior_all", "posterior_available_at_5s", "posterior_sensor1_only"] {
        let counts = |ping: &&PositionPlot| match name {
            "posterior_available_at_5s" => ping.available_s <= report_s,
            "posterior_sensor1_only" => (ping.sensor - 1.0).abs() < 0.5,
            _ => true,
        };
        let got = posterior(&line, pings.iter().filter(counts), report_s);
        let expected = case.entry(name)?;
        for mut quantity in [
            expected.compare_list(tolerance, "x", got.mean())?,
            expected.compare_matrix(tolerance, "P", got.covariance())?,
        ] {
            quantity.name.insert_str(0, &format!("{name}, "));
            found.push(quantity);
        }
    }
    Ok(found)
}
