//! Objects that part from a payload, and how long a run must wait for them.

use crate::ballistics::arc::{Fall, FallNode};
use crate::ballistics::flight::{Advance, Flight};
use crate::ballistics::release::ObjectRelease;
use crate::earth::frames::altitude_approx_m;
use crate::scenario::identity::Object;
use crate::scenario::model::{self, ObjectKind, Separation};
use crate::scenario::schema;
use nalgebra::Vector3;
use std::f64::consts::FRAC_1_SQRT_2;

/// The objects of a threat type beside its payload, in their order.
pub(super) fn objects(written: &schema::ThreatType) -> Vec<ObjectKind> {
    let stage = written.spent_stage.iter().map(spent_stage);
    let decoys = written.decoys.iter().flat_map(|decoys| {
        (1..=decoys.count as u16).map(|number| decoy(Object::Decoy(number), decoys))
    });
    stage.chain(decoys).collect()
}

fn spent_stage(stage: &schema::SpentStage) -> ObjectKind {
    ObjectKind {
        object: Object::SpentStage,
        ballistic_coefficient_kgpm2: stage.ballistic_coefficient_kgpm2,
        signature: model::Signature {
            boost_m2: stage.cross_section_vacuum_m2,
            vacuum_m2: stage.cross_section_vacuum_m2,
            reentry_m2: stage.cross_section_reentry_m2,
            fluctuation: fluctuation(stage.swerling),
            contrast: stage.contrast,
        },
        separation: Separation::Back {
            speed_mps: stage.separation_mps,
            error_mps: stage.separation_error_mps,
        },
    }
}

fn decoy(object: Object, decoys: &schema::Decoys) -> ObjectKind {
    ObjectKind {
        object,
        ballistic_coefficient_kgpm2: decoys.ballistic_coefficient_kgpm2,
        signature: model::Signature {
            boost_m2: decoys.cross_section_vacuum_m2,
            vacuum_m2: decoys.cross_section_vacuum_m2,
            reentry_m2: decoys.cross_section_reentry_m2,
            fluctuation: fluctuation(decoys.swerling),
            contrast: decoys.contrast,
        },
        separation: Separation::AnyWay { speed_mps: decoys.separation_mps },
    }
}

/// The Swerling case of a number, 0 to 4.
pub(super) fn fluctuation(swerling: u32) -> model::Fluctuation {
    match swerling {
        0 => model::Fluctuation::Steady,
        2 => model::Fluctuation::Swerling2,
        3 => model::Fluctuation::Swerling3,
        4 => model::Fluctuation::Swerling4,
        _ => model::Fluctuation::Swerling1,
    }
}

/// The end of an object, for whose sake a run must go on.
#[derive(Debug, Clone, Copy)]
pub(super) struct ObjectEnd {
    object: Object,
    /// Time after launch, s.
    pub(super) time_s: f64,
}

impl ObjectEnd {
    /// Title and label of the fault that a run ends before `by_s`.
    pub(super) fn too_short(&self, threat: &str, by_s: f64) -> (String, String) {
        match self.object {
            Object::Payload => (
                "the run ends before its threats come down".to_owned(),
                format!("threat `{threat}` may come down at {by_s:.0} s"),
            ),
            object => {
                let title = "the run ends while there is something to shoot at".to_owned();
                let label = if by_s.is_finite() {
                    format!("{object} of `{threat}` may be in reach until {by_s:.0} s")
                } else {
                    format!("{object} of `{threat}` may never come down")
                };
                (title, label)
            }
        }
    }
}

/// End of each object: of the payload on the ground, of another at the latest below the lowest
/// reach of any interceptor. Of decoys, which are all alike, the first stands for all.
pub(super) fn ends(kind: &model::ThreatKind, payload: &Flight, floor_m: f64) -> Vec<ObjectEnd> {
    let time_s = match payload.advance(&payload.launch_state(), 0.0, f64::INFINITY) {
        Advance::Impact { time_s, .. } => time_s,
        // A solved flight comes down; one that does not is longer than any run.
        Advance::Flying(_) => f64::INFINITY,
    };
    let object = Object::Payload;
    let mut ends = vec![ObjectEnd { object, time_s }];
    let one_of_each = |kind: &&ObjectKind| kind.object <= Object::Decoy(1);
    for other in kind.objects.iter().filter(one_of_each) {
        let times_s = extremes(other, payload).map(|release| sinks_s(payload, release, floor_m));
        ends.push(ObjectEnd {
            object: other.object,
            time_s: times_s.into_iter().fold(0.0, f64::max),
        });
    }
    ends
}

/// Releases of which one is near to that after which an object flies longest: forwards, up from the
/// launch site, and half of each.
fn extremes(kind: &ObjectKind, payload: &Flight) -> [ObjectRelease; 3] {
    let plain = kind.release(Vector3::zeros());
    let Separation::AnyWay { speed_mps } = kind.separation else {
        return [plain; 3];
    };
    let up = payload.site().position().0.normalize();
    [(1.0, 0.0), (0.0, 1.0), (FRAC_1_SQRT_2, FRAC_1_SQRT_2)].map(|(forwards, upwards)| {
        ObjectRelease {
            along_mps: forwards * speed_mps,
            aside_mps: up * (upwards * speed_mps),
            ..plain
        }
    })
}

