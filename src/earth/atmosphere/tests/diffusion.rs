//! The standard's equations above 86 km, integrated: what the table of the thermosphere is held to.
//!
//! Source: NOAA, NASA, USAF (1976), NOAA-S/T 76-1562: eqs. 7, 8, 26 to 32 and 33c to 42, tables 3,
//! 6, 7 and 9. Nitrogen rests in the mixed air to 100 km and by itself above. Atomic and molecular
//! oxygen diffuse through nitrogen, argon and helium through nitrogen and the oxygens; what eddies
//! mix has the weight of mixed air to 100 km for *every* gas. (The Python package ussa1976 0.3.4
//! mixes atomic oxygen with the weight of nitrogen there and so has 6.7 % too much air at 500 km.)
//! Hydrogen starts at 150 km; above 500 km its flow is left out, as by the standard.
//! Lengths along the altitude are in km, all else in SI.

use crate::earth::atmosphere::table::TableNode;
use crate::earth::atmosphere::thermosphere::temperature_k;
use crate::earth::atmosphere::{
    GAS_JPKMOLK, RADIUS_M, SEA_LEVEL_WEIGHT, air_of_layers, gravity_mps2,
};

/// A gas that diffuses through others.
struct Gas {
    /// Molecular weight, kg/kmol.
    weight: f64,
    /// Molecular diffusion (eq. 8): 1/(m s), and power of the temperature.
    diffusion: [f64; 2],
    /// Thermal diffusion.
    thermal: f64,
    /// Flow upwards (eq. 37): 1/km³, km, 1/km³.
    flow: [f64; 3],
}

/// Nitrogen (tables 3 and 9): weight, and number per m³ at 86 km.
const NITROGEN: (f64, f64) = (28.013_4, 1.129_794e20);

/// Atomic and molecular oxygen, argon, helium (tables 3, 6, 7).
const GASES: [Gas; 4] = [
    gas(15.999_4, [6.986e20, 0.75], 0.0, [-5.809_644e-4, 56.903_11, 2.706_240e-5]),
    gas(31.998_8, [4.863e20, 0.75], 0.0, [1.366_212e-4, 86.0, 8.333_333e-5]),
    gas(39.948, [4.487e20, 0.87], 0.0, [9.434_079e-5, 86.0, 8.333_333e-5]),
    gas(4.002_6, [1.7e21, 0.691], -0.4, [-2.457_369e-4, 86.0, 6.666_667e-4]),
];

/// Numbers of these per m³ at 86 km (table 9).
const NUMBERS_86: [f64; 4] = [8.6e16, 3.030_898e19, 1.351_4e18, 7.581_7e14];

/// The second flow of atomic oxygen, up to its altitude (eq. 37, table 7): 1/km³, km, 1/km³.
const FLOW_TO_97: [f64; 3] = [-3.416_248e-3, 97.0, 5.008_765e-4];

/// Hydrogen (tables 3, 6).
const HYDROGEN: Gas = gas(1.007_97, [3.305e21, 0.5], -0.25, [0.0; 3]);

/// Hydrogen: number per m³ at 500 km, and its flow upwards, 1/(m² s).
const HYDROGEN_500: f64 = 8.0e10;
const HYDROGEN_FLOW: f64 = 7.2e11;

/// Avogadro's number, 1/kmol, and Boltzmann's constant, J/K (table 2).
const AVOGADRO: f64 = 6.022_169e26;
const BOLTZMANN: f64 = 1.380_622e-23;

/// Steps of the integration a kilometre.
const STEPS: usize = 10;

/// A stage of a step is taken this far inside it: the model changes its form at whole kilometres.
const INSIDE_KM: f64 = 1e-9;

/// ln(n T) of nitrogen and the four gases; the integrals of eq. 40 and in eq. 39, from 150 km.
type GasState = [f64; 7];

/// The air from 86 to 1,000 km by a tenth of a kilometre.
pub(super) struct Profile(Vec<GasState>);

