//! Gates: which plots of a scan lie within an ellipsoid around where an object is expected.
//!
//! A plot is inside if its normalised distance is at most the gate (Blackman & Popoli 1999, sec.
//! 6.3). No single residual of such a plot exceeds the gate times its own standard deviation, since
//! a quadratic form is never less than what one of its numbers alone gives (Schur complement); so
//! only plots of that window of azimuth and range, found by an index, and of that elevation are
//! compared. The window is computed from the track, the largest standard deviation that a plot of
//! the scan states, and the sensor's registration error. Lines of sight have a window of their
//! directions. Of a scan of few plots, what falls and is far from all of them by straight flight is
//! not even predicted. Leaves out range rate.

use crate::numerics::index::{IndexWindow, PointIndex, cylindrical};
use crate::sensing::infrared::across;
use crate::sensing::plot::{Measurement, Plot};
use crate::tracking::filter::belief::Belief;
use crate::tracking::filter::rows::MeasurementRows;
use crate::tracking::filter::sensor_model::SensorModel;
use nalgebra::{Matrix3, Vector3};
use std::f64::consts::{PI, SQRT_2, TAU};

/// The plots of one sensor at one time, and that sensor.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scan<'a> {
    pub(crate) plots: &'a [Plot],
    pub(crate) sensor: &'a SensorModel,
    pub(crate) time_s: f64,
}

/// Predicted position of an object at the time of a scan, ECEF, m, and its covariance, m².
#[derive(Debug, Clone, Copy)]
pub(crate) struct PredictedPosition {
    pub(crate) position_m: Vector3<f64>,
    pub(crate) covariance_m2: Matrix3<f64>,
}

/// Kind of the plots of a scan.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
enum ScanKind {
    /// Some of each, or lines of sight from several places: all are compared.
    #[default]
    Mixed,
    /// Ranges and angles; the largest standard deviations that are stated, rad and m.
    Radar([f64; 2]),
    /// Lines of sight from one place, ECEF, m; the largest standard deviation, rad.
    Infrared(Vector3<f64>, f64),
}

/// A plot inside the gate of a track.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GatedPlot {
    /// Its place in the scan.
    pub(crate) plot: usize,
    /// Its normalised distance squared.
    pub(crate) distance2: f64,
    /// Determinant of the covariance of its innovation, in the units of its rows.
    determinant: f64,
    /// Numbers measured.
    count: usize,
}

impl GatedPlot {
    /// Density of such plots if they are of the track: of a normal law, per m·rad·rad for a radar.
    pub(crate) fn density(&self) -> f64 {
        let scale = libm::pow(TAU, self.count as f64) * self.determinant;
        libm::exp(-0.5 * self.distance2) / scale.sqrt()
    }
}

/// The plots of a scan, ordered for gates.
#[derive(Debug, Default)]
pub(crate) struct Gates {
    kind: ScanKind,
    index: PointIndex,
    /// Of a radar's scan of few plots, where each is, ECEF, m, and how far it may be off, m.
    places: Vec<(Vector3<f64>, f64)>,
}

/// Most plots of a scan that are compared with every track by straight flight.
const PLACED_MAX: usize = 16;

/// Least distance from a plot of what lies in no gate by straight flight, m.
const APART_M: f64 = 20_000.0;

/// Worst pull on what falls, and turn of its axes, m/s².
const FALL_MPS2: f64 = 12.0;

/// Standard deviations within the gate's that three windows, each off to its side, may add up to.
const WINDOWS: f64 = 5.0;

/// Spread of a position beyond which angles are no distances, m.
const SPREAD_M_MAX: f64 = 100_000.0;

/// Share by which a window is wider than it need be, so that rounding loses no plot.
const SLACK: f64 = 1.0 + 1e-6;

impl Gates {
    /// Orders the plots of a scan.
    pub(crate) fn fill(&mut self, Scan { plots, sensor, .. }: Scan) {
        self.places.clear();
        if plots.len() <= PLACED_MAX {
            self.places.extend(plots.iter().filter_map(|plot| match &plot.measurement {
                Measurement::Radar(radar) => Some((sensor.place(radar), sensor.spread_m(radar))),
                Measurement::Infrared(_) => None,
            }));
        }
        self.kind = plots
            .iter()
            .map(ScanKind::of)
            .reduce(|all, one| all?.with(one?))
            .flatten()
            .unwrap_or(ScanKind::Mixed);
        self.index.fill(plots.iter().map(point));
    }

    /// False of what falls so far from all plots of the scan that none lies in its gate. Generous.
    pub(crate) fn may_hold(&self, scan: Scan, falling: &Belief, gate_sigma: f64) -> bool {
        let ahead_s = scan.time_s - falling.time_s;
        let p = &falling.covariance;
        let spread_m = (2.0 * (p.pp.trace() + ahead_s * ahead_s * p.vv.trace())).sqrt();
        if self.places.len() < scan.plots.len() || spread_m > SPREAD_M_MAX {
            return true;
        }
        let place = falling.state.position_m + falling.state.velocity_mps * ahead_s;
        let apart_m = APART_M + 0.5 * FALL_MPS2 * ahead_s * ahead_s;
        self.places.iter().any(|(plot_m, off_m)| {
            let margin_m = apart_m + WINDOWS * gate_sigma * (spread_m + off_m);
            (place - plot_m).norm_squared() < margin_m * margin_m
        })
    }

