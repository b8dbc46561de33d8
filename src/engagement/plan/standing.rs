//! Standing plans: what a node keeps of its last plan.
//!
//! A plan stands until there is news of its targets, or it is too old: beliefs grow sharper
//! meanwhile. Its shots are ordered as they come due. What is left of them when it is made anew is
//! a beginning of the next plan.

use super::horizon::{KeptShot, Meeting, PlannedShot};
use super::reach::ExpectedTarget;
use super::targets::EligibleObject;

/// Time for which a plan stands without news, s.
const PLAN_LIFE_S: f64 = 20.0;

/// A plan that stands.
#[derive(Debug, Clone, Default)]
pub struct StandingPlan {
    until_s: f64,
    /// Its targets as they were.
    targets: Vec<TargetNews>,
    /// Its shots that are not yet ordered, those at a target in the order of their volleys.
    pub(super) shots: Vec<StandingShot>,
}

/// Shot of a plan that stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct StandingShot {
    /// The object's number; of what is only expected, that of the object as which it flies.
    pub(super) number: u32,
    /// Times over that the raid comes again with it; none for the object itself.
    again: u32,
    /// Place of the fire unit.
    pub(super) unit: usize,
    /// Its times; of what is only expected, earlier by as much as it comes later.
    pub(super) meeting: Meeting,
    is_sure: bool,
}

impl StandingShot {
    /// Whether it is at an object in hand, and waits for no news.
    pub(super) fn is_firm(&self) -> bool {
        self.is_sure && self.again == 0
    }
}

/// Facts of a target that make a plan obsolete if they change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct TargetNews {
    /// The object's number.
    pub(super) number: u32,
    /// Volleys at it that are over.
    pub(super) volleys: u32,
    /// It may be shot at from then on, s.
    pub(super) from_s: f64,
    /// Whether it is shot at in the partner's support.
    pub(super) is_support: bool,
}

impl StandingPlan {
    /// Lets it stand no longer.
    pub(crate) fn end(&mut self) {
        self.until_s = f64::NEG_INFINITY;
    }

    /// Whether it stands at a time, s, with targets as they are then.
    pub(super) fn stands(&self, now_s: f64, news: impl Iterator<Item = TargetNews>) -> bool {
        now_s < self.until_s && news.eq(self.targets.iter().copied())
    }

    pub(super) fn firm_shots(&self) -> impl Iterator<Item = &StandingShot> {
        self.shots.iter().filter(|shot| shot.is_firm())
    }

    /// Lists its shots as those of a plan for targets that may have changed.
    pub(super) fn keep(
        &self,
        (objects, expected): (&[EligibleObject], &[ExpectedTarget]),
        kept: &mut Vec<KeptShot>,
    ) {
        kept.clear();
        kept.extend(self.shots.iter().filter_map(|shot| {
            let like = objects.iter().position(|object| object.number == shot.number)?;
            let is_it = |target: &ExpectedTarget| target.like == like && target.again == shot.again;
            let (target, after_s) = if shot.again == 0 {
                (like, 0.0)
            } else {
                let place = expected.iter().position(is_it)?;
                (objects.len() + place, expected[place].after_s)
            };
            Some(KeptShot { target, unit: shot.unit, order_s: shot.meeting.order_s + after_s })
        }));
    }

    /// Becomes a plan that is made at a time, s, of the objects in hand and what is expected.
    pub(super) fn renew(
        &mut self,
        (now_s, news): (f64, impl Iterator<Item = TargetNews>),
        (objects, expected): (&[EligibleObject], &[ExpectedTarget]),
        shots: &[PlannedShot],
    ) {
        self.until_s = now_s + PLAN_LIFE_S;
        self.targets.clear();
        self.targets.extend(news);
        self.shots.clear();
        self.shots.extend(shots.iter().map(|shot| {
            let ExpectedTarget { like, again, after_s } =
                ExpectedTarget::of(shot.target, objects, expected);
            StandingShot {
                number: objects[like].number,
                again,
                unit: shot.unit,
                meeting: shot.meeting.later(-after_s),
                is_sure: shot.is_sure(),
            }
        }));
    }
}