impl Profile {
    /// Integrates the equations upwards (classic fourth-order Runge-Kutta).
    pub(super) fn integrate() -> Self {
        let mut state = [0.0; 7];
        state[0] = libm::log(NITROGEN.1 * temperature_k(86e3));
        for (part, number) in state[1..5].iter_mut().zip(NUMBERS_86) {
            *part = libm::log(number * temperature_k(86e3));
        }
        let mut states = vec![state];
        let step_km = 1.0 / STEPS as f64;
        for step in 0..914 * STEPS {
            let start_km = altitude_km(step);
            let at = |from: &GasState, share: f64, rates: &GasState| -> GasState {
                std::array::from_fn(|part| from[part] + share * step_km * rates[part])
            };
            let first = rates(start_km + INSIDE_KM, &state);
            let second = rates(start_km + 0.5 * step_km, &at(&state, 0.5, &first));
            let third = rates(start_km + 0.5 * step_km, &at(&state, 0.5, &second));
            let fourth = rates(altitude_km(step + 1) - INSIDE_KM, &at(&state, 1.0, &third));
            let mean = std::array::from_fn(|part| {
                (first[part] + 2.0 * (second[part] + third[part]) + fourth[part]) / 6.0
            });
            state = at(&state, 1.0, &mean);
            states.push(state);
        }
        Self(states)
    }

    /// The altitudes of the profile, km.
    pub(super) fn altitudes_km(&self) -> impl Iterator<Item = f64> {
        (0..self.0.len()).map(altitude_km)
    }

    /// The air at an altitude of the profile, just below or above it, joined to the layers.
    ///
    /// The numbers of table 9 have 8·10⁻⁶ more density and 1.1·10⁻⁵ more pressure than the layers
    /// at 86 km: by this all of the air above is made less, that there be no step.
    pub(super) fn node(&self, altitude_km: f64, side: f64) -> TableNode {
        let layers = air_of_layers(86e3);
        let foot = self.unjoined(86.0, 1.0);
        let mut node = self.unjoined(altitude_km, side);
        node.density[0] += libm::log(layers.density_kgpm3) - foot.density[0];
        node.pressure[0] += libm::log(layers.pressure_pa) - foot.pressure[0];
        node
    }

    /// The air at an altitude of the profile as the equations have it.
    pub(super) fn unjoined(&self, altitude_km: f64, side: f64) -> TableNode {
        let state = &self.0[((altitude_km - 86.0) * STEPS as f64).round() as usize];
        let inside_km = altitude_km + side * INSIDE_KM;
        let rates = rates(inside_km, state);
        let (temperature_k, gradient_kpkm) = temperature(inside_km);
        let mut sums = [0.0; 4];
        let mut add = |weight: f64, number: f64, rate_pkm: f64| {
            sums[0] += weight * number;
            sums[1] += weight * number * (rate_pkm - gradient_kpkm / temperature_k);
            sums[2] += number;
            sums[3] += number * rate_pkm;
        };
        add(NITROGEN.0, libm::exp(state[0]) / temperature_k, rates[0]);
        for (part, gas) in (1..5).zip(&GASES) {
            add(gas.weight, libm::exp(state[part]) / temperature_k, rates[part]);
        }
        if inside_km > 150.0 {
            let (number, rate_pkm) = self.hydrogen(inside_km, state);
            add(HYDROGEN.weight, number, rate_pkm);
        }
        let [mass, mass_rate, number, number_rate] = sums;
        let pressure_pa = number * BOLTZMANN * temperature_k;
        TableNode {
            altitude_km,
            density: [libm::log(mass / AVOGADRO), mass_rate / mass],
            pressure: [libm::log(pressure_pa), number_rate / number],
        }
    }

    /// Number of hydrogen atoms per m³ (eq. 39), and the rate of ln(n T), 1/km.
    fn hydrogen(&self, altitude_km: f64, state: &GasState) -> (f64, f64) {
        let top = &self.0[(500 - 86) * STEPS];
        let (temperature_k, gradient_kpkm) = temperature(altitude_km);
        let ratio = temperature(500.0).0 / temperature_k;
        let flows = altitude_km < 500.0;
        let lost = if flows { libm::exp(-top[5]) * (state[6] - top[6]) } else { 0.0 };
        let number = (HYDROGEN_500 - lost)
            * libm::pow(ratio, 1.0 + HYDROGEN.thermal)
            * libm::exp(top[5] - state[5]);
        let flow_pkm = if flows {
            1e3 * HYDROGEN_FLOW / diffusion(&HYDROGEN, temperature_k, all(state, temperature_k))
        } else {
            0.0
        };
        let settling_pkm = rates(altitude_km, state)[5];
        let warming_pkm = HYDROGEN.thermal * gradient_kpkm / temperature_k;
        (number, -warming_pkm - settling_pkm - flow_pkm / number)
    }
}

/// Altitude of a step, km.
fn altitude_km(step: usize) -> f64 {
    86.0 + step as f64 / STEPS as f64
}

