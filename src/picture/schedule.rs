//! A radar's time: which of the looks that its owner wants it takes, and how long each lasts.
//!
//! The fence keeps its share, so that no cue weakens the watch for what nobody has warned of. What
//! it leaves of a revisit goes to the tracks that one or few beams hold, each for the track dwell,
//! in the order of their value: what a look tells of the position, in nats, for each second that it
//! costs (after Kastella, *Discrimination gain to optimize detection and classification*, IEEE SMC
//! 27:112, 1997; Blackman & Popoli 1999, ch. 15). The first that does not fit is dropped, and all
//! of less value with it. Tracks whose window is too wide for that, and cues, are search windows,
//! tiled by several beams. While there are any, a share of the time is kept for them, and they have
//! what all tracks together leave; each gets as much as the others unless the longest dwell needs
//! less, and the dwell of its beams is its time over their number. What windows leave lengthens the
//! looks at the tracks in the same way. So a small window is looked at longer and farther than a
//! wide one or the fence, and more load never improves a revisit.
//!
//! Noise hides what is not looked at long enough: of a slowly fluctuating target a search finds
//! most in its time if it looks at some ten times the noise (after Barton, *Radar System Analysis
//! and Modeling*, 2005, ch. 2). A window whose beams would have less than the track dwell is
//! therefore scanned a part at a time, each beam for the track dwell, over as many revisits as it
//! takes.
//!
//! Objects that interceptors fly to come first: their tracks before all others, and of the time
//! that these leave their windows have up to half before anybody else has any, and then their part
//! of the rest. Leaves out that a look may be put off, and what other tracks are worth to the
//! command node.

use crate::scenario::model::RadarKind;
use crate::sensing::radar::beam;
use crate::sensing::radar::tasks::SearchWindow;
use crate::world::radar_time::RadarTime;
use std::cmp::Ordering;
use std::f64::consts::TAU;

/// Fifty looks of a fiftieth of the time fit into it, whatever their sum is rounded to.
const ROUNDING: f64 = 1.0 + 1e-12;

/// Step from one strip of a window to the next: the golden ratio less one.
const STRIP_RATIO: f64 = 0.618_033_988_749_894_9;

/// Steps from one cell of a window to the next, across and up: the inverse of the plastic number,
/// and its square.
const CELL_RATIOS: [f64; 2] = [0.754_877_666_246_692_8, 0.569_840_290_998_053_3];

/// Least cosine of an elevation by which a width on the sky becomes a change of azimuth.
pub(super) const LEVEL_MIN: f64 = 0.05;

/// Greatest share of the time that windows on engaged objects have before others.
const ENGAGED_SHARE: f64 = 0.5;

/// A look that somebody wants.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LookRequest {
    /// Search window; its dwell is decided here.
    pub window: SearchWindow,
    /// Beams that tile it, at least 1.
    pub beams: f64,
    /// Information that a look gives on the position, nats, if it is that of a track.
    pub gain: Option<f64>,
    /// Whether an interceptor flies to what it is of.
    pub is_engaged: bool,
    /// Share of what is to be looked at that lies in view.
    pub share: f64,
    /// Place of what it is of among all that its owner expects.
    pub object: usize,
}

impl LookRequest {
    /// Time that it takes at the track dwell, s.
    fn cost_s(&self, kind: &RadarKind) -> f64 {
        self.beams * kind.track_dwell_s
    }

    /// True of a track that a revisit has time for.
    fn is_held(&self, kind: &RadarKind) -> bool {
        self.gain.is_some() && self.cost_s(kind) <= beam::track_time_s(kind)
    }

    /// An order of equals, so that it never depends on who was asked first.
    fn by_place(&self, other: &Self) -> Ordering {
        let [a, b] = [&self.window, &other.window];
        (a.azimuth_rad.total_cmp(&b.azimuth_rad))
            .then(a.elevation_rad.total_cmp(&b.elevation_rad))
            .then(a.azimuth_half_rad.total_cmp(&b.azimuth_half_rad))
            .then(a.elevation_half_rad.total_cmp(&b.elevation_half_rad))
    }

