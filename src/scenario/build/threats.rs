//! Threats: launched over the area of their raid, each flight solved to hit its aim.

use super::aims::{LaunchArea, NEARER, unreachable};
use super::convert::{km, loft, threat_kind};
use super::objects::{self, ObjectEnd};
use super::{Builder, MARGIN_S, laws, named, once};
use crate::ballistics::aim::{self, AimError};
use crate::ballistics::boost::Steering;
use crate::ballistics::flight::Flight;
use crate::earth::frames::Geodetic;
use crate::scenario::error::Fault;
use crate::scenario::identity::AssetId;
use crate::scenario::model::{DrawnRaid, LATE_SIGMA, Lottery, RaidVariant, Threat, ThreatKind};
use crate::scenario::read::fnv_1a;
use crate::scenario::read::units::written;
use crate::scenario::schema::{Alternative, Raid, ValueOrLaw};
use nalgebra::Vector3;
use std::collections::BTreeSet;
use std::sync::Arc;

impl Builder<'_> {
    /// The threat types, each with its vehicle tried.
    pub(super) fn threat_kinds(&self, faults: &mut Vec<Fault>) -> Vec<Arc<ThreatKind>> {
        let mut kinds = Vec::new();
        for (index, written) in self.file.threat_types.iter().enumerate() {
            let kind = threat_kind(written);
            if let Err(error) = kind.vehicle.check() {
                let path = format!("threat_types[{index}].stages");
                let title = format!("threat type `{}` cannot fly", written.id);
                faults.push(self.document.fault_at(&path, title, error.to_string()));
            }
            kinds.push(Arc::new(kind));
        }
        kinds
    }

    /// The threats, raid by raid, with their flights solved in parallel, equal ones once; and the
    /// raids that are drawn, with every flight that may be.
    pub(super) fn threats(
        &self,
        kinds: &[Arc<ThreatKind>],
        floor_m: f64,
        faults: &mut Vec<Fault>,
    ) -> (Vec<Threat>, Vec<DrawnRaid>) {
        let mut plans = self.plans(kinds, faults);
        let launches: Vec<PlannedLaunch> = plans
            .iter_mut()
            .flat_map(|plan| plan.variants.iter_mut())
            .flat_map(|variant| std::mem::take(&mut variant.launches))
            .collect();
        let key = |launch: &PlannedLaunch| once::key(&launch.threat, launch.target);
        let solved = once::each(&launches, key, |launch| launch.solve(floor_m));
        let duration_s = self.file.simulation.duration_s;
        let mut unreached: Vec<(PlannedLaunch, AimError)> = Vec::new();
        for (launch, solved) in launches.into_iter().zip(solved) {
            match solved {
                Ok((steering, ends)) => {
                    let threat = &launch.threat;
                    let latest_s = launch.latest_s + LATE_SIGMA * threat.launch_time_error_s;
                    let by_s = |end: &ObjectEnd| latest_s + end.time_s;
                    let beyond = ends.iter().find(|end| by_s(end) + MARGIN_S > duration_s);
                    let fault = beyond.map(|one| self.too_short(&threat.name, one, by_s(one)));
                    faults.extend(fault);
                    let mut variants = plans[launch.raid].variants.iter_mut();
                    let is_own = |plan: &&mut VariantPlan| plan.variant.place == launch.variant;
                    if let Some(plan) = variants.find(is_own) {
                        plan.variant.flights.push(Threat { steering, ..launch.threat });
                    }
                }
                Err(error) => unreached.push((launch, error)),
            }
        }
        let of_one = |one: &PlannedLaunch, other: &PlannedLaunch| {
            let place = |it: &PlannedLaunch| (it.raid, it.variant, it.aim);
            place(one) == place(other) && one.threat.kind.name == other.threat.kind.name
        };
        for (place, (launch, error)) in unreached.iter().enumerate() {
            if unreached[..place].iter().all(|(before, _)| !of_one(before, launch)) {
                let alike = unreached.iter().filter(|(other, _)| of_one(other, launch));
                let mut lofts_deg: Vec<f64> = alike.map(|(other, _)| other.loft_deg).collect();
                lofts_deg.sort_by(f64::total_cmp);
                lofts_deg.dedup();
                faults.push(self.out_of_reach((launch, error), &lofts_deg));
            }
        }
        // Threats of one raid at one aim fail alike: the first tells enough.
        let mut told = BTreeSet::new();
        faults.retain(|fault| {
            let span = fault.span.clone().map(|span| (span.start, span.end));
            told.insert((fault.title.clone(), span))
        });
        let (mut threats, mut drawn) = (Vec::new(), Vec::new());
        for (plan, written) in plans.into_iter().zip(&self.file.raids) {
            plan.place(&written.id, &mut threats, &mut drawn);
        }
        (threats, drawn)
    }

    /// The fault of an aim out of reach with some of the lofts that may be drawn.
    fn out_of_reach(
        &self,
        (launch, error): (&PlannedLaunch, &AimError),
        lofts_deg: &[f64],
    ) -> Fault {
        let raid = &self.file.raids[launch.raid];
        let keys = VariantKeys::of(raid, launch.variant);
        let own_aims =
            |place: &usize| raid.alternatives.get(*place).is_some_and(|it| !it.aims.is_empty());
        let path = match launch.variant.checked_sub(1) {
            Some(place) if !own_aims(&place) => {
                format!("raids[{}].alternatives[{place}]", launch.raid)
            }
            Some(place) => {
                format!("raids[{}].alternatives[{place}].aims[{}]", launch.raid, launch.aim)
            }
            None => format!("raids[{}].aims[{}]", launch.raid, launch.aim),
        };
        let title = unreachable(&launch.threat.kind.name, &keys.aims[launch.aim], &raid.id);
        let mut fault = self.document.fault_at(&path, title, error.to_string());
        if matches!(keys.loft_deg, ValueOrLaw::Law(_)) {
            let lofts: Vec<String> = lofts_deg.iter().map(|loft_deg| written(*loft_deg)).collect();
            let lofts = lofts.join(", ");
            fault = fault.note(format!("so with a loft of {lofts} degrees, which may be drawn"));
        }
        fault.help(NEARER)
    }

    /// The raids, each with the launches that it may have, not yet solved.
    fn plans(&self, kinds: &[Arc<ThreatKind>], faults: &mut Vec<Fault>) -> Vec<RaidPlan> {
        let mut plans = Vec::new();
        for (index, raid) in self.file.raids.iter().enumerate() {
            let variants = (0..=raid.alternatives.len()).map(|place| {
                let keys = VariantKeys::of(raid, place);
                let variant = keys.variant(place, kinds);
                (keys, variant)
            });
            let variants: Vec<_> = variants.filter(|(keys, _)| keys.weight > 0.0).collect();
            let flights: usize = variants.iter().map(|(_, it)| it.flight_count()).sum();
            if flights > MAX_FLIGHTS {
                let path = format!("raids[{index}].id");
                let title = format!("raid `{}` may be drawn in too many ways", raid.id);
                let label = format!("{flights} flights would be solved; at most {MAX_FLIGHTS} are");
                let fault = self.document.fault_at(&path, title, label);
                faults.push(fault.help("give its laws larger steps, or fewer choices"));
            }
            let planned = variants.into_iter().filter(|_| flights <= MAX_FLIGHTS);
            let variants = planned.map(|(keys, variant)| VariantPlan {
                weight: keys.weight,
                launches: self.launches((index, raid), &keys, &variant, kinds),
                variant,
            });
            plans.push(RaidPlan { variants: variants.collect() });
        }
        plans
    }

    /// The launches that a raid may have, not yet solved: launch points over the disc, aims in turn
    /// or each of them.
    fn launches(
        &self,
        (index, raid): (usize, &Raid),
        keys: &VariantKeys,
        variant: &RaidVariant,
        kinds: &[Arc<ThreatKind>],
    ) -> Vec<PlannedLaunch> {
        let most_s = |lottery: &Lottery<f64>| lottery.values().copied().fold(0.0, f64::max);
        let (start_s, spacing_s) = (most_s(&variant.starts_s), most_s(&variant.spacings_s));
        let mut launches = Vec::with_capacity(variant.flight_count());
        for &count in variant.counts.values() {
            let area = LaunchArea {
                middle: Geodetic::degrees(keys.latitude_deg, keys.longitude_deg, 0.0),
                radius_m: km(keys.radius_km),
                count,
                raid: index,
            };
            for number in 0..count {
                let launch = area.point(number);
                for &kind in variant.kinds.values() {
                    for &loft_deg in variant.lofts_deg.values() {
                        for drawn in 0..variant.aims {
                            let in_turn = number as usize % keys.aims.len();
                            let aim = if variant.aims > 1 { drawn } else { in_turn };
                            let assets = &self.file.assets;
                            let asset = named(assets, &keys.aims[aim], |asset| &asset.id);
                            let asset = asset.unwrap_or_default();
                            let target = &assets[asset];
                            let (latitude, longitude) = (target.latitude_deg, target.longitude_deg);
                            launches.push(PlannedLaunch {
                                threat: Threat {
                                    name: format!("{}-{}", raid.id, number + 1),
                                    raid: raid.id.clone(),
                                    kind: kinds[kind].clone(),
                                    launch,
                                    launch_s: 0.0,
                                    aim: AssetId(asset as u16),
                                    loft: loft(loft_deg),
                                    steering: UNSOLVED,
                                    launch_time_error_s: raid.launch_time_error_s,
                                    launch_position_error_m: km(raid.launch_position_error_km),
                                },
                                raid: index,
                                variant: variant.place,
                                aim,
                                loft_deg,
                                latest_s: start_s + f64::from(number) * spacing_s,
                                target: Geodetic::degrees(latitude, longitude, 0.0),
                            });
                        }
                    }
                }
            }
        }
        launches
    }
}

