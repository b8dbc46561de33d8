//! Recorded plots: the tracker of a system, played over plots from a file.
//!
//! The same calls as in a tick ([`tracking::take_in`], [`tracking::settle`]) on plots that somebody
//! recorded, so that the tracker can be judged alone, beside others on the same plots. Ticks are
//! played from the first plot to the last; a plot between two ticks is taken in at its own time,
//! and the tick after it confirms and drops. Leaves out satellites' lines of sight.

mod read;

pub use self::read::COLUMNS;
pub use self::read::read;

use crate::ballistics::state::State;
use crate::scenario::identity::SystemId;
use crate::scenario::parts::Scenario;
use crate::sensing::plot::Plot;
use crate::tracking;
use crate::tracking::associate::Workspace;
use crate::tracking::filter::Covariance;
use crate::tracking::track::Tracker;
use crate::world::clock::Clock;
use crate::world::journal::Journal;

/// Plots of one system's radars, in the order of time.
#[derive(Debug, Clone, PartialEq)]
pub struct Recording {
    /// Whose radars they are of.
    pub system: SystemId,
    /// The plots.
    pub plots: Vec<Plot>,
}

/// What is believed of one confirmed track after the last plot of a time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fix {
    /// Time of the plots, s.
    pub time_s: f64,
    /// Number of the track.
    pub track: u32,
    /// Mean, Earth-fixed.
    pub state: State,
    /// Covariance, Earth-fixed.
    pub covariance: Covariance,
}

/// Plays a recording through the tracker of its system; `tell` gets every confirmed track at every
/// time that has plots, by time and number.
pub fn replay(scenario: &Scenario, recording: Recording, mut tell: impl FnMut(&Fix)) {
    let Recording { system, mut plots } = recording;
    let mut player = Player {
        tracker: tracking::alone(scenario, system),
        work: Workspace::default(),
        journal: Journal::default(),
        clock: Clock {
            tick: 0,
            step_s: scenario.step_s,
        },
    };
    for moment in plots.chunk_by_mut(|a, b| a.time_s.total_cmp(&b.time_s).is_eq()) {
        let time_s = moment[0].time_s;
        player.play_to(time_s);
        player.take_in(time_s, moment);
        let Player { tracker, .. } = &player;
        for track in tracker.tracks.iter().filter(|track| track.is_confirmed()) {
            let belief = tracker.belief_at(track, time_s);
            tell(&Fix {
                time_s,
                track: track.number,
                state: belief.state,
                covariance: belief.covariance,
            });
        }
    }
}

/// A tracker and what its ticks need.
struct Player {
    tracker: Tracker,
    work: Workspace,
    journal: Journal,
    /// The next tick to be settled.
    clock: Clock,
}

/// A time this near to a tick, as a share of its length, is that of the tick.
const SAME_TICK: f64 = 1e-6;

impl Player {
    /// Settles the ticks before a time. While there are no tracks, nothing can happen in them.
    fn play_to(&mut self, time_s: f64) {
        let due = libm::ceil(time_s / self.clock.step_s - SAME_TICK).max(0.0) as u64;
        while self.clock.tick < due {
            if self.tracker.tracks.is_empty() {
                self.clock.tick = due;
            } else {
                self.settle();
            }
        }
    }

    /// Takes in the plots of a time, and settles the tick if it is that of one.
    fn take_in(&mut self, time_s: f64, plots: &mut [Plot]) {
        tracking::take_in(&mut self.tracker, plots, &mut self.work);
        if self.clock.now_s() - time_s <= SAME_TICK * self.clock.step_s {
            self.settle();
        }
    }

    fn settle(&mut self) {
        tracking::settle(&mut self.tracker, self.clock, &mut self.journal);
        self.clock.tick += 1;
    }
}
