//! The order of one tick.

use bevy_ecs::prelude::*;
use bevy_ecs::schedule::{LogLevel, ScheduleBuildSettings, ScheduleLabel, SingleThreadedExecutor};

/// The steps of one tick, in order. The rooms of `src/` bear the same names.
#[derive(SystemSet, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Phase {
    /// Threats move; intercepts are settled.
    Flight,
    /// Truth becomes plots.
    Sensing,
    /// Each system infers tracks from its own plots.
    Tracking,
    /// Messages are released, travel and arrive.
    Exchange,
    /// Each system joins its own tracks with what it was told, and points its radars.
    Picture,
    /// Each system decides, launches and guides.
    Engagement,
}

/// The schedule's label.
#[derive(ScheduleLabel, Debug, Clone, PartialEq, Eq, Hash)]
pub struct Tick;

/// An empty tick: the phases chained, one thread, an unstated order of two systems that touch the
/// same data is an error.
pub fn tick() -> Schedule {
    use Phase::{Engagement, Exchange, Flight, Picture, Sensing, Tracking};
    let mut tick = Schedule::new(Tick);
    tick.set_executor(SingleThreadedExecutor::new());
    tick.set_build_settings(ScheduleBuildSettings {
        ambiguity_detection: LogLevel::Error,
        ..Default::default()
    });
    tick.configure_sets((Flight, Sensing, Tracking, Exchange, Picture, Engagement).chain());
    tick
}
