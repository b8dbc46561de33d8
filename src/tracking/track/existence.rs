//! Probability that a track's object is still there: looks in vain are evidence that it is gone.
//!
//! What is destroyed gives no plots any more, and what is out of every radar's view gives none
//! either: only the looks tell the two apart. A look that would have found the object with
//! probability `p` and finds nothing leaves of the probability P that it exists
//! `P (1 − p) / (1 − p P)` (Musicki, Evans & Stankovic, *Integrated probabilistic data
//! association*, IEEE AC 39:1237, 1994, with a gate that holds all); a plot makes it one. Between
//! two looks that would surely find it, it ends with a small prior probability (ibid., the Markov
//! chain of existence). The chance of a look follows from the cross-section that the track's own
//! plots had, by the radar equation, for a slowly fluctuating target. Leaves out that a plot may
//! have been another object's, and that several pulses add up worse than one.

use crate::scenario::identity::SensorId;
use crate::scenario::model::RadarKind;
use crate::sensing::plot::RadarMeasurement;
use crate::sensing::signal::{MONOPULSE_SLOPE, signal_to_noise};

/// Prior probability that an object ends between two looks of which each would find it.
const ENDS: f64 = 0.02;

/// An object less likely to exist than this is taken for lost.
const LOST: f64 = 0.5;

/// One less likely than this is given up.
const GONE: f64 = 1e-3;

/// Greatest signal-to-noise ratio that an error as good as its floor tells.
const SNR_MAX: f64 = 1e6;

/// Look at a track's object that its owner has ordered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DueLook {
    /// Radar.
    pub sensor: SensorId,
    /// Dwell, s; 0 if unknown.
    pub dwell_s: f64,
    /// Time, s: a plot later than that answers it.
    pub since_s: f64,
    /// Probability that it finds the object, if that is there.
    pub chance: f64,
}

/// Belief of a tracker that a track's object exists.
#[derive(Debug, Clone, PartialEq)]
pub struct Existence {
    probability: f64,
    missed_s: Option<f64>,
    cross_section_m2: Option<f64>,
    looks: Vec<DueLook>,
}

impl Default for Existence {
    fn default() -> Self {
        Self { probability: 1.0, missed_s: None, cross_section_m2: None, looks: Vec::new() }
    }
}

impl Existence {
    /// Probability that the object exists.
    pub fn probability(&self) -> f64 {
        self.probability
    }

    /// Whether it is taken for lost: looked for in vain.
    pub fn is_lost(&self) -> bool {
        self.probability < LOST
    }

    /// Time of the first look in vain since the last plot, s.
    pub fn missed_s(&self) -> Option<f64> {
        self.missed_s
    }

    /// Whether it is given up.
    pub(super) fn is_gone(&self) -> bool {
        self.probability < GONE
    }

    /// Notes a look of the next tick.
    pub fn expect(&mut self, look: DueLook) {
        self.looks.push(look);
    }

    /// Probability that a look of this dwell, s, at a range, m, gives a plot; 0 as long as nothing
    /// is known of the cross-section.
    pub fn chance(&self, kind: &RadarKind, [range_m, dwell_s]: [f64; 2]) -> f64 {
        let Some(cross_section_m2) = self.cross_section_m2.filter(|_| dwell_s > 0.0) else {
            return 0.0;
        };
        let snr = signal_to_noise(&kind.reference, range_m, cross_section_m2, dwell_s);
        libm::exp(libm::log(kind.false_alarm_probability) / (1.0 + snr))
    }

    /// Takes in that there was a plot, of a radar of this kind if it is known.
    pub(super) fn seen(
        &mut self,
        sensor: SensorId,
        by: Option<(&RadarKind, &RadarMeasurement)>,
        fence_dwell_s: f64,
    ) {
        (self.probability, self.missed_s) = (1.0, None);
        let due = self.looks.iter().find(|look| look.sensor == sensor);
        let dwell_s = due.map_or(fence_dwell_s, |look| look.dwell_s);
        if let Some((kind, plot)) = by.filter(|_| dwell_s > 0.0) {
            self.cross_section_m2 = Some(cross_section_m2(kind, plot, dwell_s));
        }
    }

