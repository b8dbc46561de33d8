//! Air: the US Standard Atmosphere 1976.
//!
//! Source: NOAA, NASA, USAF (1976), *U.S. Standard Atmosphere, 1976*, NOAA-S/T 76-1562: exact
//! from sea level to 86 km (eqs. 18 to 42); above, the closed form of the temperature (eqs. 25 to
//! 31) and the printed densities and pressures of table I, interpolated in their logarithm.
//! Left out: wind, weather, seasons, Sun; above 150 km the real density varies by factors.

use crate::earth::wgs84::STANDARD_GRAVITY_MPS2;

/// The state of the air at one altitude.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Air {
    /// Kinetic temperature, K.
    pub temperature_k: f64,
    /// Pressure, Pa.
    pub pressure_pa: f64,
    /// Density, kg/m³.
    pub density_kgpm3: f64,
    /// Speed of sound, m/s; above 86 km, where sound loses its meaning, that of 86 km.
    pub sound_speed_mps: f64,
}

/// A layer in which the molecular-scale temperature is linear in geopotential altitude.
struct Layer {
    base_m: f64,
    temperature_k: f64,
    lapse_kpm: f64,
    pressure_pa: f64,
}

/// A line of the printed table.
struct Line {
    altitude_m: f64,
    density_kgpm3: f64,
    pressure_pa: f64,
}

/// Table 4 of the standard; the base pressures follow from eq. 33 (tested).
const LAYERS: [Layer; 7] = [
    layer(0.0, 288.15, -6.5e-3, 101_325.0),
    layer(11e3, 216.65, 0.0, 22_632.063_973_462_91),
    layer(20e3, 216.65, 1.0e-3, 5_474.888_669_677_774),
    layer(32e3, 228.65, 2.8e-3, 868.018_684_755_227_8),
    layer(47e3, 270.65, 0.0, 110.906_305_554_965_9),
    layer(51e3, 270.65, -2.8e-3, 66.938_873_118_687_27),
    layer(71e3, 214.65, -2.0e-3, 3.956_420_428_040_725),
];

/// Table I of the standard. The first line has more digits, to join the layers without a step.
const LINES: [Line; 28] = [
    line(86e3, 6.957_823_781_332e-6, 3.733_804_618_310_6e-1),
    line(90e3, 3.416e-6, 1.8359e-1),
    line(95e3, 1.393e-6, 7.5966e-2),
    line(100e3, 5.604e-7, 3.2011e-2),
    line(105e3, 2.325e-7, 1.4477e-2),
    line(110e3, 9.708e-8, 7.1042e-3),
    line(115e3, 4.289e-8, 4.0096e-3),
    line(120e3, 2.222e-8, 2.5382e-3),
    line(130e3, 8.152e-9, 1.2505e-3),
    line(140e3, 3.831e-9, 7.2028e-4),
    line(150e3, 2.076e-9, 4.5422e-4),
    line(160e3, 1.233e-9, 3.0395e-4),
    line(180e3, 5.194e-10, 1.5271e-4),
    line(200e3, 2.541e-10, 8.4736e-5),
    line(250e3, 6.073e-11, 2.4767e-5),
    line(300e3, 1.916e-11, 8.7704e-6),
    line(350e3, 7.014e-12, 3.4498e-6),
    line(400e3, 2.803e-12, 1.4518e-6),
    line(450e3, 1.184e-12, 6.4468e-7),
    line(500e3, 5.215e-13, 3.0236e-7),
    line(550e3, 2.384e-13, 1.5137e-7),
    line(600e3, 1.137e-13, 8.2130e-8),
    line(650e3, 5.712e-14, 4.8865e-8),
    line(700e3, 3.070e-14, 3.1908e-8),
    line(750e3, 1.788e-14, 2.2599e-8),
    line(800e3, 1.136e-14, 1.7036e-8),
    line(900e3, 5.759e-15, 1.0873e-8),
    line(1000e3, 3.561e-15, 7.5138e-9),
];

/// Table 8 of the standard: mean molecular weight over that at sea level, 80 to 86 km by 0.5 km.
const WEIGHT_RATIOS: [f64; 13] = [
    1.0, 0.999_996, 0.999_989, 0.999_971, 0.999_941, 0.999_909, 0.999_870, 0.999_829, 0.999_786,
    0.999_741, 0.999_694, 0.999_641, 0.999_579,
];

/// Radius of the Earth in the standard's geopotential (eq. 18), m.
const RADIUS_M: f64 = 6_356_766.0;

/// Gas constant over the molecular weight of air at sea level (table 2), J/(kg K).
const GAS_JPKGK: f64 = 8_314.32 / 28.964_4;

/// Ratio of specific heats (table 2).
const HEAT_RATIO: f64 = 1.4;

