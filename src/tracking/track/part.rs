//! Parts: what would be known of an object had some sensors not seen it.
//!
//! A track is filtered anew from those of its kept plots that the other sensors gave, from the
//! first that can begin one; a warning is fitted anew to their lines of sight. So what is told of
//! an object holds nothing of what is withheld: not its accuracy, not its time, not even that it
//! was there.

use crate::scenario::identity::SensorId;
use crate::tracking::filter::belief::Belief;
use crate::tracking::filter::estimate::Estimate;
use crate::tracking::track::history::{Refilter, TrackHistory};
use crate::tracking::track::observation::TrackObservation;
use crate::tracking::track::tracker::{Track, Tracker};
use crate::tracking::warning;

/// A track as some sensors alone would have it.
#[derive(Debug, Clone, PartialEq)]
pub struct PartialTrack {
    /// Belief about its motion.
    pub belief: Belief,
    /// The filter's own estimate, if it was made from radar plots.
    pub estimate: Option<Estimate>,
    /// Plots of theirs that are kept.
    pub plots: usize,
    /// Time of the latest of them, s.
    pub plot_s: f64,
    /// Their evidence that it is a payload, nats.
    pub payload_evidence_nats: f64,
}

/// True of a track that rests on these sensors alone, plots that it no longer remembers included.
pub fn is_whole(track: &Track, is_told: impl Fn(SensorId) -> bool) -> bool {
    track.sensors.iter().all(|sensor| is_told(*sensor))
}

/// Track from the sensors that `is_told` is true of alone, for a partner who will let
/// it coast until a time, s; `None` if they have not seen it.
pub fn of(
    tracker: &Tracker,
    track: &Track,
    is_told: impl Fn(SensorId) -> bool,
    until_s: f64,
) -> Option<PartialTrack> {
    match &track.history {
        Some(history) => filtered(tracker, history, is_told),
        None => fitted(tracker, track, is_told, until_s),
    }
}

fn filtered(
    tracker: &Tracker,
    history: &TrackHistory<TrackObservation, Estimate>,
    is_told: impl Fn(SensorId) -> bool,
) -> Option<PartialTrack> {
    let mut estimate: Option<Estimate> = None;
    let (mut plots, mut plot_s, mut payload_evidence_nats) = (0, f64::NEG_INFINITY, 0.0);
    for heard in history.items() {
        if !heard.sensor().is_some_and(&is_told) {
            continue;
        }
        match &mut estimate {
            Some(estimate) => tracker.take(estimate, heard),
            None => estimate = tracker.begin(heard),
        }
        if estimate.is_some()
            && let Some(plot) = heard.own()
        {
            plots += 1;
            plot_s = plot_s.max(plot.time_s);
            payload_evidence_nats += plot.payload_evidence_nats;
        }
    }
    let estimate = estimate?;
    Some(PartialTrack {
        belief: estimate.belief,
        estimate: Some(estimate),
        plots,
        plot_s,
        payload_evidence_nats,
    })
}

fn fitted(
    tracker: &Tracker,
    track: &Track,
    is_told: impl Fn(SensorId) -> bool,
    until_s: f64,
) -> Option<PartialTrack> {
    let (fit, plots) = warning::part(tracker, track, is_told)?;
    let time_s = track.belief().time_s.max(fit.seen_s());
    Some(PartialTrack {
        belief: warning::coasting(tracker, &fit, (time_s, until_s.max(time_s))),
        estimate: None,
        plots,
        plot_s: fit.seen_s(),
        payload_evidence_nats: 0.0,
    })
}
