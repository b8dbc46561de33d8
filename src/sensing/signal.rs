//! Signal that a radar receives, and errors that noise makes in its measurements.
//!
//! The radar equation (Skolnik, *Introduction to Radar Systems*, ch. 1) stands in two forms: from
//! a known look, `snr = snr₀ · (R₀/R)⁴ · (σ/σ₀) · (dwell/dwell₀)`, which the tick uses, and from
//! power and gains, which gives such a look. Errors after Barton & Ward, *Handbook of Radar
//! Measurement* (1969), and Curry, *Radar System Performance Modeling*, ch. 8: valid above a
//! signal-to-noise ratio of some 12 dB. Leaves out the shape of the spectrum, glint, multipath and
//! weather.

use crate::scenario::model::ReferenceLook;
use std::f64::consts::PI;

/// Speed of light, m/s (exact).
pub const LIGHT_MPS: f64 = 299_792_458.0;

/// Boltzmann's constant, J/K (exact).
const BOLTZMANN_JPK: f64 = 1.380_649e-23;

/// Slope of the monopulse error curve, per beamwidth (Barton & Ward 1969).
pub const MONOPULSE_SLOPE: f64 = 1.6;

/// Signal-to-noise ratio of a look, a power ratio.
#[inline]
pub fn signal_to_noise(
    reference: &ReferenceLook,
    range_m: f64,
    cross_section_m2: f64,
    dwell_s: f64,
) -> f64 {
    let near = reference.range_m / range_m;
    let near2 = near * near;
    reference.snr
        * near2
        * near2
        * (cross_section_m2 / reference.cross_section_m2)
        * (dwell_s / reference.dwell_s)
}

/// Range, m, at which a look has a signal-to-noise ratio above 0 (a power ratio).
pub fn range_m(reference: &ReferenceLook, snr: f64, cross_section_m2: f64, dwell_s: f64) -> f64 {
    let at_reference = signal_to_noise(reference, reference.range_m, cross_section_m2, dwell_s);
    reference.range_m * libm::pow(at_reference / snr, 0.25)
}

/// A radar by its power and gains; ratios, not dB.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Transmitter {
    /// Peak power, W.
    pub power_w: f64,
    /// Gain of the sending antenna.
    pub gain_sending: f64,
    /// Gain of the receiving antenna.
    pub gain_receiving: f64,
    /// Wavelength, m.
    pub wavelength_m: f64,
    /// Temperature of the noise, K.
    pub temperature_k: f64,
    /// Bandwidth of the receiver, Hz; a look lasts as long as a pulse that fills it.
    pub bandwidth_hz: f64,
    /// Noise figure and all losses, multiplied.
    pub loss: f64,
}

impl Transmitter {
    /// One look at 1 m² in a range, m.
    pub fn look(&self, range_m: f64) -> ReferenceLook {
        let spread = libm::pow(4.0 * PI, 3.0) * range_m * range_m * range_m * range_m;
        let gain = self.gain_sending * self.gain_receiving;
        let received_w = self.power_w * gain * self.wavelength_m * self.wavelength_m / spread;
        let noise_w = BOLTZMANN_JPK * self.temperature_k * self.bandwidth_hz * self.loss;
        ReferenceLook {
            snr: received_w / noise_w,
            range_m,
            cross_section_m2: 1.0,
            dwell_s: 1.0 / self.bandwidth_hz,
        }
    }
}

/// A radar's waveform, as far as its accuracy depends on it.
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

/// Standard deviation of range rate, m/s, at a signal-to-noise ratio above 0 (a power ratio), from
/// the wavelength, m, and the time over which the phase is kept, s: `σ_v = λ / (2 T √(2 snr))`, the
/// Doppler resolution over the root (Curry, ch. 8).
pub fn range_rate_accuracy_mps(wavelength_m: f64, coherent_s: f64, snr: f64) -> f64 {
    wavelength_m / (2.0 * coherent_s * (2.0 * snr).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longer_look_knows_the_speed_better() {
        // 3 cm over 20 ms resolve 0.75 m/s; at 20 dB the error is that over √200.
        let short_mps = range_rate_accuracy_mps(0.03, 0.02, 100.0);
        assert!((short_mps - 0.75 / 200.0_f64.sqrt()).abs() < 1e-15);
        assert!((short_mps / range_rate_accuracy_mps(0.03, 0.04, 100.0) - 2.0).abs() < 1e-12);
    }

    #[test]
    fn twice_the_range_costs_twelve_decibels() {
        let known =
            ReferenceLook { snr: 100.0, range_m: 1e6, cross_section_m2: 1.0, dwell_s: 0.02 };
        let near = signal_to_noise(&known, 5e5, 0.3, 0.01);
        let far = signal_to_noise(&known, 1e6, 0.3, 0.01);
        assert!((near / far - 16.0).abs() < 1e-12);
        assert!((signal_to_noise(&known, 1e6, 1.0, 0.02) - 100.0).abs() < 1e-12);
        assert!((range_m(&known, near, 0.3, 0.01) - 5e5).abs() < 1e-6);
    }
}
