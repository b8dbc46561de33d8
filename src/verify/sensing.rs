//! Detection by radar, and the accuracy of its measurements.

use super::case::{CaseError, Quantities, ReferenceCase};
use super::judge::{Quantity, Tolerance};
use crate::scenario::model::Fluctuation;
use crate::sensing::detection::Detector;
use crate::sensing::signal::{self, LIGHT_MPS, MONOPULSE_SLOPE, Transmitter, Waveform};

/// The detector of a case and the fluctuation that it meets.
fn detector(case: &ReferenceCase) -> Result<(Detector, Fluctuation), CaseError> {
    let chance = case.positive("pfa")?;
    if chance >= 1.0 {
        return Err(case.not("pfa", "a probability below 1"));
    }
    let fluctuation = match case.count("swerling")? {
        0 => Fluctuation::Steady,
        1 => Fluctuation::Swerling1,
        2 => Fluctuation::Swerling2,
        3 => Fluctuation::Swerling3,
        4 => Fluctuation::Swerling4,
        _ => return Err(case.not("swerling", "a case from 0 to 4")),
    };
    let pulses = case.count_within("n_pulses", 1..=100_000)?;
    Ok((Detector::new(pulses, chance), fluctuation))
}

pub(super) fn detection(case: &ReferenceCase) -> Quantities {
    let (detector, fluctuation) = detector(case)?;
    let snr = libm::pow(10.0, case.number("snr_dB")? / 10.0);
    case.compare(
        case.relative("tol_rel")?,
        [
            ("threshold_normalised", detector.threshold()),
            ("pd", detector.probability(fluctuation, snr)),
        ],
    )
}

pub(super) fn required_snr(case: &ReferenceCase) -> Quantities {
    let (detector, fluctuation) = detector(case)?;
    let snr = detector.required_snr(fluctuation, case.positive("pd")?);
    let tolerance = case.absolute("tol_exact_dB")?;
    case.compare(tolerance, [("snr_exact_dB", 10.0 * libm::log10(snr))])
}

pub(super) fn range_equation(case: &ReferenceCase) -> Quantities {
    let ratio = |name| Ok(libm::pow(10.0, case.number(name)? / 10.0));
    let transmitter = Transmitter {
        power_w: case.positive("pt_W")?,
        gain_sending: ratio("gain_tx_dB")?,
        gain_receiving: ratio("gain_rx_dB")?,
        wavelength_m: case.positive("wavelength_m")?,
        temperature_k: case.positive("temperature_K")?,
        bandwidth_hz: case.positive("bandwidth_Hz")?,
        loss: ratio("noise_figure_dB")? * ratio("loss_dB")?,
    };
    // From a look at another range, so that the form that the tick uses is tried too.
    let known = transmitter.look(1e5);
    let (cross_section_m2, range_m) = (case.positive("rcs_m2")?, case.positive("range_m")?);
    let snr = signal::signal_to_noise(&known, range_m, cross_section_m2, known.dwell_s);
    let thirteen = libm::pow(10.0, 1.3);
    let range_m = signal::range_m(&known, thirteen, cross_section_m2, known.dwell_s);
    let decibels = case.absolute("tol_dB")?;
    let ranges = case.relative("tol_rel_range")?;
    // The ratio itself has the tolerance of its decibels.
    let ratios = Tolerance::relative(case.number("tol_dB")? * std::f64::consts::LN_10 / 10.0);
    [
        ("snr_linear", snr, ratios),
        ("snr_dB", 10.0 * libm::log10(snr), decibels),
        ("range_at_13dB_m", range_m, ranges),
    ]
    .into_iter()
    .map(|(name, got, tolerance)| Ok(Quantity::new(name, [got], [case.number(name)?], tolerance)))
    .collect()
}

pub(super) fn accuracy(case: &ReferenceCase) -> Quantities {
    // Some rows state another slope of the error curve than the engine's radars have.
    let slope = case.positive("k_m")? / MONOPULSE_SLOPE;
    let waveform = Waveform {
        beamwidth_rad: case.positive("theta_3dB_deg")?.to_radians() / slope,
        bandwidth_hz: LIGHT_MPS / (2.0 * case.positive("range_resolution_m")?),
    };
    let snr = libm::pow(10.0, case.number("snr_dB")? / 10.0);
    let (range_m, angle_rad) = waveform.accuracy(snr);
    case.compare(
        case.relative("tol_rel")?,
        [
            ("sigma_angle_deg", angle_rad.to_degrees()),
            ("sigma_angle_mrad", angle_rad * 1e3),
            ("sigma_range_m", range_m),
            ("sigma_cross_range_at_1000km_m", angle_rad * 1e6),
        ],
    )
}
