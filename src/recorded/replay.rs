//! The replay: plots of a recording taken in tick by tick, and what is believed after them.

use crate::ballistics::state::State;
use crate::scenario::identity::SystemId;
use crate::scenario::model::Scenario;
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
    /// System whose radars made them.
    pub system: SystemId,
    /// The plots.
    pub plots: Vec<Plot>,
    /// Plots that stood in it once more, and were left out.
    pub doubles: usize,
}

/// Belief about one confirmed track after the last plot of a time.
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

/// Beliefs at a time, after the plots of that time if there are any.
#[derive(Debug, Clone, Copy)]
pub struct Snapshot<'a> {
    /// The time, s.
    pub time_s: f64,
    /// True at a time of plots.
    pub has_plots: bool,
    /// Every confirmed track, by number; one without a plot at that time is predicted to it.
    pub fixes: &'a [Fix],
}

/// Plays a recording through the tracker of its system; `tell` gets every confirmed track at every
/// time that has plots, by time and number.
pub fn replay(scenario: &Scenario, recording: Recording, mut tell: impl FnMut(&Fix)) {
    watch(scenario, recording, &[], |moment| {
        moment.fixes.iter().for_each(&mut tell);
    });
}

/// The same, and `tell` also gets the moments that are asked for, s, which must ascend. To ask
/// changes nothing of what is believed.
pub fn watch(
    scenario: &Scenario,
    recording: Recording,
    asked_s: &[f64],
    mut tell: impl FnMut(Snapshot),
) {
    let Recording { system, mut plots, .. } = recording;
    let mut player = TrackerReplay {
        tracker: tracking::alone(scenario, system),
        work: Workspace::default(),
        journal: Journal::default(),
        clock: Clock { tick: 0, step_s: scenario.step_s },
    };
    let same_time = |a: &Plot, b: &Plot| a.time_s.total_cmp(&b.time_s).is_eq();
    let mut scans = plots.chunk_by_mut(same_time).peekable();
    let mut asked = asked_s.iter().peekable();
    let mut fixes = Vec::new();
    loop {
        let plots_s = scans.peek().map(|plots| plots[0].time_s);
        let next_s = plots_s.into_iter().chain(asked.peek().copied().copied());
        let Some(time_s) = next_s.reduce(f64::min) else {
            break;
        };
        player.play_to(time_s);
        let plots = scans.next_if(|plots| plots[0].time_s <= time_s);
        let has_plots = plots.is_some();
        if let Some(plots) = plots {
            player.take_in(time_s, plots);
        }
        while asked.next_if(|asked_s| **asked_s <= time_s).is_some() {}
        fixes.clear();
        fixes.extend(player.fixes(time_s));
        tell(Snapshot { time_s, has_plots, fixes: &fixes });
    }
}

/// A tracker and what its ticks need.
struct TrackerReplay {
    tracker: Tracker,
    work: Workspace,
    journal: Journal,
    /// The next tick to be settled.
    clock: Clock,
}

/// A time this near to a tick, as a share of its length, is that of the tick.
const SAME_TICK: f64 = 1e-6;

impl TrackerReplay {
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

    /// Beliefs about the confirmed tracks at a time.
    fn fixes(&self, time_s: f64) -> impl Iterator<Item = Fix> {
        let tracks = self.tracker.tracks.iter();
        tracks.filter(|track| track.is_confirmed()).map(move |track| {
            let belief = self.tracker.belief_at(track, time_s);
            Fix { time_s, track: track.number, state: belief.state, covariance: belief.covariance }
        })
    }

    fn settle(&mut self) {
        tracking::settle(&mut self.tracker, self.clock, &mut self.journal);
        self.clock.tick += 1;
    }
}
