//! What noise does to a radar's measurements.
//!
//! Source: Barton & Ward, *Handbook of Radar Measurement* (1969); Curry, *Radar System Performance
//! Modeling*, ch. 8. Valid above a signal-to-noise ratio of some 12 dB. Leaves out the shape of the
//! spectrum, glint and multipath.

/// Speed of light, m/s (exact).
pub const LIGHT_MPS: f64 = 299_792_458.0;

/// Slope of the monopulse error curve, per beamwidth (Barton & Ward 1969).
pub const MONOPULSE_SLOPE: f64 = 1.6;

/// What a radar sends, as far as its accuracy depends on it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Waveform {
    /// Beamwidth, both ways, at 3 dB, rad.
    pub beamwidth_rad: f64,
    /// Bandwidth, Hz.
    pub bandwidth_hz: f64,
}

impl Waveform {
    /// Standard deviations of range (m) and of each angle (rad) at a signal-to-noise ratio above 0
    /// (a power ratio): `σ_R = c / (2B √(2 snr))`, `σ_θ = θ₃ / (1.6 √(2 snr))`.
    pub fn accuracy(&self, snr: f64) -> (f64, f64) {
        let root = (2.0 * snr).sqrt();
        let range_m = LIGHT_MPS / (2.0 * self.bandwidth_hz) / root;
        (range_m, self.beamwidth_rad / (MONOPULSE_SLOPE * root))
    }
}
