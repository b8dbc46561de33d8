//! A tracker's model of a sensor, by which it reads its plots.
//!
//! A sensor's registration error is taken for white, its variance added to each row's: what it does
//! in truth is told by `registration`.

use crate::earth::frames::{Geodetic, Look, Site, wrap_rad};
use crate::scenario::identity::SensorId;
use crate::scenario::model::{AnySensor, RadarKind, Scenario};
use crate::sensing::infrared::across;
use crate::sensing::plot::{LineOfSight, Measurement, RadarMeasurement};
use crate::sensor::{Product, Watch};
use crate::tracking::filter::belief::Belief;
use crate::tracking::filter::radar_view::RadarView;
use crate::tracking::filter::rows::{MeasurementRow, MeasurementRows};
use nalgebra::{Matrix3, Vector3};

/// A tracker's model of a sensor: its place and its stated quality.
#[derive(Debug, Clone)]
pub struct SensorModel {
    site: Site,
    range_bias_m: f64,
    angle_bias_rad: f64,
    azimuth_error: AzimuthError,
    /// Of its registration error.
    azimuth_bias: AzimuthError,
    /// Standard deviations of its registration errors that are reckoned with, over the stated ones.
    bias_allowance: f64,
    look_ticks: u64,
    field: Option<FieldOfRegard>,
    watch: Option<Watch>,
}

/// Rule by which the standard deviation of an azimuth follows from that stated of an angle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AzimuthError {
    /// That of an array, the same across the line of sight both ways: over cos(elevation).
    Across,
    /// The same at every elevation.
    Plain,
}

/// A radar's field of regard and its revisit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FieldOfRegard {
    pub(crate) kind: RadarKind,
    pub(crate) azimuth_rad: f64,
}

/// Least margin for a position that was guessed in a straight line, m.
const NEAR_M: f64 = 20_000.0;

/// Range to which the sky is believed to be watched by a sensor that does not say so, m.
const SKY_M: f64 = 3e6;

impl SensorModel {
    /// The sensor of this number.
    pub fn of(scenario: &Scenario, sensor: SensorId) -> Self {
        match scenario.sensor(sensor) {
            AnySensor::Radar(radar) => Self {
                range_bias_m: radar.kind.range_bias_m,
                angle_bias_rad: radar.kind.angle_bias_rad,
                look_ticks: radar.kind.track_ticks,
                field: Some(FieldOfRegard { kind: radar.kind, azimuth_rad: radar.azimuth_rad }),
                ..Self::unbiased(radar.place)
            },
            // Each of its plots says from where it was taken: the site counts for nothing.
            AnySensor::Satellite(satellite) => Self {
                angle_bias_rad: satellite.kind.angle_bias_rad,
                azimuth_bias: AzimuthError::Across,
                look_ticks: satellite.kind.revisit_ticks,
                watch: Some(satellite.kind.watch()),
                ..Self::unbiased(satellite.ephemeris.place(0.0).geodetic())
            },
            AnySensor::Other(other) => {
                let bias = other.sensor.stated_bias();
                Self {
                    range_bias_m: bias.range_m,
                    angle_bias_rad: bias.angle_rad,
                    // Whether its site is turned or its array is, it does not say: the larger.
                    azimuth_bias: AzimuthError::Across,
                    look_ticks: other.revisit_ticks,
                    watch: match other.sensor.product() {
                        Product::Position => None,
                        Product::Direction(watch) => Some(watch),
                    },
                    ..Self::unbiased(other.place)
                }
            }
        }
    }

    /// From now on what is stated of an angle is the azimuth's standard deviation as it is.
    pub(crate) fn take_azimuth_as_stated(&mut self) {
        self.azimuth_error = AzimuthError::Plain;
    }

    /// A public point from which a partner tells plots whose sensors it hides: no registration
    /// error beside what they state, no known field of regard, so many ticks between looks.
    pub(crate) fn of_hidden(place: Geodetic, look_ticks: u64) -> Self {
        Self { look_ticks, ..Self::unbiased(place) }
    }

    /// From now on so many times the stated standard deviations of its registration errors are
    /// reckoned with in what is believed of a track.
    pub(crate) fn allow_for_bias(&mut self, times: f64) {
        self.bias_allowance = times;
    }

