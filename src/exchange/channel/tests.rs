//! Queues against what must hold of any, bursts against the law of their chain.

use super::*;
use crate::exchange::link::tests::{chi_square_is_in_bounds, run_lengths};
use proptest::prelude::*;

const STEP_S: f64 = 1.0;

fn clock(tick: u64) -> Clock {
    let step_s = STEP_S;
    Clock { tick, step_s }
}

fn draw() -> ChannelDraw {
    ChannelDraw { link: LinkId(3), luck: RunSeed { seed: 20, run: 10 }, step_s: STEP_S }
}

/// Messages of some ticks, by their bytes.
fn loads(most_bytes: u64) -> impl Strategy<Value = Vec<Vec<u64>>> {
    let tick = prop::collection::vec(1..most_bytes, 0..12);
    prop::collection::vec(tick, 1..40)
}

proptest! {
    /// In order, never more in a tick than the bandwidth carries, nobody waits while there is room,
    /// and what is refused would not have fitted.
    #[test]
    fn a_queue_is_first_in_first_out_and_finite(
        loads in loads(900),
        share in 1000.0..3000.0f64,
        room in 1000.0..5000.0f64,
    ) {
        let queue = Queue { bytes_per_s: share / STEP_S, room_bytes: room };
        let mut backlog = Backlog::default();
        let (mut accepted, mut last) = (Vec::new(), 0);
        for (tick, load) in (0_u64..).zip(&loads) {
            backlog.drain(share);
            for &bytes in load {
                let before = backlog.0;
                let with_it = before + bytes as f64;
                if let Some(ticks) = backlog.take(&queue, bytes, clock(tick)) {
                    prop_assert!(tick + ticks >= last, "overtaken");
                    last = tick + ticks;
                    // It leaves in the tick that carries its last byte.
                    prop_assert!(with_it <= share * (ticks + 1) as f64);
                    prop_assert!(with_it > share * ticks as f64 || ticks == 0);
                    accepted.push((tick + ticks, bytes));
                } else {
                    prop_assert!(with_it - share > room);
                }
                prop_assert!(backlog.0 <= share + room);
            }
        }
        // Until each tick no more has left than its shares carry.
        let ticks = accepted.last().map_or(0, |(left, _)| *left);
        for tick in 0..=ticks {
            let left = accepted.iter().filter(|(leaves, _)| *leaves <= tick);
            let left: u64 = left.map(|(_, bytes)| bytes).sum();
            prop_assert!(left as f64 <= share * (tick + 1) as f64);
        }
    }

    /// Below the bandwidth nothing waits, whatever the load.
    #[test]
    fn below_the_bandwidth_nothing_waits(loads in loads(900)) {
        let most: u64 = loads.iter().map(|load| load.iter().sum()).max().unwrap_or(0);
        let share = most.max(1) as f64;
        let queue = Queue { bytes_per_s: share / STEP_S, room_bytes: 1000.0 };
        let mut backlog = Backlog::default();
        for (tick, load) in (0_u64..).zip(&loads) {
            backlog.drain(share);
            for &bytes in load {
                prop_assert_eq!(backlog.take(&queue, bytes, clock(tick)), Some(0));
            }
        }
    }
}

/// A hundred bytes a tick more than the bandwidth: waits grow by a tick in ten, then all is full.
#[test]
fn above_the_bandwidth_waits_grow_until_the_queue_is_full() {
    let queue = Queue { bytes_per_s: 1000.0, room_bytes: 2000.0 };
    let mut backlog = Backlog::default();
    let mut waits = Vec::new();
    for tick in 0..60 {
        backlog.drain(1000.0);
        for _ in 0..11 {
            waits.push(backlog.take(&queue, 100, clock(tick)));
        }
    }
    assert_eq!(waits[..11], [[Some(0); 10].as_slice(), &[Some(1)]].concat());
    let last_of = |tick: usize| waits[11 * tick + 10];
    assert_eq!([9, 19].map(last_of), [Some(1), Some(2)]);
    // From then on one in eleven is refused, and the others wait two ticks.
    let late = &waits[11 * 30..];
    let refused = late.iter().filter(|wait| wait.is_none()).count();
    assert_eq!(refused * 11, late.len());
    assert!(late.iter().flatten().all(|ticks| *ticks == 2 || *ticks == 1));
}

/// What is larger than the queue and a tick's share never fits.
#[test]
fn what_is_too_large_is_refused() {
    let queue = Queue { bytes_per_s: 10.0, room_bytes: 1000.0 };
    let mut backlog = Backlog::default();
    assert_eq!(backlog.take(&queue, 1011, clock(0)), None);
    assert_eq!(backlog.take(&queue, 1010, clock(0)), Some(100));
}

/// Lengths of stays in either state against the geometric law, at a level of 1 % each, and the
/// share of time in the bad one within four standard deviations, which the chain's correlation
/// makes larger by (1 + λ)/(1 − λ), with λ = 1 − `to_bad` − `to_good`.
#[test]
fn bursts_last_as_long_as_their_chain_says() {
    const TICKS: u64 = 200_000;
    let bursts = Bursts { good_s: 20.0, bad_s: 4.0, loss: 1.0 };
    let chain = BurstChain::new(&bursts, STEP_S);
    assert!((chain.bad_share - 1.0 / 6.0).abs() < 1e-15);
    let lambda = libm::exp(-STEP_S * (1.0 / 20.0 + 1.0 / 4.0));
    assert!((1.0 - chain.to_bad - chain.to_good - lambda).abs() < 1e-15);
    let mut states = GilbertElliott::default();
    let states: Vec<bool> = (0..TICKS)
        .map(|tick| {
            states.forget(tick);
            states.is_bad(&chain, &draw(), tick)
        })
        .collect();
    for (state, leave) in [(true, chain.to_good), (false, chain.to_bad)] {
        chi_square_is_in_bounds(&run_lengths(&states, state), leave);
    }
    let share = states.iter().filter(|bad| **bad).count() as f64 / TICKS as f64;
    let expected = chain.bad_share;
    let inflation = (1.0 + lambda) / (1.0 - lambda);
    let sigma = (expected * (1.0 - expected) * inflation / TICKS as f64).sqrt();
    assert!((share - expected).abs() < 4.0 * sigma, "{share}");
}

/// Whoever asks when, and whatever was forgotten, the state of a tick is one.
#[test]
fn the_same_bursts_meet_everybody() {
    let bursts = Bursts { good_s: 5.0, bad_s: 3.0, loss: 1.0 };
    let chain = BurstChain::new(&bursts, STEP_S);
    let (mut often, mut seldom) = (GilbertElliott::default(), GilbertElliott::default());
    for tick in 0..500 {
        often.forget(tick);
        let state = often.is_bad(&chain, &draw(), tick);
        often.is_bad(&chain, &draw(), tick + 7);
        if tick % 13 == 0 {
            seldom.forget(tick);
            assert_eq!(seldom.is_bad(&chain, &draw(), tick), state, "{tick}");
        }
        assert!(often.states.len() <= 9);
    }
}