/// Most flights of a raid that are solved.
const MAX_FLIGHTS: usize = 5000;

/// A raid, each of its variants with its launches.
struct RaidPlan {
    variants: Vec<VariantPlan>,
}

struct VariantPlan {
    weight: f64,
    variant: RaidVariant,
    launches: Vec<PlannedLaunch>,
}

impl RaidPlan {
    /// Puts its threats behind those of other raids: all that it can have, and the raid itself
    /// among the drawn ones if it is one.
    fn place(self, name: &str, threats: &mut Vec<Threat>, drawn: &mut Vec<DrawnRaid>) {
        let weighted = self.variants.into_iter().map(|plan| (plan.variant, plan.weight));
        let raid = DrawnRaid {
            name: name.to_owned(),
            key: fnv_1a([name.as_bytes()]),
            first: threats.len(),
            variants: Lottery::new(weighted),
        };
        threats.extend(raid.largest());
        if raid.is_drawn() {
            drawn.push(raid);
        }
    }
}

/// The keys of a raid as written, or of one of its alternatives.
struct VariantKeys<'a> {
    weight: f64,
    threat: &'a ValueOrLaw<String>,
    latitude_deg: f64,
    longitude_deg: f64,
    radius_km: f64,
    count: &'a ValueOrLaw<u32>,
    aims: &'a [String],
    draw_aims: bool,
    start_s: &'a ValueOrLaw<f64>,
    spacing_s: &'a ValueOrLaw<f64>,
    loft_deg: &'a ValueOrLaw<f64>,
}

