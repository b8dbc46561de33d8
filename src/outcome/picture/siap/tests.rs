//! The attributes by hand, and the laws that they obey.

#![expect(
    clippy::float_cmp,
    reason = "what is 0 or 1, or formed in the same way twice, is so to the last bit"
)]

use super::*;
use crate::ballistics::state::State;
use crate::outcome::picture::frames::{FrameObject, FrameTrack};
use crate::outcome::picture::{PictureParameters, judge};
use crate::world::sample::PackedCovariance;
use nalgebra::{SMatrix, Vector3};
use proptest::prelude::*;

/// At a place on a line, m, with a velocity along it, m/s.
fn at(x_m: f64, vx_mps: f64) -> State {
    State { position_m: Vector3::new(x_m, 0.0, 0.0), velocity_mps: Vector3::new(vx_mps, 0.0, 0.0) }
}

fn object(number: u32, x_m: f64) -> FrameObject {
    let state = at(x_m, 0.0);
    FrameObject { number, state }
}

/// A track with standard deviations of 50 m and 2 m/s along each axis.
fn held(number: u32, x_m: f64, vx_mps: f64) -> FrameTrack {
    let variances = [2500.0, 2500.0, 2500.0, 4.0, 4.0, 4.0];
    let covariance = SMatrix::from_diagonal(&SVector::from(variances));
    FrameTrack { number, state: at(x_m, vx_mps), spread: PackedCovariance::of(&covariance) }
}

fn near(got: f64, by_hand: f64) {
    assert!((got - by_hand).abs() < 1e-12, "{got}, by hand {by_hand}");
}

/// Six samples from 0 to 50 s. Object 1 is there in all; track 7 is 30 m and 1 m/s off it in the
/// first three, track 8 is 100 m off in the last four. Object 2, far away, is there in the first
/// three; track 9 is 50 m off it in the second and third. Track 6, of nothing, is there once.
#[test]
fn a_worked_example() {
    let far_m = 1e6;
    let mut frames = Frames::default();
    for place in 0..6 {
        let mut objects = vec![object(1, 0.0)];
        let mut tracks = Vec::new();
        if place < 3 {
            objects.push(object(2, far_m));
            tracks.push(held(7, 30.0, 1.0));
        }
        if place >= 2 {
            tracks.push(held(8, -100.0, 0.0));
        }
        if place == 1 || place == 2 {
            tracks.push(held(9, far_m + 50.0, 0.0));
        }
        if place == 0 {
            tracks.push(held(6, 0.5 * far_m, 0.0));
        }
        frames.push(10.0 * f64::from(place), objects, tracks);
    }
    let siap = Siap::of(&frames, PictureParameters::RUN.rule);
    // Nine sightings of objects, of which one has no track; ten of tracks, of which one is of none.
    near(siap.completeness, 8.0 / 9.0);
    near(siap.ambiguity, 9.0 / 8.0);
    near(siap.spuriousness, 0.1);
    let position_m = 3.0 * 30.0 + 4.0 * 100.0 + 2.0 * 50.0;
    near(siap.position_error_m.unwrap(), position_m / 9.0);
    near(siap.velocity_error_mps.unwrap(), 3.0 / 9.0);
    // Track 8 takes over from track 7; object 1 has a track for 50 s, object 2 for 10 s.
    assert_eq!(siap.track_number_changes, 1);
    near(siap.tracked_s, 60.0);
    near(siap.track_changes_per_h(), 60.0);
    // Track 8 for 30 of 50 s, track 9 for 10 of 20 s.
    near(siap.longest_track_segment, 40.0 / 70.0);
    let squares = 3.0 * (0.36 + 0.25) + 4.0 * 4.0 + 2.0 * 1.0;
    near(siap.nees.unwrap(), squares / 9.0 / 6.0);

    // The same samples by GOSPA and OSPA: the second sample has both objects tracked, 30 m and 50 m
    // off; in the third object 1 has two tracks, of which the nearer is taken.
    let judged = judge(&frames, &PictureParameters::RUN);
    assert_eq!(judged.samples, 6);
    let half = 0.5 * 5000.0 * 5000.0;
    let gospa: [f64; 6] =
        [900.0 + 2.0 * half, 900.0 + 2500.0, 900.0 + 2500.0 + half, 1e4, 1e4, 1e4];
    let sum: f64 = gospa.iter().map(|power| power.sqrt()).sum();
    assert!((judged.gospa_m - sum / 6.0).abs() < 1e-9);
    near(judged.missed, 1.0 / 6.0);
    near(judged.spurious, 2.0 / 6.0);
    let localisation: f64 = 3.0 * 900.0 + 2.0 * 2500.0 + 3.0 * 1e4;
    assert!((judged.gospa_localisation_m - (localisation / 6.0).sqrt()).abs() < 1e-9);
    let ospa: [(f64, f64); 6] = [
        (900.0 + 2.0 * half, 2.0),
        (900.0 + 2500.0, 2.0),
        (900.0 + 2500.0 + 2.0 * half, 3.0),
        (1e4, 1.0),
        (1e4, 1.0),
        (1e4, 1.0),
    ];
    let sum: f64 = ospa.iter().map(|(sum, points)| (sum / points).sqrt()).sum();
    assert!((judged.ospa_m - sum / 6.0).abs() < 1e-9);
}