    /// Calls `pass` with each plot inside the gate around a place.
    pub(crate) fn visit(
        &self,
        scan: Scan,
        place: &PredictedPosition,
        gate_sigma: f64,
        mut pass: impl FnMut(GatedPlot),
    ) {
        let mut judge = |plot, rows: MeasurementRows| {
            let (distance2, determinant) = rows.innovation(&place.covariance_m2);
            if distance2 <= gate_sigma * gate_sigma {
                let count = rows.count();
                pass(GatedPlot { plot, distance2, determinant, count });
            }
        };
        match self.kind {
            ScanKind::Radar(worst) => self.near_radar(scan, place, (gate_sigma, worst), judge),
            ScanKind::Infrared(origin_m, worst_rad) => {
                let window = line_window(scan, place, (&origin_m, worst_rad), gate_sigma);
                self.index.visit(window, |plot| {
                    if let Some(rows) = rows(scan, plot, place) {
                        judge(plot, rows);
                    }
                });
            }
            ScanKind::Mixed => {
                for plot in 0..scan.plots.len() {
                    if let Some(rows) = rows(scan, plot, place) {
                        judge(plot, rows);
                    }
                }
            }
        }
    }

    /// Calls `judge` with the plots that may be inside, and their rows.
    fn near_radar(
        &self,
        scan: Scan,
        place: &PredictedPosition,
        (gate_sigma, worst): (f64, [f64; 2]),
        mut judge: impl FnMut(usize, MeasurementRows),
    ) {
        let view = scan.sensor.radar_view(&place.position_m);
        let reach = view.reach(&place.covariance_m2, (gate_sigma, worst));
        let [elevation_rad, azimuth_rad, range_m] = view.expected;
        let [up_rad, round_rad, along_m] = reach.map(|reach| reach * SLACK);
        let window = IndexWindow {
            angle_rad: azimuth_rad,
            half_rad: round_rad,
            keys: [range_m - along_m, range_m + along_m],
        };
        self.index.visit(window, |plot| {
            if let Measurement::Radar(radar) = &scan.plots[plot].measurement
                && (radar.elevation_rad - elevation_rad).abs() <= up_rad
            {
                judge(plot, view.rows(radar));
            }
        });
    }
}

impl ScanKind {
    /// Kind of a scan of one plot; `None` for a direction that is none.
    fn of(plot: &Plot) -> Option<Self> {
        match &plot.measurement {
            Measurement::Radar(radar) => {
                Some(Self::Radar([radar.angle_sigma_rad, radar.range_sigma_m]))
            }
            Measurement::Infrared(line) => ((line.direction.norm_squared() - 1.0).abs() < 1e-9)
                .then_some(Self::Infrared(line.origin_m, line.sigma_rad)),
        }
    }

    /// Kind of one scan of both; `None` if they are of two kinds.
    fn with(self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::Radar([angle, range]), Self::Radar([other_angle, other_range])) => {
                Some(Self::Radar([angle.max(other_angle), range.max(other_range)]))
            }
            (Self::Infrared(origin_m, sigma), Self::Infrared(other_m, other_sigma)) => {
                (origin_m == other_m).then(|| Self::Infrared(origin_m, sigma.max(other_sigma)))
            }
            _ => None,
        }
    }
}

/// The rows of a plot at a place; `None` for a line of sight that points away from it.
fn rows(scan: Scan, plot: usize, place: &PredictedPosition) -> Option<MeasurementRows> {
    let measured = &scan.plots[plot].measurement;
    if let Measurement::Infrared(line) = measured
        && line.direction.dot(&(place.position_m - line.origin_m)) < 0.0
    {
        return None;
    }
    Some(scan.sensor.rows(measured, &place.position_m))
}

/// Place of a plot in the index: a radar's by azimuth and range; a line of sight by its azimuth
/// round the Earth's axis and its share along that.
fn point(plot: &Plot) -> (f64, f64) {
    match &plot.measurement {
        Measurement::Radar(radar) => (radar.azimuth_rad, radar.range_m),
        Measurement::Infrared(line) => cylindrical(&line.direction),
    }
}

/// Window of the lines of sight that may be inside the gate around a place.
///
/// Across the expected line their directions are off by no more than the reach of both angles; so
/// two directions to one side of the sensor are apart by no more than √2 times that.
fn line_window(
    scan: Scan,
    place: &PredictedPosition,
    (origin_m, worst_rad): (&Vector3<f64>, f64),
    gate_sigma: f64,
) -> IndexWindow {
    let away = place.position_m - origin_m;
    let range_m = away.norm();
    let expected = away / range_m;
    let (first, second) = across(&expected);
    let bias_rad = scan.sensor.angle_bias_rad();
    let error2 = worst_rad * worst_rad + bias_rad * bias_rad;
    let spread2 = |axis: Vector3<f64>| axis.dot(&(place.covariance_m2 * axis));
    let spread2 = (spread2(first) + spread2(second)) / (range_m * range_m);
    let off = gate_sigma * (spread2 + 2.0 * error2).max(0.0).sqrt() * SLACK;
    let apart = SQRT_2 * off;
    let level = libm::hypot(expected.x, expected.y);
    IndexWindow {
        angle_rad: libm::atan2(expected.y, expected.x),
        half_rad: if apart < level { libm::asin(apart / level) * SLACK } else { PI },
        keys: if off < 1.0 {
            [expected.z - apart, expected.z + apart]
        } else {
            [f64::NEG_INFINITY, f64::INFINITY]
        },
    }
}

#[cfg(test)]
mod tests;
