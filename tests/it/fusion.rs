//! Does what two systems make of each other's data know how wrong it is? And does nothing come home
//! as new evidence?
//!
//! One object on its way past two radars a side, whose registration errors are as their types state
//! or three times as large, and links that are at once, 5 s or 20 s late. Normalised estimation
//! error squared (Bar-Shalom, Li & Kirubarajan 2001, sec. 5.4.2) of each system's picture, at times
//! after the end of thrust: a thrust that ends at once makes any track too sure for some seconds.
//! Per number it is one for a picture that knows its errors, and below one where it is cautious. Each
//! filter is, by some per cent: it takes registration errors for white besides reckoning with them
//! as fixed.

use crate::common::shipped;
use crate::consistency::flight;
use lisbon::ballistics::state::State;
use lisbon::earth::frames::{Geodetic, Site};
use lisbon::engine::Engine;
use lisbon::exchange::message::{Body, Inbox, Message};
use lisbon::outcome::picture::consistency::nees;
use lisbon::picture::fuse::fused;
use lisbon::random::RunSeed;
use lisbon::scenario::identity::{LinkId, SystemId};
use lisbon::scenario::model::{Architecture, Content, Exchange, Fusion, Scenario, Use};
use lisbon::tracking::filter::{Belief, Covariance};
use lisbon::tracking::track::Tracker;
use lisbon::world::journal::Subject;
use lisbon::world::node::Case;
use lisbon::{engine, tracking};
use nalgebra::{Matrix3, SMatrix, Vector3};
use proptest::prelude::*;
use rayon::prelude::*;

const RUNS: u64 = 400;

/// How own and remote tracks are fused.
const RULE: Fusion = Fusion::CovarianceIntersection;

/// When pictures are judged, s: thrust ends at 155 s, within some.
const TIMES_S: [f64; 3] = [250.0, 300.0, 350.0];

/// One threat, and nobody shoots; the registration errors of all radars of a system may be so many
/// of their standard deviations.
fn scenario(latency_s: f64, biased: Option<(usize, f64)>) -> Scenario {
    let mut scenario = shipped("quickstart");
    scenario.threats.truncate(1);
    scenario.fire_units.clear();
    scenario.last_tick = 350;
    for link in &mut scenario.links {
        (link.latency_s, link.jitter_s, link.loss) = (latency_s, 0.0, 0.0);
    }
    if let Some((system, sigmas)) = biased {
        let its = scenario.radars.iter_mut();
        for radar in its.filter(|radar| radar.system.index() == system) {
            radar.registration_sigmas = Some(sigmas);
        }
    }
    scenario
}

fn architecture(scenario: &Scenario, content: Content) -> Architecture {
    let usage = match content {
        Content::None => Use::Awareness,
        Content::Notification => Use::Cue,
        Content::Tracks => Use::LaunchOnRemote,
        Content::Plots => Use::EngageOnRemote,
    };
    Architecture {
        exchange: Some(Exchange { content, period_ticks: 10, usage }),
        engagement_status: false,
        kill_assessment: false,
        ..scenario.architectures[0].clone()
    }
}

/// Of one run: the NEES per number of each system's picture at each time, if it has the object.
fn judged(scenario: &Scenario, architecture: &Architecture, run: u64) -> [[Option<f64>; 3]; 2] {
    let luck = RunSeed { seed: 2010, run };
    let journal = engine::play(scenario, architecture, luck);
    let mut all = [[None; 3]; 2];
    for (time_s, truths, beliefs) in journal.samples.iter() {
        let Some(place) = TIMES_S.iter().position(|one| *one == time_s) else {
            continue;
        };
        let truth = truths[0].state;
        for (system, all) in (0..).zip(&mut all) {
            let own = beliefs.iter().filter(|one| one.system == SystemId(system));
            let errors = own.map(|one| (one.state.vector() - truth.vector(), one.spread.matrix()));
            let nearest = errors.min_by(|(one, _), (other, _)| {
                let far_m = |error: &SMatrix<f64, 6, 1>| error.fixed_rows::<3>(0).norm();
                far_m(one).total_cmp(&far_m(other))
            });
            all[place] = nearest.map(|(error, spread)| nees(&error, &spread).unwrap() / 6.0);
        }
    }
    all
}

/// Of all runs: share that had the object, and mean NEES per number, by system and time.
fn mean(scenario: &Scenario, content: Content, runs: u64) -> [[(f64, f64); 3]; 2] {
    let architecture = architecture(scenario, content);
    let all = (0..runs).into_par_iter();
    let all: Vec<_> = all.map(|run| judged(scenario, &architecture, run)).collect();
    [0, 1].map(|system| {
        [0, 1, 2].map(|place| {
            let held = || all.iter().filter_map(|one| one[system][place]);
            let count = held().count() as f64;
            (count / runs as f64, held().sum::<f64>() / count)
        })
    })
}

