//! What a run has drawn, in words.

use crate::account::timeline::{RaidAccount, ThreatAccount};
use crate::report::rounding;

/// Sentences on a drawn raid: the raid, and each of its threats.
pub(super) fn sentence(raid: &RaidAccount) -> String {
    let RaidAccount { raid: name, alternative, start_s, spacing_s, threats } = raid;
    let from = alternative.map_or(String::new(), |place| format!(", alternative {place}"));
    let count = match threats.len() {
        1 => "1 threat".to_owned(),
        count => format!("{count} threats"),
    };
    let number = |value: f64| rounding::number(value, 1);
    let when = match (threats.len(), *spacing_s > 0.0) {
        (1, _) => format!("at {} s", number(*start_s)),
        (_, true) => format!("from {} s, {} s apart", number(*start_s), number(*spacing_s)),
        (_, false) => format!("at {} s, all at once", number(*start_s)),
    };
    let threats: Vec<String> = threats.iter().map(threat).collect();
    format!("Drawn: `{name}`{from}: {count} {when}: {}.", threats.join("; "))
}

fn threat(threat: &ThreatAccount) -> String {
    let ThreatAccount { threat, threat_type, latitude_deg, longitude_deg, loft_deg, aim } = threat;
    let number = |value: f64| rounding::number(value, 1);
    let loft = match *loft_deg {
        loft_deg if loft_deg > 0.0 => format!(", lofted by {} deg", number(loft_deg)),
        loft_deg if loft_deg < 0.0 => format!(", depressed by {} deg", number(-loft_deg)),
        _ => String::new(),
    };
    let (north, east) = (number(*latitude_deg), number(*longitude_deg));
    format!("`{threat}`, {threat_type} from {north} north {east} east at {aim}{loft}")
}
