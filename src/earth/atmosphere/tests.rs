//! The standard's equations and laws of a gas at rest.

use proptest::prelude::*;
use std::fmt::Write as _;

mod diffusion;

use self::diffusion::Profile;
use super::table::{Logarithm, TableNode, ZONES, Zone};
use super::*;

#[test]
fn the_table_is_what_the_equations_give() {
    let profile = Profile::integrate();
    let mut table = String::new();
    let mut worst: f64 = 0.0;
    for zone in &ZONES {
        let last = zone.nodes.len() - 1;
        let foot_km = zone.nodes[0].altitude_km;
        for (index, node) in zone.nodes.iter().enumerate() {
            let altitude_km = foot_km + index as f64 * zone.step_km;
            assert!((node.altitude_km - altitude_km).abs() < f64::EPSILON);
            let side = if index == last { -1.0 } else { 1.0 };
            let due = profile.node(altitude_km, side);
            worst = worst.max(apart(node.density, due.density));
            worst = worst.max(apart(node.pressure, due.pressure));
            writeln!(table, "        {},", row(&due)).expect("room");
        }
    }
    assert!(worst < 1e-10, "off by {worst:e}; it should be:\n{table}");
}

#[test]
fn the_zones_of_the_table_cover_86_to_1000_km() {
    let ends_km =
        |zone: &Zone| [0, zone.nodes.len() - 1].map(|index| zone.nodes[index].altitude_km);
    let mut foot_km = 86.0;
    for [low_km, high_km] in ZONES.iter().map(ends_km) {
        assert!((low_km - foot_km).abs() < f64::EPSILON, "{foot_km}");
        foot_km = high_km;
    }
    assert!((foot_km - 1000.0).abs() < f64::EPSILON);
}

#[test]
fn between_the_nodes_the_air_is_what_the_equations_give() {
    let profile = Profile::integrate();
    let mut worst = [(0.0, 0.0); 2];
    for altitude_km in profile.altitudes_km() {
        let due = profile.node(altitude_km, 1.0);
        let air = air(altitude_km * 1e3);
        let got = [air.density_kgpm3, air.pressure_pa];
        for (part, due) in [due.density[0], due.pressure[0]].into_iter().enumerate() {
            let off = (libm::log(got[part]) - due).abs();
            if off > worst[part].0 {
                worst[part] = (off, altitude_km);
            }
        }
    }
    let [density, pressure] = worst;
    assert!(density.0 < 1e-5, "density {density:?}");
    assert!(pressure.0 < 1e-5, "pressure {pressure:?}");
}

/// What the standard says of the two numbers of air at 86 km, by table 9 and by the layers.
#[test]
fn the_join_at_86_km_moves_the_air_by_a_hundred_thousandth() {
    let profile = Profile::integrate();
    let (joined, own) = (profile.node(86.0, 1.0), profile.unjoined(86.0, 1.0));
    let step = own.density[0] - joined.density[0];
    assert!((step - 8.06e-6).abs() < 0.01e-6, "{step}");
    let step = own.pressure[0] - joined.pressure[0];
    assert!((step - 1.08e-5).abs() < 0.01e-5, "{step}");
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

proptest! {
    #[test]
    fn density_and_pressure_fall_without_a_step(
        altitude_m in -5e3..1.2e6,
        rise_m in 0.01..100.0,
    ) {
        falls_gently(altitude_m, rise_m)?;
    }

    #[test]
    fn density_and_pressure_fall_without_a_step_through_86_and_100_km(
        foot_m in prop::sample::select(vec![86e3, 100e3]),
        below_m in 0.0..1.0,
        rise_m in 0.01..2.0,
    ) {
        falls_gently(foot_m - below_m, rise_m)?;
    }

    /// The weight of a mole follows from the gas law; gases that part by weight get lighter.
    #[test]
    fn the_thermosphere_is_a_perfect_gas_that_gets_lighter(
        altitude_m in 86e3..1e6,
        rise_m in 10.0..1e5,
    ) {
        let weight = |altitude_m: f64| {
            let air = air(altitude_m);
            air.density_kgpm3 * GAS_JPKMOLK * air.temperature_k / air.pressure_pa
        };
        let high_m = f64::min(altitude_m + rise_m, 1e6);
        let (low, high) = (weight(altitude_m), weight(high_m));
        prop_assert!(high <= low * (1.0 + 1e-5), "{low} {high}");
        prop_assert!(low < 28.953 && high > 3.93, "{low} {high}");
    }

    /// Each gas rests or flows by itself, so that the standard's air as a whole rests only nearly:
    /// worst at 100 km, where nitrogen ceases to be mixed.
    #[test]
    fn the_air_carries_what_is_above(altitude_m in -5e3..1e6) {
        let air = air(altitude_m);
        let [low_pa, high_pa] = [-0.5, 0.5].map(|up_m| super::air(altitude_m + up_m).pressure_pa);
        let due = air.density_kgpm3 * gravity_mps2(altitude_m);
        let off = ((low_pa - high_pa) / due - 1.0).abs();
        let allowed = match altitude_m {
            ..86e3 => 1e-7,
            ..115e3 => 1.8e-2,
            ..130e3 => 1.1e-3,
            _ => 2e-4,
        };
        prop_assert!(off < allowed, "{off}");
    }
}

#[test]
fn outside_its_range_the_air_is_as_stated() {
    let low = density_kgpm3(-5e3);
    assert!((density_kgpm3(-9e3) - low).abs() < f64::EPSILON);
    let factor = |altitude_m| density_kgpm3(altitude_m + 1e3) / density_kgpm3(altitude_m);
    assert!((factor(2e6) / factor(999e3) - 1.0).abs() < 1e-4);
    let (far, farther) = (density_kgpm3(2e6), density_kgpm3(3e6));
    assert!(far > farther && farther > 0.0);
}

/// Fails unless the air gets thinner upwards, by no more than 3 km of scale height would have it.
fn falls_gently(altitude_m: f64, rise_m: f64) -> Result<(), TestCaseError> {
    let (low, high) = (air(altitude_m), air(altitude_m + rise_m));
    for (low, high) in
        [(low.density_kgpm3, high.density_kgpm3), (low.pressure_pa, high.pressure_pa)]
    {
        prop_assert!(high > 0.0 && high < low, "{low} {high}");
        prop_assert!(low / high - 1.0 < rise_m / 3e3, "{low} {high}");
    }
    Ok(())
}

/// The larger difference of two logarithms' values and slopes.
fn apart(one: Logarithm, other: Logarithm) -> f64 {
    (one[0] - other[0]).abs().max((one[1] - other[1]).abs())
}

/// A node as the table writes it.
fn row(node: &TableNode) -> String {
    let [density, density_slope] = node.density;
    let [pressure, pressure_slope] = node.pressure;
    let altitude_km = node.altitude_km;
    format!(
        "node({altitude_km:.1}, [{density:.12}, {density_slope:.10}], \
         [{pressure:.12}, {pressure_slope:.10}])"
    )
}
