//! Raids that a run has drawn: what came of the laws.

use crate::ballistics::aim::Loft;
use crate::random::RunSeed;
use crate::scenario::model::Scenario;
use serde::Serialize;

/// A raid as a run has drawn it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RaidAccount {
    /// Its name.
    pub raid: String,
    /// Number of the alternative that was drawn, from 1; `None`: the raid as written.
    pub alternative: Option<usize>,
    /// Launch that is planned of its first threat, s.
    pub start_s: f64,
    /// Time between two launches, s.
    pub spacing_s: f64,
    /// Its threats, in their order.
    pub threats: Vec<ThreatAccount>,
}

/// A threat of a drawn raid.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ThreatAccount {
    /// Its name.
    pub threat: String,
    /// Name of its type.
    pub threat_type: String,
    /// Planned launch point, degrees north.
    pub latitude_deg: f64,
    /// Planned launch point, degrees east.
    pub longitude_deg: f64,
    /// Loft, degrees beyond minimum energy.
    pub loft_deg: f64,
    /// Name of the asset that it is aimed at.
    pub aim: String,
}

/// The drawn raids of a run: `scenario` before and `in_run` after the draw.
pub(super) fn drawn(scenario: &Scenario, in_run: &Scenario, luck: RunSeed) -> Vec<RaidAccount> {
    let raids = scenario.drawn_raids.iter().map(|raid| {
        let draw = raid.draw(luck);
        let threats = in_run.threats.iter().skip(raid.first).take(draw.count());
        let threats = threats.map(|threat| ThreatAccount {
            threat: threat.name.clone(),
            threat_type: threat.kind.name.clone(),
            latitude_deg: threat.launch.latitude_rad.to_degrees(),
            longitude_deg: threat.launch.longitude_rad.to_degrees(),
            loft_deg: match threat.loft {
                Loft::MinimumEnergy => 0.0,
                Loft::Offset(offset_rad) => offset_rad.to_degrees(),
            },
            aim: in_run.assets[threat.aim.index()].name.clone(),
        });
        RaidAccount {
            threats: threats.collect(),
            alternative: Some(draw.variant).filter(|place| *place > 0),
            start_s: draw.start_s,
            spacing_s: draw.spacing_s,
            raid: draw.raid,
        }
    });
    raids.collect()
}