    /// Standard deviations of the registration errors that are reckoned with in its radar plots of
    /// a position, m: of elevation and azimuth, rad, and range, m.
    pub(crate) fn bias_sigmas(&self, position_m: &Vector3<f64>) -> [f64; 3] {
        if self.angle_bias_rad <= 0.0 && self.range_bias_m <= 0.0 {
            return [0.0; 3];
        }
        let angle_rad = self.bias_allowance * self.angle_bias_rad;
        let azimuth_rad = match self.azimuth_bias {
            AzimuthError::Plain => angle_rad,
            AzimuthError::Across => {
                let away = self.site.axes() * (position_m - self.site.position().0);
                let level2 = (away.x * away.x + away.y * away.y).max(1.0);
                angle_rad * (1.0 + away.z * away.z / level2).sqrt()
            }
        };
        let range_m = self.bias_allowance * self.range_bias_m;
        [angle_rad, azimuth_rad, range_m]
    }

    /// A sensor without registration error.
    pub(crate) fn unbiased(place: Geodetic) -> Self {
        Self {
            site: Site::new(place),
            range_bias_m: 0.0,
            angle_bias_rad: 0.0,
            azimuth_error: AzimuthError::Across,
            azimuth_bias: AzimuthError::Plain,
            bias_allowance: 1.0,
            look_ticks: 1,
            field: None,
            watch: None,
        }
    }

    /// Ticks between two of its looks at a track.
    pub(crate) fn look_ticks(&self) -> u64 {
        self.look_ticks
    }

    /// Standard deviation of its fixed angle errors, rad.
    pub(crate) fn angle_bias_rad(&self) -> f64 {
        self.angle_bias_rad
    }

    /// Its site.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// Its field of regard, if it is a radar.
    pub(crate) fn field(&self) -> Option<&FieldOfRegard> {
        self.field.as_ref()
    }

    /// Its watch for burning boosters, if it keeps one.
    pub(crate) fn watch(&self) -> Option<&Watch> {
        self.watch.as_ref()
    }

    /// Density of plots that are of no track, where a plot lies, per m·rad·rad: a radar's stated
    /// false plots in its fence, and `extra` a scan in its whole field of regard, each evenly in
    /// range, azimuth and sine of elevation. A sensor of another kind is taken to watch the sky to
    /// [`SKY_M`].
    pub(crate) fn clutter_density(&self, plot: &RadarMeasurement, extra: f64) -> f64 {
        let sines = |[low, high]: [f64; 2]| libm::sin(high) - libm::sin(low);
        let per_sine = match &self.field {
            Some(FieldOfRegard { kind, .. }) => {
                let area = kind.range_max_m * kind.azimuth_span_rad;
                let fence = [kind.search_elevation_min_rad, kind.search_elevation_max_rad];
                let field = [kind.elevation_min_rad, kind.elevation_max_rad];
                (kind.false_plots_per_frame / sines(fence) + extra / sines(field)) / area
            }
            None => extra / (SKY_M * std::f64::consts::TAU),
        };
        per_sine * libm::cos(plot.elevation_rad).max(0.01)
    }

    /// True if an object could be in view at a time, by straight flight. Generous: a track
    /// that this turns away cannot lie within a gate of what the radar reports.
    pub(crate) fn may_see(&self, belief: &Belief, time_s: f64) -> bool {
        let Some(field) = &self.field else {
            return true;
        };
        let ahead_s = time_s - belief.time_s;
        let p = &belief.covariance;
        let spread2 = p.pp.trace() + ahead_s * ahead_s * p.vv.trace();
        let margin_m = NEAR_M + 5.0 * ahead_s * ahead_s + 6.0 * spread2.sqrt();
        let place = belief.state.position_m + belief.state.velocity_mps * ahead_s;
        let away = place - self.site.position().0;
        let reach_m = field.kind.range_max_m + margin_m;
        let up = self.site.axes().row(2).dot(&away.transpose());
        away.norm_squared() < reach_m * reach_m && up > -margin_m
    }

    /// True of a radar whose field of regard holds a position, m.
    pub(crate) fn is_in_view(&self, position_m: &Vector3<f64>) -> bool {
        let Some(FieldOfRegard { kind, azimuth_rad }) = &self.field else {
            return false;
        };
        let away = self.site.axes() * (position_m - self.site.position().0);
        let range_m = away.norm();
        let elevation_rad = libm::asin((away.z / range_m.max(1.0)).clamp(-1.0, 1.0));
        let off_rad = wrap_rad(libm::atan2(away.x, away.y) - azimuth_rad).abs();
        range_m <= kind.range_max_m
            && (kind.elevation_min_rad..=kind.elevation_max_rad).contains(&elevation_rad)
            && off_rad <= 0.5 * kind.azimuth_span_rad
    }

