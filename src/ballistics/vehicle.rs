//! Vehicles: one to three stages burnt one after the other, and what they carry.
//!
//! All numbers a user gives are notional. Source of the mass-flow stage: Tsiolkovsky's equation
//! with constant flow, as in Curtis (2014), *Orbital Mechanics for Engineering Students*, ch. 13.
//! Left out: coasting between stages, thrust that varies with time or altitude.

use std::fmt;
use std::fmt::{Display, Formatter};

/// Most stages a vehicle can have.
pub const STAGES_MAX: usize = 3;

/// Longest burn of one stage, s: far beyond any rocket, it bounds the work of a flight.
pub const BURN_TIME_S_MAX: f64 = 1_000.0;

/// A notional vehicle, which the rest of this room takes as checked by [`Vehicle::check`].
#[derive(Debug, Clone, PartialEq)]
pub struct Vehicle {
    /// Stages in the order in which they burn, 1 to [`STAGES_MAX`].
    pub stages: Vec<Stage>,
    /// Mass on top of the stages, kg, above 0; without effect on mean accelerations.
    pub payload_kg: f64,
    /// Ballistic coefficient `m / (C_d A)` of the payload after cut-off, kg/m², above 0.
    pub ballistic_coefficient_kgpm2: f64,
}

/// One stage: how long it burns, and how strongly.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stage {
    /// From ignition to burn-out, s, above 0 and at most [`BURN_TIME_S_MAX`].
    pub burn_time_s: f64,
    /// Thrust.
    pub thrust: Thrust,
}

/// Thrust of a stage. A vehicle has stages of one kind only.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Thrust {
    /// Constant thrust and mass flow; the dry mass is dropped at burn-out.
    MassFlow {
        /// Thrust in vacuum, N, above 0.
        thrust_n: f64,
        /// Propellant, burnt evenly, kg, above 0.
        propellant_kg: f64,
        /// Dry mass, dropped at burnout, kg, 0 or more.
        dry_kg: f64,
    },
    /// Constant acceleration by thrust alone.
    MeanAcceleration {
        /// Acceleration by thrust, m/s², above 0.
        acceleration_mps2: f64,
    },
}

/// Fault of a vehicle. Stages are counted from 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum VehicleError {
    /// There must be 1 to [`STAGES_MAX`] stages.
    StageCount {
        /// Stages found.
        found: usize,
    },
    /// A burn time must be above 0 and at most [`BURN_TIME_S_MAX`].
    BurnTime {
        /// Stage at fault.
        stage: usize,
        /// Burn time found, s.
        found_s: f64,
    },
    /// A thrust, mass or acceleration of this stage is not a finite number above 0.
    Thrust {
        /// Stage at fault.
        stage: usize,
    },
    /// Payload and ballistic coefficient must be finite numbers above 0.
    Payload,
    /// Mass-flow and mean-acceleration stages do not mix: the mass above would be unknown.
    MixedThrust,
    /// The first stage must push harder than gravity pulls.
    TooWeak {
        /// Acceleration by thrust at lift-off, m/s².
        acceleration_mps2: f64,
    },
}

impl Display for VehicleError {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::StageCount { found } => {
                write!(out, "it has {found} stages; from 1 to {STAGES_MAX} can be flown")
            }
            Self::BurnTime { stage, found_s } => write!(
                out,
                "stage {stage} burns for {found_s} s; above 0 and up to {BURN_TIME_S_MAX} s can be \
                 flown"
            ),
            Self::Thrust { stage } => {
                write!(out, "thrust, masses and acceleration of stage {stage} must be above 0")
            }
            Self::Payload => write!(out, "payload and ballistic coefficient must be above 0"),
            Self::MixedThrust => write!(
                out,
                "its stages must all have a mean acceleration, or all thrust and masses"
            ),
            Self::TooWeak { acceleration_mps2 } => write!(
                out,
                "its thrust gives {acceleration_mps2:.1} m/s² at lift-off, less than gravity takes"
            ),
        }
    }
}

impl std::error::Error for VehicleError {}

