//! What a radar measures.

use super::case::Case;
use super::case::Misread;
use super::judge::Quantity;
use crate::sensing::signal::LIGHT_MPS;
use crate::sensing::signal::MONOPULSE_SLOPE;
use crate::sensing::signal::Waveform;

pub(super) fn accuracy(case: &Case) -> Result<Vec<Quantity>, Misread> {
    // Some rows state another slope of the error curve than the engine's radars have.
    let slope = case.positive("k_m")? / MONOPULSE_SLOPE;
    let waveform = Waveform {
        beamwidth_rad: case.positive("theta_3dB_deg")?.to_radians() / slope,
        bandwidth_hz: LIGHT_MPS / (2.0 * case.positive("range_resolution_m")?),
    };
    let snr = libm::pow(10.0, case.number("snr_dB")? / 10.0);
    let (range_m, angle_rad) = waveform.accuracy(snr);
    let tolerance = case.relative("tol_rel")?;
    [
        ("sigma_angle_deg", angle_rad.to_degrees()),
        ("sigma_angle_mrad", angle_rad * 1e3),
        ("sigma_range_m", range_m),
        ("sigma_cross_range_at_1000km_m", angle_rad * 1e6),
    ]
    .into_iter()
    .map(|(name, got)| Ok(Quantity::new(name, [got], [case.number(name)?], tolerance)))
    .collect()
}
