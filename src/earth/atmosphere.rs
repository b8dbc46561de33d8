//! Air: the US Standard Atmosphere 1976.
//!
//! Source: NOAA, NASA, USAF (1976), *U.S. Standard Atmosphere, 1976*, NOAA-S/T 76-1562: below 86 km
//! its closed forms (eqs. 17 to 33, 50, 51), above its diffusing gases (`thermosphere`).
//! Left out: wind, weather, seasons, Sun; above 150 km the real density varies by factors.

mod table;

mod thermosphere;

#[cfg(test)]
mod tests;

use crate::earth::wgs84::STANDARD_GRAVITY_MPS2;

/// The state of the air at one altitude.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Air {
    /// Kinetic temperature, K.
    pub temperature_k: f64,
    /// Molecular-scale temperature, K: that at which air as at sea level had the same pressure and
    /// density.
    pub molecular_temperature_k: f64,
    /// Pressure, Pa.
    pub pressure_pa: f64,
    /// Density, kg/m³.
    pub density_kgpm3: f64,
    /// Speed of sound, m/s; above 86 km, where sound loses its meaning, that of 86 km.
    pub sound_speed_mps: f64,
    /// Dynamic viscosity, Pa s, of the molecular-scale temperature; above 86 km, where the standard
    /// ends it, that of 86 km.
    pub viscosity_pas: f64,
}

/// A layer in which the molecular-scale temperature is linear in geopotential altitude.
struct Layer {
    base_m: f64,
    temperature_k: f64,
    lapse_kpm: f64,
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

/// Table 8 of the standard: mean molecular weight over that at sea level, 80 to 86 km by 0.5 km.
const WEIGHT_RATIOS: [f64; 13] = [
    1.0, 0.999_996, 0.999_989, 0.999_971, 0.999_941, 0.999_909, 0.999_870, 0.999_829, 0.999_786,
    0.999_741, 0.999_694, 0.999_641, 0.999_579,
];

/// Radius of the Earth in the standard's geopotential (eq. 18), m.
const RADIUS_M: f64 = 6_356_766.0;

/// Gas constant (table 2), J/(kmol K).
const GAS_JPKMOLK: f64 = 8_314.32;

/// Mean molecular weight of air at sea level (table 2), kg/kmol.
const SEA_LEVEL_WEIGHT: f64 = 28.964_4;

/// Gas constant of air as at sea level, J/(kg K).
const GAS_JPKGK: f64 = GAS_JPKMOLK / SEA_LEVEL_WEIGHT;

/// Ratio of specific heats (table 2).
const HEAT_RATIO: f64 = 1.4;

/// Sutherland's constants (table 2, eq. 51): kg/(s m √K), K.
const SUTHERLAND: [f64; 2] = [1.458e-6, 110.4];

/// Top of the layers and foot of the thermosphere, m.
const LAYERS_TOP_M: f64 = 86e3;

/// Below this the standard says nothing: air is held at its values there, m.
const FLOOR_M: f64 = -5e3;

/// Density of the air, kg/m³, at an altitude above the ellipsoid, m: falling and continuous.
///
/// Exact to 86 km; above, within 10⁻⁵ of the standard's equations at every altitude
/// (`between_the_nodes_the_air_is_what_the_equations_give`). Below −5 km it is held; above 1,000 km
/// it goes on falling by the same factor per metre as there.
#[inline]
pub fn density_kgpm3(altitude_m: f64) -> f64 {
    if altitude_m < LAYERS_TOP_M {
        let (pressure_pa, temperature_k) = in_layers(altitude_m);
        pressure_pa / (GAS_JPKGK * temperature_k)
    } else {
        thermosphere::density_kgpm3(altitude_m)
    }
}

/// All of the air at an altitude above the ellipsoid, m; outside −5 to 1,000 km as
/// [`density_kgpm3`] says.
///
/// All is continuous but the kinetic temperature: the standard itself has two at 86 km, 0.1 mK
/// apart (table 8 and eq. 25), and two at 110 km, 0.3 mK apart (eqs. 27 and 29, as printed).
pub fn air(altitude_m: f64) -> Air {
    let below = air_of_layers(altitude_m);
    if altitude_m < LAYERS_TOP_M {
        return below;
    }
    let density_kgpm3 = thermosphere::density_kgpm3(altitude_m);
    let pressure_pa = thermosphere::pressure_pa(altitude_m);
    Air {
        temperature_k: thermosphere::temperature_k(altitude_m),
        molecular_temperature_k: pressure_pa / (GAS_JPKGK * density_kgpm3),
        pressure_pa,
        density_kgpm3,
        ..below
    }
}

/// The air as the standard's lower part has it, to 86 km inclusive; held at its values there
/// above, and below −5 km.
pub fn air_of_layers(altitude_m: f64) -> Air {
    let altitude_m = altitude_m.min(LAYERS_TOP_M);
    let (pressure_pa, molecular_temperature_k) = in_layers(altitude_m);
    let temperature_k = molecular_temperature_k * weight_ratio(altitude_m);
    let [factor, offset_k] = SUTHERLAND;
    Air {
        temperature_k,
        molecular_temperature_k,
        pressure_pa,
        density_kgpm3: pressure_pa / (GAS_JPKGK * molecular_temperature_k),
        sound_speed_mps: (HEAT_RATIO * GAS_JPKGK * molecular_temperature_k).sqrt(),
        viscosity_pas: factor * molecular_temperature_k * molecular_temperature_k.sqrt()
            / (molecular_temperature_k + offset_k),
    }
}

/// Geopotential altitude, m, of a geometric one, m (eq. 18).
#[inline]
pub fn geopotential_m(altitude_m: f64) -> f64 {
    RADIUS_M * altitude_m / (RADIUS_M + altitude_m)
}

/// The gravity that the standard's air rests in, m/s² (eq. 17); bodies fall in `earth::gravity`.
pub fn gravity_mps2(altitude_m: f64) -> f64 {
    STANDARD_GRAVITY_MPS2 * (RADIUS_M / (RADIUS_M + altitude_m)).powi(2)
}

/// Pressure, Pa, and molecular-scale temperature, K, to 86 km (eqs. 18, 23, 33).
#[inline]
fn in_layers(altitude_m: f64) -> (f64, f64) {
    const HYDROSTATIC_KPM: f64 = STANDARD_GRAVITY_MPS2 / GAS_JPKGK;
    let altitude_m = altitude_m.max(FLOOR_M);
    let geopotential_m = geopotential_m(altitude_m);
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

/// Mean molecular weight over that at sea level, to 86 km (table 8, linear between).
fn weight_ratio(altitude_m: f64) -> f64 {
    let place = ((altitude_m - 80e3) / 500.0).clamp(0.0, 12.0);
    let below = (place as usize).min(11);
    let share = place - below as f64;
    WEIGHT_RATIOS[below] + share * (WEIGHT_RATIOS[below + 1] - WEIGHT_RATIOS[below])
}

const fn layer(base_m: f64, temperature_k: f64, lapse_kpm: f64, pressure_pa: f64) -> Layer {
    Layer { base_m, temperature_k, lapse_kpm, pressure_pa }
}
