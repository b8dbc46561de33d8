//! What each metric means, in a line. The full definitions stand with [`Metric`].

use crate::outcome::metric::Metric;

/// A metric and what it means.
pub(super) type Line = (Metric, &'static str);

/// Those of the defence.
pub(super) const DEFENCE: [Line; 8] = [
    (
        Metric::Leakage,
        "share of the threats aimed at it that came down alive on an asset",
    ),
    (
        Metric::NoLeaker,
        "share of the runs in which none of its assets was hit",
    ),
    (
        Metric::DefendedValue,
        "share of its assets' value that was not hit",
    ),
    (
        Metric::InterceptorsFired,
        "interceptors it launched, per run",
    ),
    (
        Metric::InterceptorsWasted,
        "of those, met no living payload within reach, or had no track at hand-over",
    ),
    (
        Metric::ShotsAtNoPayload,
        "of those fired, ordered at a track of a decoy, a spent stage or nothing",
    ),
    (
        Metric::WarningTime,
        "s from first knowing of a threat aimed at it to the impact, mean",
    ),
    (
        Metric::FirmTrackTime,
        "s from first track it may launch on to the impact, mean",
    ),
];

/// Those of the engagement.
pub(super) const ENGAGEMENT: [Line; 13] = [
    (
        Metric::WastedAlreadyDead,
        "of its interceptors, wasted on a payload that its own had killed",
    ),
    (
        Metric::WastedDoubleEngagement,
        "the same, on one that the other system had killed",
    ),
    (Metric::WastedDecoy, "the same, on a decoy or a spent stage"),
    (
        Metric::WastedNoBasket,
        "the same, for want of a track at hand-over",
    ),
    (
        Metric::WastedOutOfReach,
        "the same, with nothing within the kill vehicle's reach",
    ),
    (
        Metric::ShotOpportunities,
        "shots one after the other that there is time for at a threat, mean",
    ),
    (
        Metric::Battlespace,
        "s between the first and the last launch that are in time, mean",
    ),
    (
        Metric::DecisionMargin,
        "s left to order the first shot when it was ordered, mean",
    ),
    (
        Metric::FirstInterceptTime,
        "s from the first interceptor to reach a threat to the impact, mean",
    ),
    (Metric::LastInterceptTime, "the same from the last one"),
    (
        Metric::SeamLeakers,
        "leakers that nobody shot at, though somebody could have decided to",
    ),
    (
        Metric::RadarLoad,
        "share of its radars' time beside the fence that tracks wanted, mean",
    ),
    (
        Metric::RadarLoadMax,
        "the greatest such share in one revisit",
    ),
];

/// Those of the picture.
pub(super) const PICTURE: [Line; 12] = [
    (
        Metric::Completeness,
        "share of the objects that it has a track of",
    ),
    (Metric::Ambiguity, "tracks per object that it tracks"),
    (
        Metric::Spuriousness,
        "share of its tracks that are of no object",
    ),
    (
        Metric::PositionError,
        "m from a track to its object, mean; 5,000 if it tracks none",
    ),
    (
        Metric::VelocityError,
        "m/s between the two, mean; 500 if it tracks none",
    ),
    (
        Metric::TrackNumberChanges,
        "changes of an object's track per hour tracked",
    ),
    (
        Metric::LongestTrackSegment,
        "longest time under one track, as a share of an object's life",
    ),
    (
        Metric::Gospa,
        "m between its picture and the truth, in all, mean (order 2, cut-off 5 km)",
    ),
    (Metric::Ospa, "m between them per object, likewise"),
    (
        Metric::Nees,
        "error squared by covariance, mean per state: 1 ideal, above it is too sure",
    ),
    (
        Metric::Nis,
        "surprise of its plots squared, mean per number: 1 ideal, likewise",
    ),
    (
        Metric::Commonality,
        "share of what it tracks that the other tracks too; both: of all tracked",
    ),
];

/// Those of the exchange.
pub(super) const EXCHANGE: [Line; 7] = [
    (Metric::MessagesSent, "messages given to the links, per run"),
    (
        Metric::MessagesRefused,
        "of those, not taken: the link was down, or its queue full",
    ),
    (Metric::MessagesLost, "of those sent, taken and lost"),
    (
        Metric::MessagesLate,
        "of those sent, arrived when they told nothing any more",
    ),
    (
        Metric::MessagesWithheld,
        "kept back by the sender's policy, and not sent",
    ),
    (Metric::ExchangeSize, "kB that the links took"),
    (
        Metric::InformationAge,
        "s, mean age of what was told when it was used; 0 if nothing was",
    ),
];

/// The legend of some metrics, in columns.
pub(super) fn lines(legend: &[Line], told: &[Metric]) -> Vec<String> {
    let shown = || legend.iter().filter(|(metric, _)| told.contains(metric));
    let width = shown().map(|(metric, _)| metric.name().len()).max();
    let width = width.unwrap_or(0) + 2;
    shown()
        .map(|(metric, text)| format!("{:<width$}{text}", metric.name()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sheet::PAGE_COLUMNS;

    #[test]
    fn every_metric_has_its_line_and_every_line_fits() {
        assert_eq!(DEFENCE.map(|(metric, _)| metric), Metric::DEFENCE);
        assert_eq!(ENGAGEMENT.map(|(metric, _)| metric), Metric::ENGAGEMENT);
        assert_eq!(PICTURE.map(|(metric, _)| metric), Metric::PICTURE);
        assert_eq!(EXCHANGE.map(|(metric, _)| metric), Metric::EXCHANGE);
        let all: Vec<Metric> = Metric::all().collect();
        for legend in [&DEFENCE[..], &ENGAGEMENT, &PICTURE, &EXCHANGE] {
            for line in lines(legend, &all) {
                assert!(line.len() <= PAGE_COLUMNS, "{line}");
            }
        }
    }
}