/// A stage of a given vehicle as it burns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Burn {
    start_s: f64,
    duration_s: f64,
    thrust_n: f64,
    /// Mass at the start of the burn, kg; without mass flow 1.
    pub mass_kg: f64,
    flow_kgps: f64,
}

impl Vehicle {
    /// Check that the vehicle can fly.
    ///
    /// # Errors
    /// The first thing found to be wrong with it.
    pub fn check(&self) -> Result<(), VehicleError> {
        use VehicleError as Wrong;
        if self.stages.is_empty() || self.stages.len() > STAGES_MAX {
            let found = self.stages.len();
            return Err(Wrong::StageCount { found });
        }
        if !(positive(self.payload_kg) && positive(self.ballistic_coefficient_kgpm2)) {
            return Err(Wrong::Payload);
        }
        for (number, stage) in (1..).zip(&self.stages) {
            stage.check(number)?;
        }
        let flows = |stage: &&Stage| matches!(stage.thrust, Thrust::MassFlow { .. });
        let flowing = self.stages.iter().filter(flows).count();
        if flowing != 0 && flowing != self.stages.len() {
            return Err(Wrong::MixedThrust);
        }
        let acceleration_mps2 = self.thrust_acceleration_mps2(0.0);
        if acceleration_mps2 <= crate::earth::wgs84::STANDARD_GRAVITY_MPS2 {
            return Err(Wrong::TooWeak { acceleration_mps2 });
        }
        Ok(())
    }

    /// From launch to the burn-out of the last stage, s.
    pub fn burn_time_s(&self) -> f64 {
        self.stages.iter().map(|stage| stage.burn_time_s).sum()
    }

    /// The burn-out of each stage, s since launch, in order.
    pub fn stage_ends_s(&self) -> Vec<f64> {
        self.burns().map(|burn| burn.end_s()).collect()
    }

    /// Acceleration by thrust, m/s²; 0 before launch and after burn-out.
    pub fn thrust_acceleration_mps2(&self, time_since_launch_s: f64) -> f64 {
        let burning =
            |burn: &Burn| burn.start_s <= time_since_launch_s && time_since_launch_s < burn.end_s();
        let burn = self.burns().find(burning);
        burn.map_or(0.0, |burn| burn.acceleration_mps2(time_since_launch_s))
    }

    /// Speed all stages give without gravity and drag, m/s (Tsiolkovsky's equation).
    pub fn ideal_speed_mps(&self) -> f64 {
        self.burns().map(|burn| burn.ideal_speed_mps()).sum()
    }

    /// The stages as they burn, in order.
    pub fn burns(&self) -> impl Iterator<Item = Burn> {
        let mut start_s = 0.0;
        self.stages.iter().enumerate().map(move |(index, stage)| {
            let burn = self.burn(index, stage, start_s);
            start_s = burn.end_s();
            burn
        })
    }

    fn burn(&self, index: usize, stage: &Stage, start_s: f64) -> Burn {
        let duration_s = stage.burn_time_s;
        match stage.thrust {
            Thrust::MassFlow { thrust_n, propellant_kg, .. } => {
                let above = self.stages.iter().skip(index);
                let mass_kg = self.payload_kg + above.map(Stage::mass_kg).sum::<f64>();
                let flow_kgps = propellant_kg / duration_s;
                Burn { start_s, duration_s, thrust_n, mass_kg, flow_kgps }
            }
            // A constant acceleration is a constant force on an unchanging unit of mass.
            Thrust::MeanAcceleration { acceleration_mps2 } => Burn {
                start_s,
                duration_s,
                thrust_n: acceleration_mps2,
                mass_kg: 1.0,
                flow_kgps: 0.0,
            },
        }
    }
}

impl Stage {
    fn check(&self, number: usize) -> Result<(), VehicleError> {
        if !(positive(self.burn_time_s) && self.burn_time_s <= BURN_TIME_S_MAX) {
            let found_s = self.burn_time_s;
            return Err(VehicleError::BurnTime { stage: number, found_s });
        }
        let sound = match self.thrust {
            Thrust::MassFlow { thrust_n, propellant_kg, dry_kg } => {
                let dry = dry_kg >= 0.0 && dry_kg.is_finite();
                positive(thrust_n) && positive(propellant_kg) && dry
            }
            Thrust::MeanAcceleration { acceleration_mps2 } => positive(acceleration_mps2),
        };
        if sound { Ok(()) } else { Err(VehicleError::Thrust { stage: number }) }
    }