    /// The part of the window that is scanned at a revisit, with the dwell of its beams, and its
    /// share of the whole. Of few beams it is a cell of a beam's width, of more a strip from the
    /// lower edge to the upper. Parts follow one another by the golden ratio, which leaves no large
    /// gap after any number of them (Knuth, *The Art of Computer Programming*, volume 3, sec. 6.4);
    /// cells by the plastic number, which does so in two dimensions.
    pub fn part(&self, kind: &RadarKind, revisit: u64) -> (SearchWindow, f64) {
        let whole = self.window;
        let time_s = self.beams * whole.dwell_s;
        let share = (time_s / kind.track_dwell_s).max(1.0) / self.beams;
        if share >= 1.0 {
            return (whole, 1.0);
        }
        let level = libm::cos(whole.elevation_rad).max(LEVEL_MIN);
        let beam = 0.5 * kind.beamwidth_rad / (level * whole.azimuth_half_rad);
        let across = share.max(beam.min(1.0));
        let up = share / across;
        let place = |ratio: f64| (ratio * (revisit + 1) as f64).fract();
        let [place_across, place_up] =
            if up < 1.0 { CELL_RATIOS.map(place) } else { [place(STRIP_RATIO), 0.0] };
        // As much sky in each part: the sine of elevation is divided evenly.
        let sine = |side: f64| libm::sin(whole.elevation_rad + side * whole.elevation_half_rad);
        let (low, height) = (sine(-1.0), sine(1.0) - sine(-1.0));
        let bottom = low + place_up * (1.0 - up) * height;
        let [low_rad, high_rad] =
            [bottom, bottom + up * height].map(|sine| libm::asin(sine.clamp(-1.0, 1.0)));
        let middle = (2.0 * place_across - 1.0) * (1.0 - across);
        let part = SearchWindow {
            azimuth_rad: (whole.azimuth_rad + middle * whole.azimuth_half_rad).rem_euclid(TAU),
            elevation_rad: 0.5 * (low_rad + high_rad),
            azimuth_half_rad: across * whole.azimuth_half_rad,
            elevation_half_rad: 0.5 * (high_rad - low_rad),
            dwell_s: time_s / (share * self.beams),
        };
        (part, share)
    }

    /// Information of a look for each beam, nats.
    fn value(&self) -> f64 {
        self.gain.unwrap_or(0.0) / self.beams
    }
}

/// Decides the dwell of each request, 0 for those that are not looked at, and returns how the time
/// was spent. Puts the requests into another order, which depends on them alone.
pub fn share_out(kind: &RadarKind, requests: &mut [LookRequest]) -> RadarTime {
    for request in &mut *requests {
        request.window.dwell_s = 0.0;
    }
    requests.sort_unstable_by(|a, b| {
        (b.is_held(kind).cmp(&a.is_held(kind)))
            .then(b.is_engaged.cmp(&a.is_engaged))
            .then(b.value().total_cmp(&a.value()))
            .then_with(|| a.by_place(b))
    });
    let held = requests.partition_point(|request| request.is_held(kind));
    let (tracks, windows) = requests.split_at_mut(held);
    let engaged = tracks.partition_point(|request| request.is_engaged);
    let all_s = beam::task_time_s(kind);
    let mut time = RadarTime { revisits: 1, available_s: all_s, ..RadarTime::default() };
    serve(kind, &mut tracks[..engaged], all_s, &mut time);
    let first_s = search_first(kind, windows, all_s - time.wanted_s);
    (time.windows_s, time.engaged_s) = (first_s, time.tracks_s + first_s);
    let available_s = (all_s - time.wanted_s - first_s).max(0.0);
    let needed_s: f64 = windows.iter().map(|window| need_s(kind, window)).sum();
    let kept_s = needed_s.min(kind.cue_share * available_s);
    let before_s = time.wanted_s;
    serve(kind, &mut tracks[engaged..], time.tracks_s + available_s - kept_s, &mut time);
    let left_s = available_s - (time.wanted_s - before_s);
    let windows_s = lengthen(kind, windows, left_s.max(kept_s));
    time.windows_s += windows_s;
    // What dropped looks leave is nobody's: else a fuller sky could give another look more time.
    time.tracks_s += lengthen(kind, tracks, (left_s - windows_s).max(0.0));
    time.load_max = if all_s > 0.0 { time.wanted_s / all_s } else { 0.0 };
    time
}

/// Gives each track the track dwell, in their order, as far as a time for all tracks goes.
fn serve(kind: &RadarKind, tracks: &mut [LookRequest], time_s: f64, time: &mut RadarTime) {
    for request in tracks {
        let cost_s = request.cost_s(kind);
        time.wanted_s += cost_s;
        let fits = time.dropped == 0 && time.tracks_s + cost_s <= time_s * ROUNDING;
        request.window.dwell_s = if fits { kind.track_dwell_s } else { 0.0 };
        time.tracks_s += if fits { cost_s } else { 0.0 };
        time.looks += u64::from(fits);
        time.dropped += u64::from(!fits);
    }
}

