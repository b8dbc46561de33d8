//! Launch areas of raids, and aims out of reach of them.

use super::convert::{km, loft, threat_kind};
use crate::ballistics::aim::{self, AimError};
use crate::earth::frames::Geodetic;
use crate::earth::geodesic;
use crate::scenario::error::Faults;
use crate::scenario::read::tree::TreeNode;
use crate::scenario::rules::WrittenVariant;
use crate::scenario::schema::ThreatType;
use serde::Deserialize;

/// Title of the fault of an aim out of reach.
pub(super) fn unreachable(threat: &str, aim: &str, raid: &str) -> String {
    format!("`{threat}` cannot reach `{aim}` from the launch area of raid `{raid}`")
}

/// Remedy of an aim out of reach.
pub(super) const NEARER: &str =
    "choose a nearer aim, another launch area, another loft or a longer-range type";

/// Most launches of one raid that are tried in a file with other faults.
const AIMS_TRIED_MAX: usize = 50;

/// Looks for aims out of reach in a file that has other faults, as far as its raids, assets and
/// threat types can be read: for each aim of a raid one launch of each type that may be drawn is
/// tried, with the least and the greatest loft.
pub(crate) fn reach(tree: &TreeNode, faults: &mut Faults) {
    for (index, raid) in tree.list("raids").iter().enumerate() {
        let variants = WrittenVariant::all(raid).flat_map(|variant| {
            let aims = variant.get("aims").map_or(&[][..], TreeNode::items).iter().enumerate();
            let threats = variant.names("threat");
            aims.flat_map(move |aim| {
                let threats = threats.clone().into_iter();
                threats.map(move |threat| (variant, aim, threat))
            })
        });
        for (variant, (place, aim), threat) in variants.take(AIMS_TRIED_MAX) {
            let error = attempt(tree, (variant, index), (place, aim), threat);
            let names = (aim.text(), raid.text_of("id"));
            if let (Some(error), (Some(aim_name), Some(id))) = (error, names) {
                let title = unreachable(threat, aim_name, id);
                let at = if variant.has_own("aims") { aim } else { variant.table() };
                faults.add(at.fault(title, error.to_string()).help(NEARER));
            }
        }
    }
}

/// Reason that an aim is out of reach; `None` if it is not, or if too little can be read to tell.
fn attempt(
    tree: &TreeNode,
    (raid, index): (WrittenVariant, usize),
    (place, aim): (usize, &TreeNode),
    threat: &str,
) -> Option<AimError> {
    let named = |list: &'static str, name: &str| {
        let mut items = tree.list(list).iter();
        items.find(|item| item.text_of("id") == Some(name))
    };
    let asset = named("assets", aim.text()?)?;
    let written = named("threat_types", threat)?;
    let kind = threat_kind(&ThreatType::deserialize(written.to_json()).ok()?);
    kind.vehicle.check().ok()?;
    let point = |number: &dyn Fn(&str) -> Option<f64>| {
        Some(Geodetic::degrees(number("latitude_deg")?, number("longitude_deg")?, 0.0))
    };
    let most = |key: &str| raid.ends(key).map(|[_, most]| most);
    let area = LaunchArea {
        middle: point(&most)?,
        radius_m: km(most("radius_km")?),
        count: most("count")? as u32,
        raid: index,
    };
    let target = point(&|key| asset.number_of(key))?;
    let solve = |loft_deg: f64| {
        aim::solve(&kind.vehicle, area.point(place as u32), target, loft(loft_deg)).err()
    };
    let [least, most] = raid.ends("loft_deg")?;
    solve(least).or_else(|| if most > least { solve(most) } else { None })
}

/// A raid's launch area: a disc.
#[derive(Clone, Copy)]
pub(super) struct LaunchArea {
    pub(super) middle: Geodetic,
    pub(super) radius_m: f64,
    /// Number of launch points.
    pub(super) count: u32,
    /// Place of the raid in the scenario.
    pub(super) raid: usize,
}

/// The golden angle, rad.
const GOLDEN_RAD: f64 = 2.399_963_229_728_653;

impl LaunchArea {
    /// One of the launch points, spread evenly by the golden angle (Vogel, Mathematical Biosciences
    /// 44, 1979); a single one stands in the middle. Each raid's disc is turned by a radian against
    /// the one before, so that raids from one area do not share their points.
    pub(super) fn point(&self, index: u32) -> Geodetic {
        if self.count == 1 || self.radius_m <= 0.0 {
            return self.middle;
        }
        let share = (f64::from(index) + 0.5) / f64::from(self.count);
        let azimuth_rad = GOLDEN_RAD * f64::from(index) + self.raid as f64;
        geodesic::direct(self.middle, azimuth_rad, self.radius_m * share.sqrt())
    }
}