/// The 95 % bound of the mean of 400 NEES of six numbers, per number: chi-square of 2,400 degrees
/// of freedom. A picture that has the object in fewer runs is held to it all the same.
const NEES_MAX: f64 = 6.288 / 6.0;

/// What caution may cost: of two systems that share tracks, each of whose errors is taken for the
/// other's too and the partner's for three times as large, a sixth of the ideal is left, and not
/// less.
const NEES_MIN: f64 = 0.15;

/// Are these figures of a system within bounds?
fn demand(figures: [(f64, f64); 3], least: f64, what: &str) {
    for ((share, nees), time_s) in figures.into_iter().zip(TIMES_S) {
        assert!(share > 0.75, "{what}, {time_s} s: {share}");
        assert!((least..NEES_MAX).contains(&nees), "{what}, {time_s} s: {nees}");
    }
}

/// Errors as the types state them: whatever crosses the border, and however late.
#[test]
fn what_is_fused_knows_its_errors() {
    for (content, latencies_s, least) in [
        (Content::None, &[0.0][..], 0.8),
        (Content::Notification, &[5.0], 0.8),
        (Content::Tracks, &[0.0, 5.0, 20.0], 0.8),
        (Content::Plots, &[0.0, 5.0, 20.0], 0.8),
    ] {
        for latency_s in latencies_s {
            let all = mean(&scenario(*latency_s, None), content, RUNS);
            for (system, figures) in all.into_iter().enumerate() {
                demand(figures, least, &format!("{content:?}, {latency_s} s late, {system}"));
            }
        }
    }
}

/// Each error of each of a partner's radars is three standard deviations, with signs by chance: who
/// uses its data covers them. Of the partner's own picture nothing is asked: a system takes its own
/// radars at their word.
#[test]
fn a_partners_large_errors_are_covered() {
    for content in [Content::Tracks, Content::Plots] {
        for latency_s in [0.0, 20.0] {
            for partner in [0, 1] {
                let mut scenario = scenario(latency_s, Some((partner, 3.0)));
                scenario.systems[1 - partner].tracking.partner_bias_sigmas = 3.0;
                let figures = mean(&scenario, content, RUNS)[1 - partner];
                let what = format!("{content:?}, {latency_s} s late, not {partner}");
                demand(figures, NEES_MIN, &what);
            }
        }
    }
}

/// Who takes a partner's radars at their word is misled by such errors: the law above can fail.
#[test]
fn without_an_allowance_a_partners_large_errors_mislead() {
    for (content, partner) in [(Content::Tracks, 0), (Content::Plots, 0)] {
        let mut scenario = scenario(5.0, Some((partner, 3.0)));
        scenario.systems[1 - partner].tracking.partner_bias_sigmas = 0.0;
        let [.., (_, nees)] = mean(&scenario, content, 100)[1 - partner];
        assert!(nees > 1.5, "{content:?}: {nees}");
    }
}

/// What a node's tracker would send of its tracks.
fn told(tracker: &Tracker) -> impl Iterator<Item = Message> {
    tracker.tracks.iter().filter(|track| track.is_confirmed()).map(|track| {
        let id = tracker.id(track.number);
        let belief = *track.belief();
        let honest = tracker.belief_at(track, belief.time_s).covariance;
        Message {
            subject: Subject::Track(id),
            valid_s: belief.time_s,
            body: Body::Track {
                track: id,
                belief,
                registration: honest.plus(&belief.covariance, -1.0),
                payload_evidence_nats: track.payload_evidence_nats,
            },
        }
    })
}

/// News that comes again and again is no news: a run in which each node hears whatever it was told
/// in the last half minute anew with every tick is the same run, to the last bit.
#[test]
fn what_is_said_again_is_no_new_evidence() {
    const LATE_S: f64 = 5.0;
    let scenario = scenario(LATE_S, None);
    let architecture = architecture(&scenario, Content::Tracks);
    let play = |is_repeated: bool| {
        let case = Case {
            scenario: &scenario,
            architecture: &architecture,
            luck: RunSeed { seed: 2010, run: 3 },
        };
        let mut engine = Engine::new(&case);
        let mut sent: Vec<(u64, SystemId, Message)> = Vec::new();
        let mut repeated = 0;
        for tick in 1..=400_u64 {
            engine.step();
            let world = engine.world();
            let mut nodes = world.query::<(&Tracker, &mut Inbox)>();
            for (tracker, mut inbox) in nodes.iter_mut(world) {
                if (tick - 1).is_multiple_of(10) {
                    sent.extend(told(tracker).map(|message| (tick, tracker.system, message)));
                }
                let old = sent.iter().filter(|(then, from, _)| {
                    *from != tracker.system && (10..40).contains(&(tick - then))
                });
                let old = old.filter(|_| is_repeated).map(|(.., message)| *message);
                let before = inbox.0.len();
                inbox.0.extend(old.map(|message| (LinkId(0), message)));
                repeated += inbox.0.len() - before;
            }
        }
        (engine.journal().samples, repeated)
    };
    let ((once, _), (again, repeated)) = (play(false), play(true));
    assert!(repeated > 500, "{repeated}");
    assert!(once == again);
}