/// Time since launch at which an object sinks below an altitude for good, s; infinite if it never
/// comes down, 0 if there is no such altitude.
fn sinks_s(payload: &Flight, release: ObjectRelease, floor_m: f64) -> f64 {
    let flight = payload.object(release);
    let cutoff_s = flight.cutoff_s();
    let Advance::Flying(state) = flight.advance(&flight.launch_state(), 0.0, cutoff_s) else {
        return cutoff_s;
    };
    let fall = Fall::predict(&state, release.ballistic_coefficient_kgpm2, f64::INFINITY);
    let is_above = |node: &FallNode| altitude_approx_m(&node.state.position_m) >= floor_m;
    match (fall.impact(), fall.nodes().iter().rposition(is_above)) {
        _ if floor_m.is_infinite() => 0.0,
        (None, _) => f64::INFINITY,
        (Some(_), None) => cutoff_s,
        (Some(impact), Some(last)) => {
            let below = fall.nodes().get(last + 1);
            cutoff_s + below.map_or(impact.time_s, |node| node.time_s)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ballistics::boost::Steering;
    use crate::ballistics::vehicle::{Stage, Thrust, Vehicle};
    use crate::earth::frames::Geodetic;
    use std::sync::Arc;

    /// Three stages that grow lighter as they burn.
    fn vehicle() -> Vehicle {
        let stage = |[burn_time_s, thrust_n, propellant_kg, dry_kg]: [f64; 4]| Stage {
            burn_time_s,
            thrust: Thrust::MassFlow { thrust_n, propellant_kg, dry_kg },
        };
        let stages = [
            [60.0, 1.35e6, 30e3, 2_800.0],
            [65.0, 500e3, 11.5e3, 1_100.0],
            [60.0, 190e3, 4e3, 420.0],
        ];
        Vehicle {
            stages: stages.map(stage).into(),
            payload_kg: 1.1e3,
            ballistic_coefficient_kgpm2: 7e3,
        }
    }

    fn signature() -> model::Signature {
        model::Signature {
            boost_m2: 1.0,
            vacuum_m2: 1.0,
            reentry_m2: 1.0,
            fluctuation: model::Fluctuation::Steady,
            contrast: 1.0,
        }
    }

    fn kind(decoy_mps: f64) -> model::ThreatKind {
        let object = |object, ballistic_coefficient_kgpm2, separation| ObjectKind {
            object,
            ballistic_coefficient_kgpm2,
            signature: signature(),
            separation,
        };
        let back = Separation::Back { speed_mps: 2.0, error_mps: 0.1 };
        let speed_mps = decoy_mps;
        let decoy = |number| {
            let ejected = Separation::AnyWay { speed_mps };
            object(Object::Decoy(number), 30.0, ejected)
        };
        model::ThreatKind {
            name: "test".into(),
            vehicle: Arc::new(vehicle()),
            signature: signature(),
            cutoff_error_mps: 0.0,
            debris_visible_s: 0.0,
            objects: vec![object(Object::SpentStage, 100.0, back), decoy(1), decoy(2)],
        }
    }

    /// Until when a run waits for payload, stage and decoy of a long flight, s.
    fn waits_s(decoy_mps: f64, floor_m: f64) -> Vec<f64> {
        let kind = kind(decoy_mps);
        let steering = Steering { azimuth_rad: 1.0, elevation_final_rad: 0.2, cutoff_s: 185.0 };
        let launch = Geodetic::degrees(50.0, 10.0, 0.0);
        let payload = Flight::new(&kind.vehicle, launch, &steering, Vector3::zeros());
        let ends = ends(&kind, &payload, floor_m);
        assert_eq!(ends[2].object, Object::Decoy(1), "it stands for the second");
        ends.iter().map(|end| end.time_s).collect()
    }

    #[test]
    fn a_run_waits_for_what_is_above_the_floor() {
        let [payload_s, stage_s, decoy_s] = waits_s(5.0, 0.0)[..] else {
            panic!("three times");
        };
        assert!(payload_s + 30.0 < stage_s && stage_s + 30.0 < decoy_s);
        let high = waits_s(5.0, 150e3);
        assert!(high[1] < payload_s && high[2] < payload_s);
        let none = waits_s(5.0, f64::INFINITY);
        assert!(none[1..].iter().all(|time_s| *time_s <= 0.0), "nobody can shoot");
    }

    #[test]
    fn what_never_comes_down_is_waited_for_in_vain() {
        let waits_s = waits_s(6000.0, 40e3);
        assert!(waits_s[0].is_finite() && waits_s[1].is_finite());
        assert!(waits_s[2].is_infinite());
    }
}