    /// The rows of a measurement, linearised at a position, m.
    pub fn rows(&self, measured: &Measurement, position_m: &Vector3<f64>) -> MeasurementRows {
        match measured {
            Measurement::Radar(radar) => self.radar_view(position_m).rows(radar),
            Measurement::Infrared(line) => self.infrared_rows(line, position_m),
        }
    }

    /// A radar's view of a position, m: what any of its plots is compared with there.
    #[inline]
    pub(crate) fn radar_view(&self, position_m: &Vector3<f64>) -> RadarView {
        let axes = self.site.axes();
        let away = axes * (position_m - self.site.position().0);
        let level2 = (away.x * away.x + away.y * away.y).max(1.0);
        let level = level2.sqrt();
        let range2 = level2 + away.z * away.z;
        let range = range2.sqrt();
        let by_range = away / range;
        let by_azimuth = Vector3::new(away.y / level2, -away.x / level2, 0.0);
        let by_elevation = Vector3::new(
            -away.x * away.z / (level * range2),
            -away.y * away.z / (level * range2),
            level / range2,
        );
        let stretch2 = match self.azimuth_error {
            AzimuthError::Across => [range2, level2],
            AzimuthError::Plain => [1.0, 1.0],
        };
        RadarView {
            expected: [libm::atan2(away.z, level), libm::atan2(away.x, away.y), range],
            gradients: [by_elevation, by_azimuth, by_range].map(|gradient| axes.tr_mul(&gradient)),
            biases: [self.angle_bias_rad, self.range_bias_m],
            stretch2,
        }
    }

    fn infrared_rows(&self, measured: &LineOfSight, position_m: &Vector3<f64>) -> MeasurementRows {
        let away = position_m - measured.origin_m;
        let range = away.norm();
        let expected = away / range;
        // Axes of the plot: the same wherever the object is thought to be.
        let (first, second) = across(&measured.direction);
        let off = measured.direction - expected;
        let variance =
            measured.sigma_rad * measured.sigma_rad + self.angle_bias_rad * self.angle_bias_rad;
        let row = |axis: Vector3<f64>| MeasurementRow {
            residual: axis.dot(&off),
            gradient: (axis - expected * expected.dot(&axis)) / range,
            variance,
        };
        let none = MeasurementRow { residual: 0.0, gradient: Vector3::zeros(), variance: 1.0 };
        MeasurementRows { all: [row(first), row(second), none], count: 2, distance_m: range }
    }

    /// Position to which a radar's plot points, ECEF, m.
    pub(crate) fn place(&self, measured: &RadarMeasurement) -> Vector3<f64> {
        let look = Look {
            azimuth_rad: measured.azimuth_rad,
            elevation_rad: measured.elevation_rad,
            range_m: measured.range_m,
        };
        self.site.ecef(look.enu()).0
    }

    /// Sum of the standard deviations of that along all its axes, at most, m.
    pub(crate) fn spread_m(&self, measured: &RadarMeasurement) -> f64 {
        let angle_rad = measured.angle_sigma_rad + self.bias_allowance * self.angle_bias_rad;
        let range_m = measured.range_sigma_m + self.bias_allowance * self.range_bias_m;
        range_m + 2.0 * measured.range_m * angle_rad
    }

    /// Position and its covariance that a radar's plot alone gives, ECEF, m and m².
    pub fn fix(&self, measured: &RadarMeasurement) -> (Vector3<f64>, Matrix3<f64>) {
        let mut place = self.place(measured);
        let mut rows = self.radar_view(&place).rows(measured);
        if let Some(bend) = rows.own_bend() {
            // On its arc it is nearer than where the angles point.
            place -= rows.all[2].gradient * bend.mean_m;
            rows.all[2].variance += bend.variance_m2;
        }
        // H⁻¹ R H⁻ᵀ, with the rows of H orthogonal: each axis gets its own length squared.
        let mut covariance = Matrix3::zeros();
        for row in rows.iter() {
            let along = row.gradient / row.gradient.norm_squared();
            covariance.ger(row.variance, &along, &along, 1.0);
        }
        (place, covariance)
    }
}