/// Top of the layers and foot of the printed table, m.
pub const LAYERS_TOP_M: f64 = 86e3;

/// Below this the standard says nothing: air is held at its values there, m.
const FLOOR_M: f64 = -5e3;

/// Density of the air, kg/m³, at an altitude above the ellipsoid, m: falling and continuous.
///
/// Exact to 86 km; above, within 0.05 % on the lines of the table
/// (`the_table_agrees_with_the_reference`) and, by the curvature of its logarithm, some 2 %
/// between them. Below −5 km it is held; above 1,000 km it goes on falling as between the last two
/// lines.
#[inline]
pub fn density_kgpm3(altitude_m: f64) -> f64 {
    if altitude_m < LAYERS_TOP_M {
        let (pressure_pa, temperature_k) = in_layers(altitude_m);
        pressure_pa / (GAS_JPKGK * temperature_k)
    } else {
        in_lines(altitude_m, |line| line.density_kgpm3)
    }
}

/// All of the air at an altitude above the ellipsoid, m; outside −5 to 1,000 km as
/// [`density_kgpm3`] says.
pub fn air(altitude_m: f64) -> Air {
    let (pressure_pa, molecular_k) = in_layers(altitude_m.min(LAYERS_TOP_M));
    let below = altitude_m < LAYERS_TOP_M;
    Air {
        temperature_k: if below {
            molecular_k * weight_ratio(altitude_m)
        } else {
            temperature_above_k(altitude_m)
        },
        pressure_pa: if below {
            pressure_pa
        } else {
            in_lines(altitude_m, |line| line.pressure_pa)
        },
        density_kgpm3: density_kgpm3(altitude_m),
        sound_speed_mps: (HEAT_RATIO * GAS_JPKGK * molecular_k).sqrt(),
    }
}

/// Pressure, Pa, and molecular-scale temperature, K, to 86 km (eqs. 18, 23, 33).
#[inline]
fn in_layers(altitude_m: f64) -> (f64, f64) {
    const HYDROSTATIC_KPM: f64 = STANDARD_GRAVITY_MPS2 / GAS_JPKGK;
    let altitude_m = altitude_m.max(FLOOR_M);
    let geopotential_m = RADIUS_M * altitude_m / (RADIUS_M + altitude_m);
    let mut layer = &LAYERS[0];
    for above in &LAYERS[1..] {
        if geopotential_m < above.base_m {
            break;
        }
        layer = above;
    }
    let height_m = geopotential_m - layer.base_m;
    let temperature_k = layer.temperature_k + layer.lapse_kpm * height_m;
    let exponent = if layer.lapse_kpm.abs() > 0.0 {
        let ratio = layer.temperature_k / temperature_k;
        HYDROSTATIC_KPM / layer.lapse_kpm * libm::log(ratio)
    } else {
        -HYDROSTATIC_KPM * height_m / layer.temperature_k
    };
    (layer.pressure_pa * libm::exp(exponent), temperature_k)
}

/// A quantity of the printed table from 86 km upwards, linear in its logarithm.
fn in_lines(altitude_m: f64, quantity: impl Fn(&Line) -> f64) -> f64 {
    let last = LINES.len() - 1;
    let mut above = 1;
    while above < last && LINES[above].altitude_m < altitude_m {
        above += 1;
    }
    let (low, high) = (&LINES[above - 1], &LINES[above]);
    let share = (altitude_m - low.altitude_m) / (high.altitude_m - low.altitude_m);
    quantity(low) * libm::exp(share * libm::log(quantity(high) / quantity(low)))
}

/// Mean molecular weight over that at sea level, to 86 km (table 8, linear between).
fn weight_ratio(altitude_m: f64) -> f64 {
    let place = ((altitude_m - 80e3) / 500.0).clamp(0.0, 12.0);
    let below = (place as usize).min(11);
    let share = place - below as f64;
    WEIGHT_RATIOS[below] + share * (WEIGHT_RATIOS[below + 1] - WEIGHT_RATIOS[below])
}

/// Kinetic temperature, K, from 86 km upwards (eqs. 25, 27, 29, 31).
fn temperature_above_k(altitude_m: f64) -> f64 {
    let altitude_km = altitude_m / 1e3;
    if altitude_km < 91.0 {
        186.867_3
    } else if altitude_km < 110.0 {
        let share = (altitude_km - 91.0) / 19.942_9;
        263.190_5 - 76.323_2 * (1.0 - share * share).sqrt()
    } else if altitude_km < 120.0 {
        240.0 + 12.0 * (altitude_km - 110.0)
    } else {
        let radius_km = RADIUS_M / 1e3;
        let rise_km = (altitude_km - 120.0) * (radius_km + 120.0) / (radius_km + altitude_km);
        1000.0 - (1000.0 - 360.0) * libm::exp(-0.018_75 * rise_km)
    }
}