    /// Ends a tick: takes in the looks that gave no plot, with the time of the latest plot, s.
    pub(crate) fn settle(&mut self, plot_s: f64) {
        for look in self.looks.drain(..) {
            if plot_s > look.since_s || look.chance <= 0.0 {
                continue;
            }
            self.missed_s.get_or_insert(look.since_s);
            let before = self.probability * (1.0 - ENDS * look.chance);
            self.probability = before * (1.0 - look.chance) / (1.0 - look.chance * before);
        }
    }
}

/// Cross-section that a plot's stated error tells, m².
fn cross_section_m2(kind: &RadarKind, plot: &RadarMeasurement, dwell_s: f64) -> f64 {
    let floor = kind.angle_floor_rad;
    let excess = plot.angle_sigma_rad * plot.angle_sigma_rad - floor * floor;
    let width = kind.beamwidth_rad / MONOPULSE_SLOPE;
    let least = 0.5 * width * width / SNR_MAX;
    let snr = 0.5 * width * width / excess.max(least);
    let square_metre = signal_to_noise(&kind.reference, plot.range_m.max(1.0), 1.0, dwell_s);
    snr / square_metre
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sensing::radar;
    use crate::sensing::radar::tests::kind;
    use proptest::prelude::*;

    fn look(chance: f64) -> DueLook {
        DueLook { sensor: SensorId(0), dwell_s: 0.02, since_s: 10.0, chance }
    }

    fn after(chances: &[f64]) -> Existence {
        let mut existence = Existence::default();
        for chance in chances {
            existence.expect(look(*chance));
            existence.settle(9.0);
        }
        existence
    }

    /// By hand: 0.982 × 0.1 / (1 − 0.9 × 0.982), and again; a plot undoes it.
    #[test]
    fn looks_in_vain_by_hand() {
        let once = 0.982 * 0.1 / (1.0 - 0.9 * 0.982);
        assert!((after(&[0.9]).probability() - once).abs() < 1e-12);
        assert!(!after(&[0.9]).is_lost());
        let mut twice = after(&[0.9, 0.9]);
        assert!(twice.is_lost() && !twice.is_gone());
        assert_eq!(twice.missed_s(), Some(10.0));
        assert!(after(&[0.9; 5]).is_gone());
        twice.seen(SensorId(0), None, 0.0);
        assert_eq!((twice.probability(), twice.missed_s()), (1.0, None));
    }

    /// Looks that could find nothing say nothing, however many; nor do those that were answered.
    #[test]
    fn who_is_out_of_view_is_not_lost() {
        assert!((after(&[0.0; 1000]).probability() - 1.0).abs() < 1e-12);
        let mut answered = Existence::default();
        answered.expect(look(0.9));
        answered.settle(10.5);
        assert!((answered.probability() - 1.0).abs() < 1e-12);
    }

    /// A cross-section is read from the error that the radar states, at whatever range and dwell.
    #[test]
    fn a_plot_tells_the_cross_section() {
        let kind = kind();
        let (range_m, dwell_s, section_m2) = (8e5, 0.03, 0.2);
        let snr = signal_to_noise(&kind.reference, range_m, section_m2, dwell_s);
        let (range_sigma_m, angle_sigma_rad) = radar::accuracy(&kind, snr);
        let plot = RadarMeasurement {
            range_m,
            azimuth_rad: 0.0,
            elevation_rad: 0.5,
            range_sigma_m,
            angle_sigma_rad,
            range_rate: None,
        };
        let told = cross_section_m2(&kind, &plot, dwell_s);
        assert!((told / section_m2 - 1.0).abs() < 1e-6, "{told}");
    }

    proptest! {
        /// More looks in vain, or better ones, never make an object likelier to exist.
        #[test]
        fn looks_in_vain_never_help(
            chances in prop::collection::vec(0.0..0.99f64, 0..12),
            more in 0.0..0.99f64,
        ) {
            let before = after(&chances).probability();
            let longer = [chances.as_slice(), &[more]].concat();
            let later = after(&longer).probability();
            prop_assert!((0.0..=1.0).contains(&later));
            prop_assert!(later <= before);
        }
    }
}