/// Gives the windows on engaged objects, which come first, their time before all others; returns
/// what was spent.
fn search_first(kind: &RadarKind, windows: &mut [LookRequest], left_s: f64) -> f64 {
    let engaged = windows.partition_point(|request| request.is_engaged);
    let share_s = ENGAGED_SHARE * beam::task_time_s(kind);
    lengthen(kind, &mut windows[..engaged], share_s.min(left_s).max(0.0))
}

/// Time that a look could still have, s.
fn need_s(kind: &RadarKind, request: &LookRequest) -> f64 {
    request.beams * (kind.dwell_max_s - request.window.dwell_s)
}

/// Shares a time among looks, each as much unless the longest dwell needs less; returns what was
/// spent.
fn lengthen(kind: &RadarKind, looks: &mut [LookRequest], time_s: f64) -> f64 {
    // Who needs least comes first: what he leaves is shared by the others.
    looks.sort_unstable_by(|a, b| {
        need_s(kind, a).total_cmp(&need_s(kind, b)).then_with(|| a.by_place(b))
    });
    let mut left_s = time_s;
    for (place, count) in (0..looks.len()).zip((1..=looks.len()).rev()) {
        let request = &mut looks[place];
        let given_s = need_s(kind, request).min(left_s / count as f64).max(0.0);
        request.window.dwell_s += given_s / request.beams;
        left_s -= given_s;
    }
    time_s - left_s
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sensing::radar::tests::kind;
    use proptest::prelude::*;

    /// A request told by its azimuth.
    fn request(azimuth_rad: f64, beams: f64, gain: Option<f64>) -> LookRequest {
        LookRequest {
            window: SearchWindow {
                azimuth_rad,
                elevation_rad: 0.1,
                azimuth_half_rad: 0.01,
                elevation_half_rad: 0.01,
                dwell_s: 0.0,
            },
            beams,
            gain,
            is_engaged: false,
            share: 1.0,
            object: 0,
        }
    }

    /// Of the same azimuth, how long it is looked at among these.
    fn dwell_s(requests: &[LookRequest], of: f64) -> f64 {
        let mut requests = requests.to_vec();
        share_out(&kind(), &mut requests);
        let mut same =
            requests.iter().filter(|request| request.window.azimuth_rad.to_bits() == of.to_bits());
        same.next().map_or(0.0, |request| request.window.dwell_s)
    }

    /// Wishes that a radar may have: many tracks of a beam or some, cues of some or many.
    fn requests(most: usize) -> impl Strategy<Value = Vec<LookRequest>> {
        let beams = prop_oneof![Just(1.0), 1.0..500.0f64];
        let one = (0.0..6.0f64, beams, prop::option::of(0.0..9.0f64), prop::bool::weighted(0.3));
        let one = one.prop_map(|(azimuth_rad, beams, gain, is_engaged)| LookRequest {
            is_engaged,
            ..request(azimuth_rad, beams, gain)
        });
        prop::collection::vec(one, 0..most)
    }

    #[test]
    fn the_least_valuable_revisits_are_dropped() {
        // Half of each revisit of two seconds, at 20 ms a look: fifty looks.
        let mut all: Vec<LookRequest> = (0..60_i32)
            .map(|number| request(f64::from(number) * 0.1, 1.0, Some(f64::from(number % 7))))
            .collect();
        let time = share_out(&kind(), &mut all);
        assert_eq!((time.looks, time.dropped), (50, 10));
        assert!((time.load_max - 1.2).abs() < 1e-12);
        let dropped = all.iter().filter(|request| request.window.dwell_s <= 0.0);
        assert!(dropped.map(LookRequest::value).all(|value| value <= 1.0));
    }

    #[test]
    fn a_track_alone_has_the_longest_dwell() {
        assert!((dwell_s(&[request(1.0, 1.0, Some(0.5))], 1.0) - 0.2).abs() < 1e-12);
        // A window that needs all that is left has it.
        let both = [request(1.0, 1.0, Some(0.5)), request(2.0, 100.0, None)];
        assert!((dwell_s(&both, 1.0) - 0.02).abs() < 1e-12);
        assert!((dwell_s(&both, 2.0) - 0.98 / 100.0).abs() < 1e-12);
    }

    /// A request whose window of this half width and half height, rad, has this dwell, s.
    fn wide([across_rad, up_rad]: [f64; 2], dwell_s: f64) -> LookRequest {
        let mut wide = request(1.0, 1.0, None);
        let window = &mut wide.window;
        (window.azimuth_half_rad, window.elevation_half_rad) = (across_rad, up_rad);
        window.elevation_rad = up_rad + 0.05;
        window.dwell_s = dwell_s;
        let edges_rad = [0.05, 2.0 * up_rad + 0.05];
        wide.beams = beam::beams(&kind(), beam::window_solid_angle_sr(2.0 * across_rad, edges_rad));
        wide
    }

    #[test]
    fn what_has_the_track_dwell_is_scanned_whole() {
        for dwell_s in [0.02, 0.2] {
            let all = wide([0.1, 0.1], dwell_s);
            assert_eq!(all.part(&kind(), 7), (all.window, 1.0));
        }
    }

    /// Each place of a window is looked at about as often as others, but for its edges, and first
    /// after no more than some times the revisits that a scan without overlap takes.
    #[test]
    fn parts_leave_no_gap() {
        for sizes_rad in [[0.3, 0.2], [0.02, 0.3], [0.4, 0.01]] {
            for dwell_s in [0.0001, 0.001, 0.01] {
                let all = wide(sizes_rad, dwell_s);
                let (_, share) = all.part(&kind(), 0);
                let revisits = (4.0 / share).ceil() as u64;
                for (across, up) in [(0.0, 0.0), (0.3, 0.4), (-0.5, 0.1), (0.6, -0.6)] {
                    let azimuth_rad = all.window.azimuth_rad + across * all.window.azimuth_half_rad;
                    let elevation_rad =
                        all.window.elevation_rad + up * all.window.elevation_half_rad;
                    let is_seen = |revisit: u64| {
                        let (part, _) = all.part(&kind(), revisit);
                        (part.azimuth_rad - azimuth_rad).abs() <= part.azimuth_half_rad
                            && (part.elevation_rad - elevation_rad).abs() <= part.elevation_half_rad
                    };
                    let first = (0..revisits).find(|revisit| is_seen(*revisit));
                    assert!(first.is_some(), "{sizes_rad:?} {dwell_s} {across} {up}: {revisits}");
                }
            }
        }
    }

    #[test]
    fn a_radar_with_nothing_to_do_does_nothing() {
        let time = share_out(&kind(), &mut []);
        assert_eq!((time.looks, time.dropped), (0, 0));
        assert!(time.tracks_s + time.windows_s + time.load_max <= 0.0);
    }

    #[test]
    fn what_a_small_window_leaves_the_others_get() {
        let small = request(1.0, 1.0, None);
        let (large, other) = (request(2.0, 40.0, None), request(3.0, 40.0, None));
        // The longest dwell is 0.2 s: 0.2 of 1 s, the rest is 0.4 s for each of the others.
        let all = [large, small, other];
        assert!((dwell_s(&all, 1.0) - 0.2).abs() < 1e-12);
        assert!((dwell_s(&all, 2.0) - 0.01).abs() < 1e-12);
        assert!((dwell_s(&all, 3.0) - 0.01).abs() < 1e-12);
    }

    #[test]
    fn what_interceptors_fly_to_comes_first() {
        let engaged = |request| LookRequest { is_engaged: true, ..request };
        // Half of each revisit of two seconds, at 20 ms a look: fifty looks. The least valuable of
        // sixty is engaged, and so is a window of ten beams: it has the longest dwell, 0.2 s, as
        // far as half of the time goes.
        let mut all: Vec<LookRequest> = (0..60_i32)
            .map(|number| request(f64::from(number) * 0.1, 1.0, Some(1.0 + f64::from(number))))
            .collect();
        all[0] = engaged(all[0]);
        all.push(engaged(request(7.0, 10.0, None)));
        assert!((dwell_s(&all, 0.0) - 0.02).abs() < 1e-12);
        assert!(dwell_s(&all, 7.0) >= 0.05 - 1e-12);
        let time = share_out(&kind(), &mut all.clone());
        assert!((time.engaged_s - 0.52).abs() < 1e-12, "{time:?}");
        assert!(dwell_s(&all, 0.1) <= 0.0 && dwell_s(&all, 5.9) > 0.0);
        all[60].is_engaged = false;
        assert!(dwell_s(&all, 7.0) < 0.05);
    }

    proptest! {
        /// To be engaged never shortens a look.
        #[test]
        fn who_is_engaged_loses_nothing(
            mut all in requests(60),
            beams in 1.0..500.0f64,
            gain in prop::option::of(0.0..9.0f64),
        ) {
            all.push(request(7.0, beams, gain));
            let before_s = dwell_s(&all, 7.0);
            let last = all.len() - 1;
            all[last].is_engaged = true;
            prop_assert!(dwell_s(&all, 7.0) >= before_s * (1.0 - 1e-12));
        }

        #[test]
        fn no_more_time_is_spent_than_there_is(mut all in requests(200)) {
            let time = share_out(&kind(), &mut all);
            let spent_s: f64 = all.iter().map(|one| one.beams * one.window.dwell_s).sum();
            prop_assert!((spent_s - time.tracks_s - time.windows_s).abs() < 1e-9);
            prop_assert!(spent_s <= time.available_s + 1e-9);
            let longest_s = kind().dwell_max_s * (1.0 + 1e-12);
            prop_assert!(all.iter().all(|request| request.window.dwell_s <= longest_s));
        }

        /// A part lies in its window and takes its time, whatever the revisit.
        #[test]
        fn a_part_takes_the_time_of_its_window(
            sizes_rad in prop::array::uniform2(0.005..0.6f64),
            dwell_s in 1e-5..0.1f64,
            revisit in 0..100_000u64,
        ) {
            let all = wide(sizes_rad, dwell_s);
            let (part, share) = all.part(&kind(), revisit);
            let (whole, rounding) = (all.window, 1e-9);
            let off_rad = (part.azimuth_rad - whole.azimuth_rad).abs();
            prop_assert!(off_rad + part.azimuth_half_rad <= whole.azimuth_half_rad + rounding);
            let off_rad = (part.elevation_rad - whole.elevation_rad).abs();
            prop_assert!(off_rad + part.elevation_half_rad <= whole.elevation_half_rad + rounding);
            let (low_rad, high_rad) = (
                part.elevation_rad - part.elevation_half_rad,
                part.elevation_rad + part.elevation_half_rad,
            );
            let sky_sr =
                beam::window_solid_angle_sr(2.0 * part.azimuth_half_rad, [low_rad, high_rad]);
            let scanned_s = sky_sr / beam::beam_solid_angle_sr(&kind()) * part.dwell_s;
            let time_s = all.beams * dwell_s;
            prop_assert!((scanned_s / time_s - 1.0).abs() < 1e-6 || all.beams <= 1.0);
            prop_assert!(part.dwell_s <= kind().track_dwell_s.max(dwell_s) * (1.0 + rounding));
            prop_assert!((share * all.beams * part.dwell_s / time_s - 1.0).abs() < rounding);
        }

        /// One look more never makes another longer, be it a track's or a cue's.
        #[test]
        fn higher_load_never_improves_a_revisit(
            all in requests(120),
            more in requests(2),
            which in any::<prop::sample::Index>(),
        ) {
            prop_assume!(!all.is_empty());
            let of = which.get(&all).window.azimuth_rad;
            let fuller = [all.clone(), more].concat();
            prop_assert!(dwell_s(&fuller, of) <= dwell_s(&all, of) * (1.0 + 1e-12));
        }

        /// A smaller window is not looked at for a shorter time, and its neighbours lose nothing.
        #[test]
        fn a_smaller_window_never_shortens_a_dwell(
            mut all in requests(60),
            beams in 1.0..500.0f64,
            share in 0.0..1.0f64,
            which in any::<prop::sample::Index>(),
        ) {
            let smaller = 1.0 + share * (beams - 1.0);
            all.push(request(7.0, beams, None));
            let of = which.get(&all).window.azimuth_rad;
            let before_s = [dwell_s(&all, 7.0), dwell_s(&all, of)];
            let last = all.len() - 1;
            all[last].beams = smaller;
            let allowed = 1.0 - 1e-12;
            prop_assert!(dwell_s(&all, 7.0) >= before_s[0] * allowed);
            prop_assert!(dwell_s(&all, of) >= before_s[1] * allowed);
        }

        /// Nor does the window of a track when it shrinks from what is searched to what a beam
        /// holds, unless the radar has more tracks than it has time for.
        #[test]
        fn a_track_that_is_known_better_is_not_looked_at_shorter(
            mut all in requests(40),
            gain in 0.1..9.0f64,
            beams in 1.0..500.0f64,
            share in 0.0..1.0f64,
        ) {
            all.push(request(7.0, beams, Some(gain)));
            let before_s = dwell_s(&all, 7.0);
            let last = all.len() - 1;
            all[last].beams = 1.0 + share * (beams - 1.0);
            let dropped = share_out(&kind(), &mut all.clone()).dropped;
            prop_assert!(dwell_s(&all, 7.0) >= before_s * (1.0 - 1e-12) || dropped > 0);
        }
    }
}
