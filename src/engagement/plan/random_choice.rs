//! Random choice: fire without coordination, the baseline that a plan is measured against.
//!
//! Each round of a fire unit is fired at one of the targets that the unit can engage at once,
//! chosen evenly and independently of every other round (Washburn & Kress, *Combat Modeling*,
//! 2009, ch. 2): some targets get many, some none. A round's luck is that of its number, so that
//! neither order nor other units matter. Targets that could be engaged later do not wait for a
//! round.

use super::horizon::{PlannedShot, Reach};
use super::reach::NodeReach;
use crate::engagement::command::node::CommandNode;
use crate::random::{Purpose, RunSeed};
use rand::RngExt;
use std::ops::Range;

/// Shots at targets chosen at random: of each own fire unit what is left of so many.
pub(super) fn choose_at_random(
    command: &CommandNode,
    shots: u32,
    (reach, luck): (&NodeReach, RunSeed),
    chosen: &mut Vec<PlannedShot>,
) {
    let [now_s, next_s] = reach.times_s;
    let own = command.launchers.iter().enumerate();
    for (unit, launcher) in own.filter(|(_, launcher)| launcher.owner == command.system) {
        let is_shot_at = |target: &usize| {
            let is_free = reach.objects[*target].from_s <= now_s;
            is_free && reach.kill_probability(*target, unit) > 0.0
        };
        let meetings = (0..reach.objects.len()).filter(is_shot_at).filter_map(|target| {
            let meeting = reach.earliest(target, unit, now_s)?;
            (meeting.order_s <= next_s).then_some((target, meeting))
        });
        let meetings: Vec<_> = meetings.collect();
        if meetings.is_empty() {
            continue;
        }
        let held = launcher.held_s.iter().filter(|[from_s, _]| *from_s <= next_s).count() as u32;
        let free = launcher.channels.saturating_sub(held);
        let left = launcher.ready().saturating_sub(command.rules.reserve);
        let first = launcher.launched;
        let due = shots.saturating_sub(first).min(left).min(free);
        let of = u64::from(launcher.unit.0);
        chosen.extend(choices(luck, of, first..first + due, meetings.len()).map(|place| {
            let (target, meeting) = meetings[place];
            PlannedShot { target, unit, meeting, weight: 1.0 }
        }));
    }
}

/// The choices of a fire unit's rounds, by their numbers, each one of so many.
fn choices(
    luck: RunSeed,
    unit: u64,
    rounds: Range<u32>,
    count: usize,
) -> impl Iterator<Item = usize> {
    rounds.map(move |round| {
        let mut stream = luck.stream(Purpose::TargetChoice, unit, u64::from(round));
        stream.random_range(0..count)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of 10 targets each is chosen a tenth of the times, after each other as well; the choice of a
    /// round is the same whatever was chosen before it.
    #[test]
    fn choices_are_even_and_independent() {
        let luck = RunSeed { seed: 1, run: 2 };
        let all: Vec<usize> = choices(luck, 3, 0..40_000, 10).collect();
        let later: Vec<usize> = choices(luck, 3, 5..9, 10).collect();
        assert_eq!(later, all[5..9]);
        for target in 0..10 {
            let share = |hits: usize| hits as f64 / all.len() as f64;
            let once = share(all.iter().filter(|choice| **choice == target).count());
            let both = |pair: &&[usize]| pair == &[target, target];
            let twice = share(all.windows(2).filter(both).count());
            // Standard deviations are 0.0015 and 0.0005.
            assert!((once - 0.1).abs() < 0.006 && (twice - 0.01).abs() < 0.002, "{once} {twice}");
        }
        let other: Vec<usize> = choices(luck, 4, 0..20, 10).collect();
        assert_ne!(other, all[..20]);
    }
}
