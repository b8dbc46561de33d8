//! The soft update: a track takes in each plot as far as it is likely to be its own.
//!
//! The belief afterwards is the mixture of what each plot would have made of the prior and,
//! for none of them, of the prior itself, as one belief of the same mean and covariance
//! (Bar-Shalom, Daum & Huang, *IEEE Control Systems* 29(6):82, 2009, eqs. 40 to 47, which are this
//! for a linear filter; the mixture is right for any), model by model. The covariance grows by the
//! spread of what the plots say. A track has got a plot in the sense of its life if it is likelier
//! than not that some plot of the scan is its own; its evidence is then the likeliest. Leaves out
//! the probability that the object exists at all (Musicki & Evans 2004).

use crate::sensing::plot::{Measurement, Plot};
use crate::sensing::radar::beam;
use crate::tracking::associate::gate::Scan;
use crate::tracking::associate::scan::PlotShare;
use crate::tracking::filter::sensor_model::SensorModel;
use crate::tracking::track::history::Timeliness;
use crate::tracking::track::observation::{LIKELY, TrackObservation};
use crate::tracking::track::tracker::{Track, Tracker};
use crate::tracking::warning;

/// A plot this likely to be a track's own is taken for sure: what the others would change of the
/// mean is a millionth of what they are off.
const SURE: f64 = 1.0 - 1e-6;

/// Takes in the plots that may be of a track.
pub(crate) fn update_softly(
    track: &mut Track,
    shares: &[PlotShare],
    scan: Scan,
    tracker: &Tracker,
) -> Timeliness {
    let Some(best) = shares.iter().max_by(|a, b| a.weight.total_cmp(&b.weight)) else {
        return Timeliness::TooLate;
    };
    if best.weight >= SURE {
        return update(track, &scan.plots[best.plot], scan.sensor, tracker);
    }
    let plots = shares.iter().map(|share| (share.weight, scan.plots[share.plot]));
    let mut taken = Timeliness::Used;
    if let Some(history) = &mut track.history {
        let heard = TrackObservation::Likely(plots.collect());
        taken = history.take(heard, &mut track.estimate, tracker);
        track.add_sensor(scan.plots[best.plot].sensor);
    }
    let total: f64 = shares.iter().map(|share| share.weight).sum();
    if total > LIKELY && taken == Timeliness::Used {
        credit(track, &scan.plots[best.plot], tracker);
    }
    taken
}

/// One plot into one track. One that comes too late is none of its.
pub(crate) fn update(
    track: &mut Track,
    plot: &Plot,
    sensor: &SensorModel,
    tracker: &Tracker,
) -> Timeliness {
    let mut taken = Timeliness::Used;
    if let (Some(boost), Measurement::Infrared(line)) = (&mut track.boost, &plot.measurement) {
        boost.add(warning::sight(plot, line, sensor));
    } else if let Some(history) = &mut track.history {
        taken = history.take(TrackObservation::Sure(*plot), &mut track.estimate, tracker);
    }
    if taken == Timeliness::Used {
        credit(track, plot, tracker);
    }
    taken
}

/// Counts a plot as one of a track.
fn credit(track: &mut Track, plot: &Plot, tracker: &Tracker) {
    track.plots += 1;
    track.add_sensor(plot.sensor);
    if plot.time_s >= track.plot_s {
        let kind = tracker.sensor(plot.sensor).and_then(SensorModel::field).map(|it| &it.kind);
        let by = kind.zip(match &plot.measurement {
            Measurement::Radar(radar) => Some(radar),
            Measurement::Infrared(_) => None,
        });
        track.existence.seen(plot.sensor, by, kind.map_or(0.0, beam::fence_dwell_s));
    }
    track.plot_s = track.plot_s.max(plot.time_s);
    if tracker.is_own(plot.sensor) {
        track.own_plot_s = track.own_plot_s.max(plot.time_s);
    }
    track.evidence.push(plot.serial);
    track.payload_evidence_nats += plot.payload_evidence_nats;
    track.side_evidence_nats += plot.payload_evidence_nats;
}