    fn mass_kg(&self) -> f64 {
        match self.thrust {
            Thrust::MassFlow { propellant_kg, dry_kg, .. } => propellant_kg + dry_kg,
            Thrust::MeanAcceleration { .. } => 0.0,
        }
    }
}

impl Burn {
    /// Time of burnout, s since launch.
    pub(crate) fn end_s(&self) -> f64 {
        self.start_s + self.duration_s
    }

    /// Acceleration by thrust, m/s²; outside the burn that of its start or end.
    pub fn acceleration_mps2(&self, time_since_launch_s: f64) -> f64 {
        let burnt_s = (time_since_launch_s - self.start_s).clamp(0.0, self.duration_s);
        self.thrust_n / (self.mass_kg - self.flow_kgps * burnt_s)
    }

    /// Mass at the start of the burn over that at its end.
    pub fn mass_ratio(&self) -> f64 {
        self.mass_kg / (self.mass_kg - self.flow_kgps * self.duration_s)
    }

    /// Speed the stage gives without gravity and drag, m/s.
    pub fn ideal_speed_mps(&self) -> f64 {
        if self.flow_kgps > 0.0 {
            self.thrust_n / self.flow_kgps * libm::log(self.mass_ratio())
        } else {
            self.thrust_n / self.mass_kg * self.duration_s
        }
    }
}

fn positive(number: f64) -> bool {
    number > 0.0 && number.is_finite()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ballistics::tests::notional::{flow, mean, vehicles};

    #[test]
    fn thrust_integrates_to_the_ideal_speed() {
        for (name, vehicle) in vehicles() {
            assert_eq!(vehicle.check(), Ok(()), "{name}");
            let steps = 100_000;
            let dt_s = vehicle.burn_time_s() / f64::from(steps);
            let middle = |index| (f64::from(index) + 0.5) * dt_s;
            let gained: f64 = (0..steps)
                .map(|index| vehicle.thrust_acceleration_mps2(middle(index)) * dt_s)
                .sum();
            assert!((gained / vehicle.ideal_speed_mps() - 1.0).abs() < 1e-4, "{name}");
            for idle_s in [-1.0, vehicle.burn_time_s(), 1e4] {
                assert!(vehicle.thrust_acceleration_mps2(idle_s).abs() < f64::EPSILON);
            }
        }
    }

    #[test]
    fn what_cannot_fly_is_refused() {
        let good = [60.0, 250.0, 1e3, 100.0];
        let mut mixed = flow(1e3, 100.0, &[good]);
        mixed.stages.extend(mean(1e3, &[[60.0, 50.0]]).stages);
        for (vehicle, expected) in [
            (mean(1e3, &[]), VehicleError::StageCount { found: 0 }),
            (mean(1e3, &[[60.0, 50.0]; 4]), VehicleError::StageCount { found: 4 }),
            (mean(0.0, &[[60.0, 50.0]]), VehicleError::Payload),
            (flow(1e3, f64::INFINITY, &[good]), VehicleError::Payload),
            (mean(1e3, &[[0.0, 50.0]]), VehicleError::BurnTime { stage: 1, found_s: 0.0 }),
            (mean(1e3, &[[60.0, 50.0], [60.0, f64::NAN]]), VehicleError::Thrust { stage: 2 }),
            (flow(1e3, 100.0, &[[60.0, 250.0, 1e3, -1.0]]), VehicleError::Thrust { stage: 1 }),
            (mean(1e3, &[[60.0, 9.0]]), VehicleError::TooWeak { acceleration_mps2: 9.0 }),
            (mixed, VehicleError::MixedThrust),
        ] {
            assert_eq!(vehicle.check(), Err(expected), "{vehicle:?}");
        }
    }
}
