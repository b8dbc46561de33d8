//! Radars and satellites as needed: where they stand and what their types can do.

use crate::earth::ephemeris::Ephemeris;
use crate::earth::frames::Geodetic;
use crate::scenario::identity::SystemId;
use crate::sensor::Watch;

/// A radar at its place.
#[derive(Debug, Clone)]
pub struct Radar {
    /// Name.
    pub name: String,
    /// Its owner.
    pub system: SystemId,
    /// Its place.
    pub place: Geodetic,
    /// Middle of the field of regard, clockwise from north, rad.
    pub azimuth_rad: f64,
    /// Size of each of its registration errors in every run, in the standard deviations of its
    /// type, 0 to 10; `None`: drawn from a normal law.
    pub registration_sigmas: Option<f64>,
    /// Its type.
    pub kind: RadarKind,
}

/// A look whose signal is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReferenceLook {
    /// Mean signal-to-noise ratio, a power ratio.
    pub snr: f64,
    /// Range of the target, m.
    pub range_m: f64,
    /// Mean radar cross-section of the target, m².
    pub cross_section_m2: f64,
    /// Dwell, s.
    pub dwell_s: f64,
}

/// Type of radar.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RadarKind {
    /// A look from which the signal of any other follows.
    pub reference: ReferenceLook,
    /// Pulses of a look, added up without their phases; they share the look's signal.
    pub pulses: u32,
    /// Dwell of a look at a track that one beam holds, s.
    pub track_dwell_s: f64,
    /// Longest dwell on one beam position, s.
    pub dwell_max_s: f64,
    /// Ticks between two looks at a track or cue.
    pub track_ticks: u64,
    /// Ticks of a search frame.
    pub search_ticks: u64,
    /// Length of a search frame, s.
    pub search_frame_s: f64,
    /// Time between two looks at a track, s.
    pub track_revisit_s: f64,
    /// Share of the time spent on the fence.
    pub search_share: f64,
    /// Share of the rest that is kept for windows while there are any.
    pub cue_share: f64,
    /// Lower edge of the fence, rad.
    pub search_elevation_min_rad: f64,
    /// Upper edge of the fence, rad.
    pub search_elevation_max_rad: f64,
    /// False-alarm probability of a look.
    pub false_alarm_probability: f64,
    /// Mean number of false plots a frame.
    pub false_plots_per_frame: f64,
    /// Beamwidth, rad.
    pub beamwidth_rad: f64,
    /// Bandwidth, Hz.
    pub bandwidth_hz: f64,
    /// By what it measures range rate, if it does.
    pub doppler: Option<Doppler>,
    /// Smallest standard deviation of range, m.
    pub range_floor_m: f64,
    /// Smallest standard deviation of an angle, rad.
    pub angle_floor_rad: f64,
    /// Standard deviation of the site's range error, m.
    pub range_bias_m: f64,
    /// Standard deviation of the site's angle errors, rad.
    pub angle_bias_rad: f64,
    /// Separation of a payload and another object as expected, standard deviations of a look.
    pub discrimination: f64,
    /// Instrumented range, m.
    pub range_max_m: f64,
    /// Width of the field of regard, rad.
    pub azimuth_span_rad: f64,
    /// Lower edge of the field of regard, rad.
    pub elevation_min_rad: f64,
    /// Upper edge of the field of regard, rad.
    pub elevation_max_rad: f64,
}

/// By what a radar measures range rate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Doppler {
    /// Wavelength, m.
    pub wavelength_m: f64,
    /// Smallest standard deviation of range rate, m/s.
    pub floor_mps: f64,
}

/// An infrared early-warning satellite.
#[derive(Debug, Clone)]
pub struct Satellite {
    /// Name.
    pub name: String,
    /// Its owner.
    pub system: SystemId,
    /// Its places over time.
    pub ephemeris: Ephemeris,
    /// Its type.
    pub kind: SatelliteKind,
}

/// Type of satellite.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SatelliteKind {
    /// Ticks between two looks.
    pub revisit_ticks: u64,
    /// A booster is seen above this altitude, m.
    pub cloud_break_m: f64,
    /// Standard deviation of the line of sight, per axis, rad.
    pub angle_error_rad: f64,
    /// Standard deviation of the fixed pointing error, per axis, rad.
    pub angle_bias_rad: f64,
    /// Probability that a look gives a plot.
    pub detection_probability: f64,
}

impl SatelliteKind {
    /// Its watch, as trackers know it.
    pub fn watch(&self) -> Watch {
        Watch {
            seen_above_m: self.cloud_break_m,
            detection_probability: self.detection_probability,
        }
    }
}