const fn layer(base_m: f64, temperature_k: f64, lapse_kpm: f64, pressure_pa: f64) -> Layer {
    Layer {
        base_m,
        temperature_k,
        lapse_kpm,
        pressure_pa,
    }
}

const fn line(altitude_m: f64, density_kgpm3: f64, pressure_pa: f64) -> Line {
    Line {
        altitude_m,
        density_kgpm3,
        pressure_pa,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::reference::cases;

    #[test]
    fn the_layers_agree_with_the_reference() {
        for case in cases("02_atmosphere_ussa76_0_86km.csv") {
            let got = air(case.number("z_geometric_m"));
            // Table 8 gives the kinetic temperature of 80 to 86 km to six digits.
            let six_digits = 1e-6;
            let exact = case.number("tol_rel");
            for (column, got, tolerance) in [
                ("pressure_Pa", got.pressure_pa, exact),
                ("density_kg_m3", got.density_kgpm3, exact),
                ("sound_speed_m_s", got.sound_speed_mps, exact),
                ("t_kinetic_K", got.temperature_k, six_digits),
            ] {
                let expected = case.number(column);
                case.close(column, got, expected, tolerance * expected);
            }
        }
    }

    #[test]
    fn the_table_agrees_with_the_reference() {
        for case in cases("02_atmosphere_ussa76_86_1000km.csv") {
            let got = air(case.number("z_geometric_m"));
            for (column, got, tolerance) in [
                ("t_kinetic_K", got.temperature_k, "tol_rel_temperature"),
                (
                    "density_printed_kg_m3",
                    got.density_kgpm3,
                    "tol_rel_density_printed",
                ),
                (
                    "density_model_kg_m3",
                    got.density_kgpm3,
                    "tol_rel_density_model",
                ),
                ("pressure_model_Pa", got.pressure_pa, "tol_rel_pressure"),
            ] {
                let expected = case.number(column);
                case.close(column, got, expected, case.number(tolerance) * expected);
            }
        }
    }

    #[test]
    fn each_layer_starts_where_the_one_below_ends() {
        for (layer, above) in LAYERS.iter().zip(&LAYERS[1..]) {
            let foot_m = RADIUS_M * above.base_m / (RADIUS_M - above.base_m);
            let (pressure_pa, temperature_k) = in_layers(foot_m - 1e-6);
            let at = layer.base_m;
            assert!((pressure_pa / above.pressure_pa - 1.0).abs() < 1e-9, "{at}");
            assert!((temperature_k - above.temperature_k).abs() < 1e-7, "{at}");
        }
    }

    /// Lines that no reference case covers must still obey the ideal gas law and hydrostatics.
    #[test]
    fn the_table_is_one_gas_at_rest() {
        let mut weight_below = 28.97;
        for pair in LINES.windows(2) {
            let (low, high) = (&pair[0], &pair[1]);
            let temperature_k = temperature_above_k(high.altitude_m);
            let weight = high.density_kgpm3 * 8_314.32 * temperature_k / high.pressure_pa;
            assert!(
                weight < weight_below && weight > 3.9,
                "{}: {weight}",
                high.altitude_m
            );
            weight_below = weight;

            // Weight of the slab (geometric mean of its ends' density) against its pressure.
            let middle_m = 0.5 * (low.altitude_m + high.altitude_m);
            let gravity = STANDARD_GRAVITY_MPS2 * (RADIUS_M / (RADIUS_M + middle_m)).powi(2);
            let ratio = low.density_kgpm3 / high.density_kgpm3;
            let mean_kgpm3 = (low.density_kgpm3 - high.density_kgpm3) / libm::log(ratio);
            let slab_pa = gravity * mean_kgpm3 * (high.altitude_m - low.altitude_m);
            let drop_pa = low.pressure_pa - high.pressure_pa;
            assert!(
                (slab_pa / drop_pa - 1.0).abs() < 0.05,
                "{middle_m}: {slab_pa} {drop_pa}"
            );
        }
    }

    proptest! {
        #[test]
        fn density_falls_without_a_step(altitude_m in -5e3..1.2e6, rise_m in 0.01..100.0) {
            let low = density_kgpm3(altitude_m);
            let high = density_kgpm3(altitude_m + rise_m);
            prop_assert!(high > 0.0 && high < low);
            prop_assert!(low / high - 1.0 < rise_m / 3e3);
        }
    }

    #[test]
    fn outside_its_range_the_air_is_as_stated() {
        let low = density_kgpm3(-5e3);
        assert!((density_kgpm3(-9e3) - low).abs() < f64::EPSILON);
        let (far, farther) = (density_kgpm3(2e6), density_kgpm3(3e6));
        assert!(far > farther && farther > 0.0);
    }
}
