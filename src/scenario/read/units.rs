//! The units that end the names of keys, and how to turn one into another.
//!
//! Used only for messages: which unit a number is in, and what `range_m = 1200000` is as
//! `range_km`. The model's own conversion to SI is not done here.

use std::f64::consts::PI;

/// A unit that a key's name may end in.
#[derive(Debug)]
pub(crate) struct Unit {
    /// The end of the key.
    pub(crate) suffix: &'static str,
    /// Its name in messages.
    pub(crate) name: &'static str,
    /// The quantity that it measures.
    pub(crate) quantity: &'static str,
    scale: Scale,
}

#[derive(Debug)]
enum Scale {
    /// So many SI units.
    Times(f64),
    /// Ten times the decimal logarithm of the SI value.
    Decibel,
}

const fn unit(quantity: &'static str, suffix: &'static str, name: &'static str, si: f64) -> Unit {
    Unit { suffix, name, quantity, scale: Scale::Times(si) }
}

/// SI units and prefixes: BIPM, The International System of Units, 9th edition, 2019. Nautical
/// mile, knot, foot, standard gravity: NIST Special Publication 811, 2008, appendix B.
const UNITS: [Unit; 51] = [
    unit("length", "m", "m", 1.0),
    unit("length", "km", "km", 1.0e3),
    unit("length", "cm", "cm", 1.0e-2),
    unit("length", "mm", "mm", 1.0e-3),
    unit("length", "ft", "feet", 0.3048),
    unit("length", "mi", "miles", 1609.344),
    unit("length", "nmi", "nautical miles", 1852.0),
    unit("time", "s", "s", 1.0),
    unit("time", "ms", "ms", 1.0e-3),
    unit("time", "us", "µs", 1.0e-6),
    unit("time", "min", "min", 60.0),
    unit("time", "h", "h", 3600.0),
    unit("angle", "rad", "rad", 1.0),
    unit("angle", "deg", "degrees", PI / 180.0),
    unit("angle", "mrad", "mrad", 1.0e-3),
    unit("angle", "urad", "µrad", 1.0e-6),
    unit("angle", "arcmin", "arc minutes", PI / 10_800.0),
    unit("angle", "arcsec", "arc seconds", PI / 648_000.0),
    unit("speed", "mps", "m/s", 1.0),
    unit("speed", "kmps", "km/s", 1.0e3),
    unit("speed", "kmph", "km/h", 1.0 / 3.6),
    unit("speed", "kph", "km/h", 1.0 / 3.6),
    unit("speed", "kt", "knots", 1852.0 / 3600.0),
    unit("acceleration", "mps2", "m/s²", 1.0),
    unit("acceleration", "kmps2", "km/s²", 1.0e3),
    unit("acceleration", "g", "g", 9.806_65),
    unit("mass", "kg", "kg", 1.0),
    unit("mass", "t", "t", 1.0e3),
    unit("mass", "lb", "pounds", 0.453_592_37),
    unit("force", "n", "N", 1.0),
    unit("force", "kn", "kN", 1.0e3),
    unit("force", "mn", "MN", 1.0e6),
    unit("force", "lbf", "pounds-force", 4.448_221_615_260_5),
    unit("frequency", "hz", "Hz", 1.0),
    unit("frequency", "khz", "kHz", 1.0e3),
    unit("frequency", "mhz", "MHz", 1.0e6),
    unit("frequency", "ghz", "GHz", 1.0e9),
    unit("area", "m2", "m²", 1.0),
    unit("area", "km2", "km²", 1.0e6),
    unit("area", "cm2", "cm²", 1.0e-4),
    Unit { suffix: "dbsm", name: "dB above 1 m²", quantity: "area", scale: Scale::Decibel },
    unit("data rate", "kbps", "kbit/s", 1.0e3),
    unit("data rate", "mbps", "Mbit/s", 1.0e6),
    unit("data", "kb", "kB", 1.0e3),
    unit("data", "mb", "MB", 1.0e6),
    unit("ballistic coefficient", "kgpm2", "kg/m²", 1.0),
    unit("ballistic coefficient", "lbpft2", "lb/ft²", 4.882_427_636_383_051),
    unit("spectral density", "m2ps3", "m²/s³", 1.0),
    unit("spectral density", "km2ps3", "km²/s³", 1.0e6),
    unit("ratio", "db", "dB", 1.0),
    unit("spread", "sigma", "standard deviations", 1.0),
];