/// What the state changes by, 1/km.
fn rates(altitude_km: f64, state: &GasState) -> GasState {
    let (temperature_k, gradient_kpkm) = temperature(altitude_km);
    let mixed = altitude_km < 100.0;
    // Slope of ln p of a gas at rest, over its weight: g / (R T).
    let rest_pkm = 1e3 * gravity_mps2(1e3 * altitude_km) / (GAS_JPKMOLK * temperature_k);
    let eddies = eddies_m2ps(altitude_km);
    let [nitrogen, atomic, molecular, ..] = state.map(|part| libm::exp(part) / temperature_k);
    let air = nitrogen + atomic + molecular;
    let [o, o2, ..] = &GASES;
    let air_weight = (nitrogen * NITROGEN.0 + atomic * o.weight + molecular * o2.weight) / air;

    let mut rates = [0.0; 7];
    rates[0] = -rest_pkm * if mixed { SEA_LEVEL_WEIGHT } else { NITROGEN.0 };
    for (index, gas) in GASES.iter().enumerate() {
        let (number, weight) = if index < 2 { (nitrogen, NITROGEN.0) } else { (air, air_weight) };
        let weight = if mixed { SEA_LEVEL_WEIGHT } else { weight };
        let diffusion = diffusion(gas, temperature_k, number);
        let share = diffusion / (diffusion + eddies);
        let settled = share * gas.weight + (1.0 - share) * weight;
        let warming_pkm = share * gas.thermal * gradient_kpkm / temperature_k;
        rates[1 + index] = -(rest_pkm * settled + warming_pkm + flow_pkm(gas, altitude_km));
    }
    if mixed && altitude_km < FLOW_TO_97[1] {
        let [strength, foot_km, width] = FLOW_TO_97;
        let below_km = foot_km - altitude_km;
        rates[1] -= strength * below_km.powi(2) * libm::exp(-width * below_km.powi(3));
    }
    if altitude_km > 150.0 {
        let diffusion = diffusion(&HYDROGEN, temperature_k, all(state, temperature_k));
        let ratio = temperature_k / temperature(500.0).0;
        rates[5] = rest_pkm * HYDROGEN.weight;
        rates[6] = 1e3 * HYDROGEN_FLOW / diffusion
            * libm::pow(ratio, 1.0 + HYDROGEN.thermal)
            * libm::exp(state[5]);
    }
    rates
}

/// Number of all atoms and molecules but hydrogen, per m³.
fn all(state: &GasState, temperature_k: f64) -> f64 {
    state[..5].iter().map(|part| libm::exp(*part)).sum::<f64>() / temperature_k
}

/// Molecular diffusion of a gas through a number of others per m³, m²/s (eq. 8).
fn diffusion(gas: &Gas, temperature_k: f64, number: f64) -> f64 {
    let [strength, power] = gas.diffusion;
    strength / number * libm::pow(temperature_k / 273.15, power)
}

/// Diffusion by eddies, m²/s (eq. 7).
fn eddies_m2ps(altitude_km: f64) -> f64 {
    let above_km = altitude_km - 95.0;
    if above_km < 0.0 {
        120.0
    } else if above_km < 20.0 {
        120.0 * libm::exp(1.0 - 400.0 / (400.0 - above_km * above_km))
    } else {
        0.0
    }
}

/// Flow of a gas over its diffusion and that by eddies, 1/km (eq. 37).
fn flow_pkm(gas: &Gas, altitude_km: f64) -> f64 {
    let [strength, foot_km, width] = gas.flow;
    let above_km = altitude_km - foot_km;
    strength * above_km.powi(2) * libm::exp(-width * above_km.powi(3))
}

/// Temperature, K, and its gradient, K/km (eqs. 26, 28, 30, 32).
fn temperature(altitude_km: f64) -> (f64, f64) {
    let temperature_k = temperature_k(1e3 * altitude_km);
    let gradient_kpkm = if altitude_km < 91.0 {
        0.0
    } else if altitude_km < 110.0 {
        let share = (altitude_km - 91.0) / 19.942_9;
        76.323_2 / 19.942_9 * share / (1.0 - share * share).sqrt()
    } else if altitude_km < 120.0 {
        12.0
    } else {
        let radius_km = RADIUS_M / 1e3;
        let shrink = (radius_km + 120.0) / (radius_km + altitude_km);
        0.018_75 * (1000.0 - temperature_k) * shrink * shrink
    };
    (temperature_k, gradient_kpkm)
}

const fn gas(weight: f64, diffusion: [f64; 2], thermal: f64, flow: [f64; 3]) -> Gas {
    Gas { weight, diffusion, thermal, flow }
}
