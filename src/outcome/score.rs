//! Scores: the values of a run's metrics for one party. Each number is the [`Metric`] of its name.
//!
//! [`Metric`]: super::metric::Metric

use super::leak::LeakerScore;
use serde::Serialize;

/// Values of a run for a system, or for both together.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[expect(missing_docs, reason = "each field is the metric of its name, but for the first")]
pub struct Score {
    #[serde(skip)]
    pub threats_aimed: f64,
    pub leakage: f64,
    pub no_leaker: f64,
    pub defended_value: f64,
    pub interceptors_fired: f64,
    pub interceptors_wasted: f64,
    pub shots_at_no_payload: f64,
    pub warning_time_s: f64,
    pub firm_track_time_s: f64,
    pub engagement: EngagementScore,
    pub leakers: LeakerScore,
    pub costs: CostScore,
    pub picture: PictureScore,
    pub exchange: ExchangeScore,
    pub disclosure: DisclosureScore,
    pub debris: DebrisScore,
}

/// Values of the engagement.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[expect(missing_docs, reason = "each field is the metric of its name")]
pub struct EngagementScore {
    pub wasted_already_dead: f64,
    pub wasted_double_engagement: f64,
    pub wasted_decoy: f64,
    pub wasted_no_handover: f64,
    pub wasted_out_of_reach: f64,
    pub shot_opportunities: f64,
    pub battlespace_s: f64,
    pub decision_margin_s: f64,
    pub first_intercept_time_s: f64,
    pub last_intercept_time_s: f64,
    pub seam_leakers: f64,
    pub double_engagements: f64,
    pub radar_load: f64,
    pub radar_load_max: f64,
    pub radar_load_engaged: f64,
}

/// Values of who pays for whom.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[expect(missing_docs, reason = "each field is the metric of its name")]
pub struct CostScore {
    pub fired_for_own: f64,
    pub fired_for_partner: f64,
    pub fired_at_no_threat: f64,
    pub kills_for_own: f64,
    pub kills_for_partner: f64,
    pub value_lost: f64,
}

/// Values of the track picture.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[expect(missing_docs, reason = "each field is the metric of its name")]
pub struct PictureScore {
    pub completeness: f64,
    pub ambiguity: f64,
    pub spuriousness: f64,
    pub position_error_m: f64,
    pub velocity_error_mps: f64,
    pub track_changes_per_h: f64,
    pub longest_track_segment: f64,
    pub gospa_m: f64,
    pub ospa_m: f64,
    pub nees: f64,
    pub nis: f64,
    pub commonality: f64,
}

/// Values of the exchange.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[expect(missing_docs, reason = "each field is the metric of its name")]
pub struct ExchangeScore {
    pub messages_sent: f64,
    pub messages_refused: f64,
    pub messages_lost: f64,
    pub messages_late: f64,
    pub messages_withheld: f64,
    pub exchange_kb: f64,
    pub information_age_s: f64,
}

/// Values of what was given away.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[expect(missing_docs, reason = "each field is the metric of its name")]
pub struct DisclosureScore {
    pub alerts_told: f64,
    pub tracks_told: f64,
    pub track_time_told_s: f64,
    pub plots_told: f64,
    pub coverage_told: f64,
    pub sensors_named: f64,
    pub range_told_km: f64,
}

impl EngagementScore {
    /// Interceptors wasted, for whichever reason: each has one.
    pub(super) fn wasted(&self) -> f64 {
        self.wasted_already_dead
            + self.wasted_double_engagement
            + self.wasted_decoy
            + self.wasted_no_handover
            + self.wasted_out_of_reach
    }
}

/// Values of what comes down where, and of who flies over whom.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[expect(missing_docs, reason = "each field is the metric of its name")]
pub struct DebrisScore {
    pub payloads_down: f64,
    pub payloads_elsewhere: f64,
    pub debris_area_km2: f64,
    pub own_stages_down: f64,
    pub partner_stages_down: f64,
    pub stages_elsewhere: f64,
    pub own_misses_down: f64,
    pub partner_misses_down: f64,
    pub misses_elsewhere: f64,
    pub overflights: f64,
    pub interceptors_in_view: f64,
}
