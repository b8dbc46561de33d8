//! Tracks judged against the truth, beside what others' program says of the same.
//!
//! `data/m10_truth.csv.gz` is the first minute of the truth of ten ballistic objects, whose plots
//! are `data/m10_plots.csv.gz`. The values are of Stone Soup 1.9.1: `GOSPAMetric`, `OSPAMetric`
//! (order 2, cut-off 5 km) and `SIAPMetrics` after `TrackToTruth` (threshold 5 km).

use crate::common::shipped;
use crate::tracker::{plots, unpacked};
use lisbon::ballistics::state::State;
use lisbon::outcome::picture;
use lisbon::outcome::picture::PictureParameters;
use lisbon::outcome::picture::frames::{FrameObject, FrameTrack, Frames};
use lisbon::recorded;
use lisbon::recorded::Truth;
use lisbon::recorded::score::{RecordingScorer, times_s};
use lisbon::scenario::SourceText;
use lisbon::world::sample::PackedCovariance;
use nalgebra::{SMatrix, Vector3};

fn truths() -> Vec<Truth> {
    let source = SourceText::new("truth.csv", unpacked("m10_truth"));
    recorded::read_truth(source).unwrap_or_else(|faults| panic!("{faults}"))
}

/// Tracks made from the truth by rule, with every flaw that is judged: off by a hundred metres and
/// more, renumbered every 25 s with a gap of one, one object tracked twice, one track of nothing.
fn flawed(truth: &Truth) -> Vec<FrameTrack> {
    let (second, object) = (truth.time_s as u32, truth.object);
    let held = |number, off_m: [f64; 3], off_mps: [f64; 3]| FrameTrack {
        number,
        state: State {
            position_m: truth.state.position_m + Vector3::from(off_m),
            velocity_mps: truth.state.velocity_mps + Vector3::from(off_mps),
        },
        spread: PackedCovariance::of(&SMatrix::identity()),
    };
    let still = [0.0; 3];
    let mut tracks = Vec::new();
    if second % 25 != 0 {
        let (place, turn) = (f64::from(object), f64::from(second % 7));
        let off_m = [100.0 * (place + 1.0), -50.0 * place, 30.0 * turn];
        let number = 10 * (second / 25) + object;
        tracks.push(held(number, off_m, [place, 1.0, -1.0]));
    }
    if object == 2 && (20..=40).contains(&second) {
        tracks.push(held(500, [0.0, 1500.0, 0.0], still));
    }
    if object == 0 && second >= 30 {
        tracks.push(held(999, [0.0, 0.0, 20_000.0], still));
    }
    tracks
}

#[test]
fn flawed_tracks_score_as_others_score_them() {
    let truths = truths();
    let mut frames = Frames::default();
    for truths in truths.chunk_by(|a, b| a.time_s == b.time_s) {
        let object = |truth: &Truth| FrameObject { number: truth.object, state: truth.state };
        let tracks = truths.iter().flat_map(flawed);
        frames.push(truths[0].time_s, truths.iter().map(object), tracks);
    }
    let judged = picture::judge(&frames, &PictureParameters::RECORDING);
    let siap = judged.siap;
    for (name, got, others) in [
        ("GOSPA", judged.gospa_m, 3_254.394_037_255_884_5),
        ("localisation", judged.gospa_localisation_m, 1_245.835_028_417_802_5),
        ("missed", judged.missed, 0.229_508_196_721_311_48),
        ("false", judged.spurious, 0.836_065_573_770_491_7),
        ("OSPA", judged.ospa_m, 1_603.948_799_231_887_7),
        ("completeness", siap.completeness, 0.957_333_333_333_333_4),
        ("ambiguity", siap.ambiguity, 1.055_710_306_406_685_3),
        ("spuriousness", siap.spuriousness, 0.080_097_087_378_640_78),
        ("position", siap.position_error_m.unwrap(), 501.473_954_191_913),
        ("velocity", siap.velocity_error_mps.unwrap(), 3.298_096_324_947_333),
        ("changes", siap.track_changes_per_h() / 3600.0, 0.041_543_026_706_231_45),
        ("segment", siap.longest_track_segment, 0.473_972_602_739_726),
    ] {
        let off = (got / others - 1.0).abs();
        assert!(off < 1e-11, "{name}: {got}, others {others}");
    }
}

#[test]
fn ten_objects_are_tracked_as_well_as_plots_allow() {
    let scenario = shipped("tracker/m10");
    let source = SourceText::new("plots.csv", plots("m10"));
    let recording = recorded::read(source, &scenario).unwrap_or_else(|faults| panic!("{faults}"));
    let truths = truths();
    let mut record = RecordingScorer::new(&truths);
    let times_s = times_s(&truths);
    recorded::watch(&scenario, recording, &times_s, |moment| {
        record.take(&moment);
    });
    let score = record.score();
    assert_eq!((score.objects, score.tracks), (10, 10));
    assert_eq!(score.span_s, Some((0.0, 60.0)));
    let (judged, siap) = (score.judgement, score.judgement.siap);
    // Each object has one track, which is never another's, and no track is of nothing.
    assert_eq!((siap.ambiguity, siap.spuriousness), (1.0, 0.0));
    assert_eq!((siap.track_number_changes, judged.spurious), (0, 0.0));
    // An object waits one to three seconds, of 375 in all, for the plots that confirm its track.
    assert!((0.94..0.98).contains(&siap.completeness), "{siap:?}");
    assert!((0.94..0.98).contains(&siap.longest_track_segment), "{siap:?}");
    let missed = 375.0 * (1.0 - siap.completeness) / 61.0;
    assert!((judged.missed - missed).abs() < 1e-9, "the same by other means");
    // Plots of 20 m and 1 mrad at 1,500 km and more are 1.5 km off; a minute of them a tenth.
    assert!(siap.position_error_m.unwrap() < 200.0, "{siap:?}");
    assert!((300.0..1100.0).contains(&judged.gospa_m), "{judged:?}");
    // 360 samples of ten tracks, which are not independent: as if it were ten of six states each,
    // 99.9 % lie within 0.5 and 1.7.
    assert!((0.5..1.7).contains(&siap.nees.unwrap()), "{siap:?}");
}

/// To be asked at other times changes nothing of what is believed at those of the plots.
#[test]
fn to_ask_the_tracker_changes_nothing() {
    let scenario = shipped("tracker/m10");
    let recording = || {
        let source = SourceText::new("plots.csv", plots("m10"));
        recorded::read(source, &scenario).unwrap_or_else(|faults| panic!("{faults}"))
    };
    let (mut plain, mut asked, mut between) = (Vec::new(), Vec::new(), 0);
    recorded::replay(&scenario, recording(), |fix| plain.push(*fix));
    let times_s: Vec<f64> = (0..400).map(|place| 0.25 * f64::from(place)).collect();
    recorded::watch(&scenario, recording(), &times_s, |moment| {
        if moment.has_plots {
            asked.extend_from_slice(moment.fixes);
        } else if moment.time_s < 60.0 {
            between += moment.fixes.len();
        } else if moment.time_s > 70.0 {
            assert!(moment.fixes.is_empty(), "tracks end without plots");
        }
        assert!(moment.fixes.iter().all(|fix| fix.time_s == moment.time_s));
    });
    assert_eq!(plain, asked);
    assert!(between > 900, "{between}");
}