/// What is sent is what own sensors gave: a system that hears its partner, and uses nothing of it
/// to point its radars, sends the same as one that hears nothing.
#[test]
fn what_is_heard_is_not_sent_on() {
    let scenario = scenario(5.0, None);
    let told_by_all = |content| {
        let mut architecture = architecture(&scenario, content);
        if let Some(exchange) = &mut architecture.exchange {
            exchange.usage = Use::Awareness;
        }
        let case = Case {
            scenario: &scenario,
            architecture: &architecture,
            luck: RunSeed { seed: 2010, run: 4 },
        };
        let mut engine = Engine::new(&case);
        let mut all = Vec::new();
        for _ in 0..400 {
            engine.step();
            let world = engine.world();
            for tracker in world.query::<&Tracker>().iter(world) {
                all.extend(told(tracker));
            }
        }
        all
    };
    let [alone, heard] = [Content::None, Content::Tracks].map(told_by_all);
    assert!(alone.len() > 200 && alone == heard);
}

/// Of a decoy that falls through the air the partner's last word is ten seconds old, and its drag is
/// sixteen times what was assumed: who lets the belief fall knows that it may be. One that takes the
/// assumed drag for true, within 30 %, is lost.
#[test]
fn an_object_that_was_told_of_may_be_light() {
    let tracker = tracking::alone(&shipped("quickstart"), SystemId(0));
    let site = Geodetic::degrees(45.0, 30.0, 75e3);
    let axes = *Site::new(site).axes();
    let state = State {
        position_m: site.ecef().0,
        velocity_mps: (axes.row(0) - axes.row(2)).transpose() * 2800.0,
    };
    let belief = Belief {
        time_s: 0.0,
        state,
        covariance: Covariance {
            pp: Matrix3::identity() * 2500.0,
            pv: Matrix3::zeros(),
            vv: Matrix3::identity(),
        },
    };
    let light_kgpm2 = tracker.rules.ballistic_coefficient_kgpm2 / 16.0;
    let truth = flight(state, 11, light_kgpm2, |_, _| Vector3::zeros())[10];
    let per_number = |then: &Belief| {
        let error = then.state.vector() - truth.vector();
        nees(&error, &then.covariance.matrix()).unwrap() / 6.0
    };
    let told = per_number(&tracker.coasted(&belief, 10.0));
    let assumed = per_number(&belief.at(10.0, &tracker.coasting()));
    assert!(told < 3.0 && assumed > 100.0, "{told} {assumed}");
}

/// A covariance of position and velocity, and a mean near nothing.
fn beliefs() -> impl Strategy<Value = Belief> {
    let numbers = prop::collection::vec(-1.0..1.0_f64, 36);
    (numbers, prop::array::uniform6(-100.0..100.0_f64)).prop_map(|(numbers, mean)| {
        let root = SMatrix::<f64, 6, 6>::from_vec(numbers);
        let all = root * root.transpose() + SMatrix::identity() * 0.01;
        Belief {
            time_s: 0.0,
            state: State::of(&mean.into()),
            covariance: Covariance::from_matrix(&((all + all.transpose()) * 50.0)),
        }
    })
}

proptest! {
    /// Two who send each other not what their sensors gave but what they made of all they heard,
    /// round after round: neither ever knows more in any direction than the better of the two
    /// sensors does.
    #[test]
    fn round_and_round_nothing_is_learnt(
        (own, other) in (beliefs(), beliefs()),
        along in prop::array::uniform6(-1.0..1.0_f64),
    ) {
        let along = SMatrix::<f64, 6, 1>::from(along);
        let known = |belief: &Belief| {
            let factor = belief.covariance.matrix().cholesky().expect("positive definite");
            along.dot(&factor.solve(&along))
        };
        let most = known(&own).max(known(&other));
        let mut there = other;
        for _ in 0..50 {
            let here = fused(RULE, &own, &there);
            there = fused(RULE, &other, &here);
            prop_assert!(known(&here) <= most * (1.0 + 1e-6));
            prop_assert!(known(&there) <= most * (1.0 + 1e-6));
        }
    }
}
