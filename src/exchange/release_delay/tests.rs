//! Release delays against their law, and against what else is drawn.

use super::*;
use crate::scenario::identity::{SystemId, TrackId};
use crate::scenario::model::Span;
use crate::world::journal::Subject;

fn centre(processing_s: f64, release_delay: ReleaseDelay) -> Centre {
    Centre { processing_s, release_delay, down: vec![Span { from_s: 5.0, until_s: 6.0 }] }
}

fn staff(own: ReleaseDelay, centre: Option<&Centre>) -> ReleaseStaff<'_> {
    ReleaseStaff { link: LinkId(1), luck: RunSeed { seed: 7, run: 3 }, own, centre }
}

fn object(number: u32) -> MessageKey {
    let system = SystemId(0);
    MessageKey::of_object(Subject::Track(TrackId { system, number })).unwrap()
}

const OBJECTS: u32 = 4000;

/// Half wait no longer than the median and nine in ten no longer than they say, within four
/// standard deviations of the share of 4000.
#[test]
fn a_median_and_nine_in_ten_are_what_they_say() {
    let staff = staff(ReleaseDelay::new(30.0, Some(120.0)), None);
    for (limit_s, share) in [(30.0, 0.5), (120.0, 0.9)] {
        let within = (0..OBJECTS).filter(|number| staff.delay_s(object(*number)) <= limit_s);
        let found = within.count() as f64 / f64::from(OBJECTS);
        let sigma = (share * (1.0 - share) / f64::from(OBJECTS)).sqrt();
        assert!((found - share).abs() < 4.0 * sigma, "{found} within {limit_s} s");
    }
}

/// A longer median is a longer time for each object, and a slower tenth is for each that waits
/// longer than the median.
#[test]
fn longer_is_longer_for_each() {
    let delays = [(30.0, 60.0), (60.0, 120.0), (60.0, 600.0)];
    let delays = delays.map(|(median_s, within_s)| ReleaseDelay::new(median_s, Some(within_s)));
    let [short, long, slow] = delays.map(|delay| staff(delay, None));
    for number in 0..OBJECTS {
        let of = |staff: &ReleaseStaff| staff.delay_s(object(number));
        assert!((of(&long) / of(&short) - 2.0).abs() < 1e-12);
        assert!(of(&slow) >= of(&long) || of(&long) < 60.0);
    }
}

/// The sender's people and the centre's meet luck of their own, and what each takes does not depend
/// on whether the other is there.
#[test]
fn the_senders_people_and_the_centres_add_up() {
    let drawn = ReleaseDelay::new(30.0, Some(120.0));
    let none = ReleaseDelay::default();
    let (manned, quick) = (centre(4.0, drawn), centre(4.0, none));
    for number in 0..20 {
        let of = |own, centre| staff(own, centre).delay_s(object(number));
        let (own_s, centre_s) = (of(drawn, None), of(none, Some(&manned)) - 4.0);
        assert!((own_s - centre_s).abs() > 1e-6);
        assert!((of(drawn, Some(&manned)) - own_s - centre_s - 4.0).abs() < 1e-9);
        assert!((of(none, Some(&quick)) - 4.0).abs() < 1e-12);
    }
}

/// Ticks are whole, and never fewer than the time takes; what takes none takes no tick.
#[test]
fn ticks_are_rounded_up() {
    let clock = Clock { tick: 10, step_s: 0.5 };
    for (own_s, processing_s, ticks) in
        [(0.0, 0.0, [10, 10]), (1.2, 0.0, [13, 13]), (1.0, 1.3, [12, 15])]
    {
        let centre = centre(processing_s, ReleaseDelay::default());
        let way = staff(ReleaseDelay::new(own_s, None), Some(&centre)).ticks(object(1), clock);
        assert_eq!([way.from_sender, way.to_link], ticks, "{own_s} s and {processing_s} s");
    }
}

/// However slow people are by the file, the law ends where the keys of delays do.
#[test]
fn the_law_is_cut() {
    let delay = ReleaseDelay::new(0.001, Some(100_000.0));
    assert!(delay.at(6.0) <= 100_000.0 && delay.within_s() <= 100_000.0 * (1.0 + 1e-9));
}
