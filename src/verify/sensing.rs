//! What a radar sees, and how well.

use super::Tolerance;
use super::case::Case;
use super::case::Misread;
use super::judge::Quantity;
use crate::scenario::parts::Fluctuation;
use crate::sensing::detection::Detector;
use crate::sensing::signal;
use crate::sensing::signal::LIGHT_MPS;
use crate::sensing::signal::MONOPULSE_SLOPE;
use crate::sensing::signal::Transmitter;
use crate::sensing::signal::Waveform;
use crate::sensing::signal::signal_to_noise;

type Evaluated = Result<Vec<Quantity>, Misread>;

/// The detector of a case and the fluctuation that it meets.
fn detector(case: &Case) -> Result<(Detector, Fluctuation), Misread> {
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
    let pulses = case.count("n_pulses")?;
    let in_range = (1..=100_000).contains(&pulses);
    let pulses = in_range.then_some(pulses as u32);
    let pulses = pulses.ok_or_else(|| case.not("n_pulses", "a number from 1 to 100000"))?;
    Ok((Detector::new(pulses, chance), fluctuation))
}

pub(super) fn detection(case: &Case) -> Evaluated {
    let (detector, fluctuation) = detector(case)?;
    let snr = libm::pow(10.0, case.number("snr_dB")? / 10.0);
    let tolerance = case.relative("tol_rel")?;
    [
        ("threshold_normalised", detector.threshold()),
        ("pd", detector.probability(fluctuation, snr)),
    ]
    .into_iter()
    .map(|(name, got)| Ok(Quantity::new(name, [got], [case.number(name)?], tolerance)))
    .collect()
}

pub(super) fn required_snr(case: &Case) -> Evaluated {
    let (detector, fluctuation) = detector(case)?;
    let snr = detector.required_snr(fluctuation, case.positive("pd")?);
    let (got_db, expected_db) = (10.0 * libm::log10(snr), case.number("snr_exact_dB")?);
    let tolerance = case.absolute("tol_exact_dB")?;
    Ok(vec![Quantity::new(
        "snr_exact_dB",
        [got_db],
        [expected_db],
        tolerance,
    )])
}

pub(super) fn range_equation(case: &Case) -> Evaluated {
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
    let snr = signal_to_noise(&known, range_m, cross_section_m2, known.dwell_s);
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

pub(super) fn accuracy(case: &Case) -> Evaluated {
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
