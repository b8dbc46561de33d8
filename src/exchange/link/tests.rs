//! Links as their senders meet them: what arrives when, and what never does.

use super::*;
use crate::scenario::identity::{SystemId, TrackId};
use crate::scenario::model::{Queue, ReleasePolicy, Span};
use crate::world::journal::Subject;
use proptest::prelude::*;

/// A link without troubles.
fn plain() -> Link {
    Link {
        from: SystemId(0),
        to: SystemId(1),
        latency_s: 2.0,
        jitter_s: 3.0,
        loss: 0.0,
        bursts: None,
        queue: None,
        down: Vec::new(),
        release: ReleasePolicy::default(),
    }
}

/// A question about a track: 40 bytes.
fn question(number: u32) -> Message {
    let system = SystemId(0);
    let track = TrackId { system, number };
    Message { subject: Subject::Request(track), valid_s: 0.0, body: Body::Request(track) }
}

/// What becomes of the questions of some ticks: arrivals by tick and number, s, and the journal.
type Fate = (Vec<((u64, u32), f64)>, Journal);

fn sent(link: &Link, load: &[Vec<u32>]) -> Fate {
    let mut channel = Channel::new(u64::MAX);
    let mut in_transit = InTransit::default();
    let mut journal = Journal::default();
    let mut arrivals = Vec::new();
    let luck = RunSeed { seed: 7, run: 3 };
    for (tick, numbers) in (0..).zip(load) {
        let clock = Clock { tick, step_s: 1.0 };
        channel.begin(link, clock);
        let mut input = LinkInput {
            link: LinkId(0),
            path: link,
            outages: &Outages::default(),
            luck,
            staff: ReleaseStaff { link: LinkId(0), luck, own: link.release.delay, centre: None },
            clock,
            channel: &mut channel,
            in_transit: &mut in_transit,
        };
        for &number in numbers {
            let message = question(number);
            let key = MessageKey::of(&message, 0);
            let said = OutgoingMessage { message, key, tick };
            input.enter(&said, &mut journal);
        }
        for (arrival_s, message) in in_transit.0.drain(..) {
            if let Subject::Request(track) = message.subject {
                arrivals.push(((tick, track.number), arrival_s));
            }
        }
    }
    (arrivals, journal)
}

/// Lengths of the runs of one value, without the first and the last, which may be cut off.
pub(crate) fn run_lengths(values: &[bool], of: bool) -> Vec<usize> {
    let runs: Vec<&[bool]> = values.chunk_by(|one, next| one == next).collect();
    let whole = runs.get(1..runs.len() - 1).unwrap_or_default();
    let of_it = whole.iter().filter(|run| run[0] == of);
    of_it.map(|run| run.len()).collect()
}

/// Asserts that lengths follow the geometric law P(n) = p(1 − p)ⁿ⁻¹ by Pearson's chi-square test at
/// a level of 1 %, with as many bins as expect ten lengths and the rest in one (quantile: Wilson &
/// Hilferty 1931).
pub(crate) fn chi_square_is_in_bounds(lengths: &[usize], p: f64) {
    let count = lengths.len() as f64;
    let (mut statistic, mut bins, mut left) = (0.0, 0, 1.0);
    let mut add = |expected: f64, found: usize| {
        statistic += (found as f64 - expected) * (found as f64 - expected) / expected;
        bins += 1;
    };
    let mut length = 1;
    while count * left * (1.0 - p) >= 10.0 && count * left * p >= 10.0 {
        let found = lengths.iter().filter(|found| **found == length).count();
        add(count * left * p, found);
        left *= 1.0 - p;
        length += 1;
    }
    let found = lengths.iter().filter(|found| **found >= length).count();
    add(count * left, found);
    assert!(bins >= 4, "{bins} bins of {count} lengths show nothing");
    let freedom = f64::from(bins - 1);
    let spread = 2.0 / (9.0 * freedom);
    let cube_root = 1.0 - spread + 2.326_347_874 * spread.sqrt();
    let quantile = freedom * cube_root * cube_root * cube_root;
    assert!(statistic < quantile, "{statistic} of {quantile}, {bins} bins");
}

/// Messages of some ticks, each a set of numbers.
fn load() -> impl Strategy<Value = Vec<Vec<u32>>> {
    let tick = prop::collection::btree_set(0..40_u32, 0..20);
    let tick = tick.prop_map(|numbers| numbers.into_iter().collect());
    prop::collection::vec(tick, 1..20)
}

