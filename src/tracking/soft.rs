//! The soft update: a track takes in each plot as far as it is likely to be its own.
//!
//! What is believed afterwards is the mixture of what each plot would have made of the prior and,
//! for none of them, of the prior itself, as one belief of the same mean and covariance
//! (Bar-Shalom, Daum & Huang, *IEEE Control Systems* 29(6):82, 2009, eqs. 40 to 47, which are this
//! for a linear filter; the mixture is right for any), model by model. The covariance grows by the
//! spread of what the plots say. A track has got a plot in the sense of its life if it is likelier
//! than not that some plot of the scan is its own; its evidence is then the likeliest. Leaves out
//! the probability that the object exists at all (Musicki & Evans 2004).

use crate::tracking::associate::scan::LIKELY;
use crate::tracking::associate::scan::PlotShare;
use crate::tracking::associate::scan::Scan;
use crate::tracking::intake;
use crate::tracking::intake::credit;
use crate::tracking::track::history::Timeliness;
use crate::tracking::track::process::Observation;
use crate::tracking::track::process::TrackFilter;
use crate::tracking::track::tracker::Track;
use crate::tracking::track::tracker::Tracker;

/// A plot this likely to be a track's own is taken for sure: what the others would change of the
/// mean is a millionth of what they are off.
const SURE: f64 = 1.0 - 1e-6;

/// Takes in the plots that may be of a track.
pub(super) fn update(
    track: &mut Track,
    shares: &[PlotShare],
    scan: Scan,
    tracker: &Tracker,
) -> Timeliness {
    let Some(best) = shares.iter().max_by(|a, b| a.weight.total_cmp(&b.weight)) else {
        return Timeliness::TooLate;
    };
    if best.weight >= SURE {
        return intake::update(track, &scan.plots[best.plot], scan.sensor, tracker);
    }
    let plots = shares
        .iter()
        .map(|share| (share.weight, scan.plots[share.plot]));
    let mut taken = Timeliness::Used;
    if let Some(history) = &mut track.history {
        let heard = Observation::Likely(plots.collect());
        taken = history.take(heard, &mut track.estimate, &TrackFilter::of(tracker));
        track.add_sensor(scan.plots[best.plot].sensor);
    }
    let total: f64 = shares.iter().map(|share| share.weight).sum();
    if total > LIKELY && taken == Timeliness::Used {
        credit(track, &scan.plots[best.plot], tracker);
    }
    taken
}