type Span<T> = (T, usize, usize);

/// Three samples in a row begin an association, two end it; letters are the objects that are near.
#[test]
fn a_track_is_of_an_object_by_streaks() {
    let cases: [(&str, &[Span<char>]); 9] = [
        ("AA", &[]),
        ("AAA", &[('A', 0, 2)]),
        ("AA.AA", &[]),
        ("AAA.A", &[('A', 0, 4)]),
        ("AAA..A", &[('A', 0, 2)]),
        ("AAABAA", &[('A', 0, 5)]),
        ("AAABBB", &[('A', 0, 2), ('B', 3, 5)]),
        ("AAAB.BB", &[('A', 0, 2)]),
        ("..AAA", &[('A', 2, 4)]),
    ];
    for (letters, expected) in cases {
        let mut history = TruthAssociator::new(1, PictureParameters::RECORDING.rule);
        let mut found = Vec::new();
        for (place, letter) in letters.chars().enumerate() {
            let nearest = (letter != '.').then_some(u32::from(letter));
            found.extend(history.step(place, nearest));
        }
        found.extend(history.current);
        let told: Vec<_> =
            found.iter().map(|of| (char::from_u32(of.object).unwrap(), of.from, of.to)).collect();
        assert_eq!(told, expected, "{letters}");
    }
}

type Stretch = (usize, usize);

/// Associations as (from, to), the number of tracks needed and the time covered at 1 s a sample.
#[test]
fn the_fewest_tracks_that_follow_an_object() {
    let mut frames = Frames::default();
    for place in 0..20 {
        frames.push(f64::from(place), [], []);
    }
    let cases: [(&[Stretch], (usize, f64)); 6] = [
        (&[(3, 9)], (1, 6.0)),
        (&[(3, 9), (4, 8)], (1, 6.0)),
        (&[(3, 9), (10, 12)], (2, 8.0)),
        (&[(3, 9), (8, 12)], (2, 9.0)),
        (&[(0, 5), (1, 9), (4, 6), (8, 12)], (3, 12.0)),
        (&[(0, 2), (5, 5), (7, 9)], (3, 4.0)),
    ];
    for (spans, (tracks, covered_s)) in cases {
        let association = |&(from, to): &Stretch| Association { object: 1, track: 1, from, to };
        let object: Vec<_> = spans.iter().map(association).collect();
        assert_eq!(segments(&object), tracks, "{spans:?}");
        near(tracked_s(&frames, &object), covered_s);
    }
}

#[test]
fn nothing_is_judged_without_a_quotient() {
    let mut frames = Frames::default();
    let empty = judge(&frames, &PictureParameters::RUN);
    assert_eq!((empty.samples, empty.gospa_m, empty.ospa_m), (0, 0.0, 0.0));
    assert_eq!((empty.siap.completeness, empty.siap.ambiguity), (1.0, 1.0));
    assert_eq!(empty.siap.spuriousness, 0.0);
    assert_eq!(empty.siap.longest_track_segment, 1.0);
    assert_eq!(empty.siap.position_error_m, None);
    assert_eq!(empty.siap.track_changes_per_h(), 0.0);
    // An object that nobody tracks, and nothing else.
    frames.push(0.0, [object(1, 0.0)], []);
    frames.push(10.0, [object(1, 0.0)], []);
    let blind = judge(&frames, &PictureParameters::RUN);
    assert_eq!((blind.siap.completeness, blind.siap.ambiguity), (0.0, 1.0));
    assert_eq!(blind.siap.longest_track_segment, 0.0);
    assert_eq!((blind.missed, blind.ospa_m), (1.0, 5000.0));
    near(blind.gospa_m, 5000.0 / 2f64.sqrt());
}

type Sample = (Vec<(u32, i8)>, Vec<(u32, i8)>);