impl<'a> VariantKeys<'a> {
    /// Those of a place: 0 as written, 1 the first alternative.
    fn of(raid: &'a Raid, place: usize) -> Self {
        let own = place.checked_sub(1).and_then(|place| raid.alternatives.get(place));
        let of =
            |key: fn(&Alternative) -> Option<f64>, else_: f64| own.and_then(key).unwrap_or(else_);
        let aims = own.map(|it| &it.aims).filter(|aims| !aims.is_empty()).unwrap_or(&raid.aims);
        Self {
            weight: own.map_or(raid.weight, |it| it.weight),
            threat: own.and_then(|it| it.threat.as_ref()).unwrap_or(&raid.threat),
            latitude_deg: of(|it| it.latitude_deg, raid.latitude_deg),
            longitude_deg: of(|it| it.longitude_deg, raid.longitude_deg),
            radius_km: of(|it| it.radius_km, raid.radius_km),
            count: own.and_then(|it| it.count.as_ref()).unwrap_or(&raid.count),
            aims,
            draw_aims: raid.draw_aims,
            start_s: own.and_then(|it| it.start_s.as_ref()).unwrap_or(&raid.start_s),
            spacing_s: own.and_then(|it| it.spacing_s.as_ref()).unwrap_or(&raid.spacing_s),
            loft_deg: own.and_then(|it| it.loft_deg.as_ref()).unwrap_or(&raid.loft_deg),
        }
    }

    /// The variant, without its flights.
    fn variant(&self, place: usize, kinds: &[Arc<ThreatKind>]) -> RaidVariant {
        let kind = |name: &String| named(kinds, name, |kind| &kind.name).unwrap_or_default();
        let names = match self.threat {
            ValueOrLaw::Value(name) => vec![(kind(name), 1.0)],
            ValueOrLaw::Law(law) => {
                let choices = law.choices.iter().flatten();
                choices.map(|choice| (kind(&choice.value), choice.weight)).collect()
            }
        };
        let counts = laws::weighted(self.count).into_iter();
        RaidVariant {
            place,
            counts: Lottery::new(counts.map(|(count, weight)| (count as u32, weight))),
            starts_s: Lottery::new(laws::weighted(self.start_s)),
            spacings_s: Lottery::new(laws::weighted(self.spacing_s)),
            kinds: Lottery::new(names),
            lofts_deg: Lottery::new(laws::weighted(self.loft_deg)),
            aims: if self.draw_aims { self.aims.len() } else { 1 },
            flights: Vec::new(),
        }
    }
}

/// Steering of a flight that is not solved yet.
const UNSOLVED: Steering = Steering { azimuth_rad: 0.0, elevation_final_rad: 0.0, cutoff_s: 0.0 };

/// A threat whose steering is still to be found.
struct PlannedLaunch {
    threat: Threat,
    /// Place of its raid in the scenario, of its variant in the file, and of its aim in that.
    raid: usize,
    variant: usize,
    aim: usize,
    loft_deg: f64,
    /// Latest launch that is planned, s.
    latest_s: f64,
    target: Geodetic,
}

impl PlannedLaunch {
    /// The steering that hits, and the end of each object, the payload first.
    fn solve(&self, floor_m: f64) -> Result<(Steering, Vec<ObjectEnd>), AimError> {
        let Threat { kind, launch, .. } = &self.threat;
        let steering = aim::solve(&kind.vehicle, *launch, self.target, self.threat.loft)?;
        let flight = Flight::new(&kind.vehicle, *launch, &steering, Vector3::zeros());
        Ok((steering, objects::ends(kind, &flight, floor_m)))
    }
}