/// The unit that a key ends in, by its name for messages; empty if there is none.
pub(crate) fn name_of(key: &str) -> &'static str {
    split(key).map_or("", |(_, unit)| unit.name)
}

/// The key's name without its unit, and the unit.
pub(crate) fn split(key: &str) -> Option<(&str, &'static Unit)> {
    let (stem, suffix) = key.rsplit_once('_')?;
    let unit = UNITS.iter().find(|unit| unit.suffix == suffix)?;
    Some((stem, unit))
}

impl Unit {
    /// The number in `unit` that is the same quantity as `number` in `self`; none if they measure
    /// different things.
    pub(crate) fn convert(&self, number: f64, unit: &Self) -> Option<f64> {
        if self.quantity != unit.quantity {
            return None;
        }
        let si = match self.scale {
            Scale::Times(factor) => number * factor,
            Scale::Decibel => libm::exp10(number / 10.0),
        };
        let converted = match unit.scale {
            Scale::Times(factor) => si / factor,
            Scale::Decibel => 10.0 * libm::log10(si),
        };
        Some(converted).filter(|number| number.is_finite())
    }
}

/// A number as a person writes it: twelve digits, none of them the dust of a conversion.
pub(crate) fn written(number: f64) -> String {
    const EXACT_BELOW: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && number.abs() < EXACT_BELOW {
        return format!("{number:.0}");
    }
    let rounded = format!("{number:.11e}").parse().unwrap_or(number);
    if rounded != 0.0 && !(1.0e-6..1.0e15).contains(&f64::abs(rounded)) {
        return format!("{rounded:e}");
    }
    format!("{rounded}")
}

#[cfg(test)]
mod tests {
    use super::{name_of, split, written};

    #[test]
    fn a_quantity_is_the_same_in_either_unit() {
        let cases = [
            ("range_m", 1_200_000.0, "range_km", "1200"),
            ("latency_ms", 350.0, "latency_s", "0.35"),
            ("delay_min", 2.0, "delay_s", "120"),
            ("azimuth_rad", 1.0, "azimuth_deg", "57.2957795131"),
            ("angle_deg", 0.1, "angle_mrad", "1.74532925199"),
            ("divert_kmps", 0.5, "divert_mps", "500"),
            ("radius_nmi", 10.0, "radius_km", "18.52"),
            ("acceleration_g", 4.0, "acceleration_mps2", "39.2266"),
            ("cross_section_dbsm", -10.0, "cross_section_m2", "0.1"),
            ("band_khz", 1.0e-9, "band_mhz", "1e-12"),
        ];
        for (from, number, to, expected) in cases {
            let (stem, from_unit) = split(from).unwrap();
            let (same_stem, to_unit) = split(to).unwrap();
            assert_eq!(stem, same_stem);
            let converted = from_unit.convert(number, to_unit).unwrap();
            assert_eq!(written(converted), expected, "{from} to {to}");
            let back = to_unit.convert(converted, from_unit).unwrap();
            assert!((back - number).abs() <= 1.0e-12 * number.abs(), "{to} to {from}");
        }
    }

    #[test]
    fn different_quantities_are_not_converted() {
        let unit = |key| split(key).unwrap().1;
        assert_eq!(unit("a_km").convert(1.0, unit("a_s")), None);
        assert_eq!(unit("a_m2").convert(0.0, unit("a_dbsm")), None, "no finite logarithm");
        assert!(split("range_furlong").is_none());
        assert_eq!(name_of("track_revisit_s"), "s");
        assert_eq!(name_of("value"), "");
        assert_eq!(written(9_007_199_254_740_991.0), "9007199254740991");
    }
}