/// Objects and tracks by number on a coarse line of 2 km, sample by sample.
fn samples() -> impl Strategy<Value = Vec<Sample>> {
    let set = || prop::collection::btree_map(0..4u32, -4i8..5, 0..4);
    let sample = (set(), set()).prop_map(|(objects, tracks)| {
        (objects.into_iter().collect(), tracks.into_iter().collect())
    });
    prop::collection::vec(sample, 0..12)
}

fn frames(samples: &[Sample]) -> Frames {
    let mut frames = Frames::default();
    for (place, (objects, tracks)) in samples.iter().enumerate() {
        let objects = objects.iter().map(|of| object(of.0, 2000.0 * f64::from(of.1)));
        let tracks = tracks.iter().map(|of| held(of.0, 2000.0 * f64::from(of.1) + 100.0, 0.0));
        frames.push(place as f64, objects, tracks);
    }
    frames
}

fn rule() -> impl Strategy<Value = TrackToTruthRule> {
    (1..4usize, 1..4usize).prop_map(|(begin, end)| TrackToTruthRule {
        threshold_m: 5000.0,
        begin,
        end,
    })
}

proptest! {
    #[test]
    fn the_attributes_stay_within_their_bounds(samples in samples(), rule in rule()) {
        let frames = frames(&samples);
        let siap = Siap::of(&frames, rule);
        for share in [siap.completeness, siap.spuriousness, siap.longest_track_segment] {
            prop_assert!((0.0..=1.0).contains(&share), "{siap:?}");
        }
        prop_assert!(siap.ambiguity >= 1.0 && siap.tracked_s >= 0.0);
        let life_s: f64 = frames.lives().into_iter().map(|life| frames.span_s(life)).sum();
        prop_assert!(siap.tracked_s <= life_s && siap.track_changes_per_h().is_finite());
        let pairs = siap.position_error_m.is_some();
        prop_assert_eq!(pairs, siap.nees.is_some());
        prop_assert_eq!(pairs, siap.completeness > 0.0 && !frames.objects.is_empty());
        // A miss within a streak may be farther off than the threshold.
        if let Some(error_m) = siap.position_error_m.filter(|_| rule.end == 1) {
            prop_assert!(error_m < rule.threshold_m);
        }
    }

    #[test]
    fn order_and_track_numbers_do_not_matter(samples in samples(), rule in rule()) {
        let other: Vec<_> = samples.iter().cloned().map(|(mut objects, mut tracks)| {
            objects.reverse();
            tracks.reverse();
            let renumbered = tracks.into_iter().map(|(number, at)| (97 - 3 * number, at));
            (objects, renumbered.collect())
        }).collect();
        let (one, other) = (Siap::of(&frames(&samples), rule), Siap::of(&frames(&other), rule));
        prop_assert_eq!(one.completeness, other.completeness);
        prop_assert_eq!(one.spuriousness, other.spuriousness);
        prop_assert_eq!(one.track_number_changes, other.track_number_changes);
        prop_assert_eq!(one.tracked_s, other.tracked_s);
        prop_assert_eq!(one.longest_track_segment, other.longest_track_segment);
    }

    /// Tracks exactly on objects that stand apart are all that one can wish for.
    #[test]
    fn a_perfect_picture_scores_perfectly(count in 1..6u32, length in 3..20u32, rule in rule()) {
        let mut frames = Frames::default();
        for time in 0..length {
            let places = (0..count).map(|of| (of, 1e4 * f64::from(of) + f64::from(time)));
            let objects = places.clone().map(|(number, x_m)| object(number, x_m));
            let tracks = places.map(|(number, x_m)| held(number, x_m, 0.0));
            frames.push(f64::from(time), objects, tracks);
        }
        let siap = Siap::of(&frames, rule);
        prop_assert_eq!((siap.completeness, siap.ambiguity, siap.spuriousness), (1.0, 1.0, 0.0));
        prop_assert_eq!((siap.position_error_m, siap.velocity_error_mps), (Some(0.0), Some(0.0)));
        prop_assert_eq!((siap.track_number_changes, siap.longest_track_segment), (0, 1.0));
        prop_assert_eq!(siap.nees, Some(0.0));
    }

    /// What one track fewer cannot do is make the picture more complete.
    #[test]
    fn a_track_less_completes_nothing(samples in samples(), rule in rule()) {
        let fewer: Vec<_> = samples.iter().cloned().map(|(objects, mut tracks)| {
            tracks.retain(|track| track.0 != 0);
            (objects, tracks)
        }).collect();
        let (all, fewer) = (Siap::of(&frames(&samples), rule), Siap::of(&frames(&fewer), rule));
        prop_assert!(fewer.completeness <= all.completeness);
        prop_assert!(fewer.tracked_s <= all.tracked_s);
    }
}