proptest! {
    /// Any two loads below the bandwidth: the messages that are in both arrive at the same times,
    /// and are lost alike, on a link with bandwidth or without.
    #[test]
    fn below_the_bandwidth_what_else_is_sent_does_not_matter(one in load(), other in load()) {
        let free = Link { loss: 0.2, ..plain() };
        // Twenty questions a tick at most, of 40 bytes each.
        let queue = Some(Queue { bytes_per_s: 800.0, room_bytes: 1000.0 });
        let narrow = Link { queue, ..free.clone() };
        let (first, second) = (sent(&narrow, &one).0, sent(&narrow, &other).0);
        prop_assert_eq!(&first, &sent(&free, &one).0);
        for (tick, (one, other)) in (0..).zip(one.iter().zip(&other)) {
            for number in one.iter().filter(|number| other.contains(number)) {
                let arrival = |all: &[((u64, u32), f64)]| {
                    let mut all = all.iter();
                    all.find(|(key, _)| *key == (tick, *number)).map(|(_, arrival_s)| *arrival_s)
                };
                prop_assert_eq!(arrival(&first), arrival(&second));
            }
        }
    }

    /// Every message is refused, lost or on the way; none arrives before its latency.
    #[test]
    fn every_message_is_somewhere(
        load in load(),
        loss in 0.0..1.0f64,
        bandwidth in 40.0..400.0f64,
    ) {
        let queue = Some(Queue { bytes_per_s: bandwidth, room_bytes: 1000.0 });
        let down = vec![Span { from_s: 3.0, until_s: 5.0 }];
        let link = Link { loss, queue, down, ..plain() };
        let (arrivals, journal) = sent(&link, &load);
        let said: usize = load.iter().map(Vec::len).sum();
        let traffic = journal.traffic.first().copied().unwrap_or_default();
        prop_assert_eq!(traffic.sent as usize, said);
        let known = traffic.refused + traffic.lost + arrivals.len() as u64;
        prop_assert_eq!(known as usize, said);
        prop_assert_eq!(traffic.bytes, 40 * (traffic.sent - traffic.refused));
        for ((tick, _), arrival_s) in arrivals {
            prop_assert!(arrival_s >= tick as f64 + 2.0);
            prop_assert!(!(3..5).contains(&tick), "the link was down");
        }
    }
}

/// What arrives late for want of bandwidth arrives whole ticks later than on a free link.
#[test]
fn a_wait_is_added_to_the_delay() {
    let load = vec![(0..30).collect::<Vec<u32>>()];
    let queue = Some(Queue { bytes_per_s: 400.0, room_bytes: 1000.0 });
    let (free, _) = sent(&plain(), &load);
    let (narrow, _) = sent(&Link { queue, ..plain() }, &load);
    assert_eq!(narrow.len(), 30);
    for (place, ((key, early_s), (other, late_s))) in free.iter().zip(&narrow).enumerate() {
        assert_eq!(key, other);
        let wait_s = (place / 10) as f64;
        assert!((late_s - early_s - wait_s).abs() < 1e-12, "{place}");
    }
}

/// An outage holds its beginning and not its end; what is on the way when it begins arrives.
#[test]
fn an_outage_refuses_what_is_sent_in_it() {
    let span = |from_s, until_s| Span { from_s, until_s };
    let down = vec![span(2.0, 4.0), span(6.0, 7.0)];
    let load = vec![vec![1]; 9];
    let (arrivals, journal) = sent(&Link { down, ..plain() }, &load);
    let ticks: Vec<u64> = arrivals.iter().map(|((tick, _), _)| *tick).collect();
    assert_eq!(ticks, [0, 1, 4, 5, 7, 8]);
    assert_eq!(journal.traffic[0].refused, 3);
}

/// Independent losses follow one another by chance alone: the lengths of their runs, and of those
/// without loss, are geometric.
#[test]
fn losses_without_bursts_are_independent() {
    let loss = 0.3;
    let load = vec![vec![1]; 30_000];
    let (arrivals, _) = sent(&Link { loss, ..plain() }, &load);
    let mut lost = vec![true; load.len()];
    for ((tick, _), _) in arrivals {
        lost[tick as usize] = false;
    }
    chi_square_is_in_bounds(&run_lengths(&lost, true), 1.0 - loss);
    chi_square_is_in_bounds(&run_lengths(&lost, false), loss);
}

/// With bursts, messages of a tick fare alike where a bad channel loses all and a good one none.
#[test]
fn a_bad_channel_loses_what_leaves_in_it() {
    let bursts = Some(crate::scenario::model::Bursts { good_s: 10.0, bad_s: 5.0, loss: 1.0 });
    let load = vec![vec![1, 2, 3]; 300];
    let (arrivals, journal) = sent(&Link { bursts, ..plain() }, &load);
    let of_tick = |tick| arrivals.iter().filter(|((sent, _), _)| *sent == tick).count();
    assert!((0..300).all(|tick| [0, 3].contains(&of_tick(tick))));
    assert!((100..500).contains(&journal.traffic[0].lost));
}

/// The shortest queue that a scenario may have takes the longest message.
#[test]
fn the_longest_message_fits_the_shortest_queue() {
    assert_eq!(question(1).body.bytes(), 40);
    let longest = crate::exchange::message::LONGEST_BYTES;
    assert!(longest <= 1000, "{longest}");
}
