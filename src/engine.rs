//! One run: a scenario under an architecture with one run's luck, from first tick to last.
//!
//! One thread inside a run. Each thread keeps one world and its schedule, for to build them costs
//! as much as a short run: before each run every entity is despawned, and every room inserts its
//! resources anew. So nothing leaks from run to run (`tests/it/determinism.rs`). A run that panics
//! takes its world with it.

use crate::flight::interceptor::Round;
use crate::flight::threat::ActiveCount;
use crate::random::RunSeed;
use crate::scenario::model::{Architecture, Scenario};
use crate::sensing::coverage;
use crate::sensing::coverage::Coverage;
use crate::world::clock::Clock;
use crate::world::journal::Journal;
use crate::world::node::Case;
use crate::world::{node, phase};
use crate::{engagement, exchange, flight, picture, sensing, tracking};
use bevy_ecs::prelude::*;
use bevy_ecs::resource::IsResource;
use std::cell::Cell;

/// A run being played.
pub struct Engine {
    world: World,
    tick: Schedule,
    last_tick: u64,
    threats: usize,
}

thread_local! {
    /// The engine of this thread, between two runs.
    static IDLE: Cell<Option<Engine>> = const { Cell::new(None) };
}

/// Plays one run and returns what happened.
pub fn play(scenario: &Scenario, architecture: &Architecture, luck: RunSeed) -> Journal {
    play_until(&Case { scenario, architecture, luck }, |_| false)
}

/// Plays one run to its end, or until enough of it has happened, as its world tells after a tick.
pub fn play_until(case: &Case, mut is_enough: impl FnMut(&World) -> bool) -> Journal {
    let mut engine = match IDLE.take() {
        Some(mut engine) => {
            engine.start(case);
            engine
        }
        None => Engine::new(case),
    };
    while engine.step() && !is_enough(&engine.world) {}
    let journal = engine.journal();
    IDLE.set(Some(engine));
    journal
}

/// Plays the same run and also returns what each sensor had of each threat.
///
/// # Panics
/// As [`Engine::new`].
pub fn survey(
    scenario: &Scenario,
    architecture: &Architecture,
    luck: RunSeed,
) -> (Journal, Coverage) {
    let mut tick = schedule();
    coverage::install(&mut tick);
    let case = Case { scenario, architecture, luck };
    let mut engine = Engine::with(&case, tick);
    let nothing = Coverage::new(scenario);
    engine.world.insert_resource(nothing.clone());
    while engine.step() {}
    let coverage = engine.world.remove_resource::<Coverage>();
    (engine.journal(), coverage.unwrap_or(nothing))
}

impl Engine {
    /// A run before its first tick.
    ///
    /// # Panics
    /// If two systems touch the same data in no stated order, which is a bug of the engine.
    pub fn new(case: &Case) -> Self {
        Self::with(case, schedule())
    }

    /// The same with another schedule: [`schedule`] with systems of one's own added.
    ///
    /// # Panics
    /// As [`Engine::new`].
    pub fn with(case: &Case, tick: Schedule) -> Self {
        let mut engine = Self { world: World::new(), tick, last_tick: 0, threats: 0 };
        engine.start(case);
        engine
    }

    /// Puts a run in the place of the one before, before its first tick.
    fn start(&mut self, case: &Case) {
        let scenario = &*case.scenario.in_run(case.luck);
        let case = &Case { scenario, ..*case };
        let world = &mut self.world;
        let mut of_before = world.query_filtered::<Entity, Without<IsResource>>();
        let of_before: Vec<Entity> = of_before.iter(world).collect();
        for entity in of_before {
            world.despawn(entity);
        }
        // Until trackers are cleared the world remembers all that was ever despawned.
        world.clear_trackers();
        world.insert_resource(Clock { tick: 0, step_s: case.scenario.step_s });
        world.insert_resource(Journal::default());
        node::spawn(world, case);
        flight::spawn(world, case);
        sensing::spawn(world, case);
        tracking::spawn(world, case);
        exchange::spawn(world, case);
        picture::spawn(world, case);
        engagement::spawn(world, case);
        self.last_tick = case.scenario.last_tick;
        self.threats = scenario.threats.iter().filter(|threat| threat.flies()).count();
    }

    /// Plays one tick; returns whether there is another.
    ///
    /// A run ends when every payload is on the ground, every other object is there too, or dead, or
    /// below all interceptors' reach, and every shot is assessed; or at its last tick. Without any
    /// threat it lasts to its last tick: nothing must happen until then.
    pub fn step(&mut self) -> bool {
        self.tick.run(&mut self.world);
        let all_down = self.threats > 0 && self.world.resource::<ActiveCount>().0 == 0;
        let done = all_down && self.world.query::<&Round>().iter(&self.world).next().is_none();
        let mut clock = self.world.resource_mut::<Clock>();
        clock.tick += 1;
        !done && clock.tick <= self.last_tick
    }

    /// Journal of the run so far; the run is over.
    pub fn journal(&mut self) -> Journal {
        std::mem::take(&mut self.world.resource_mut::<Journal>())
    }

    /// The world, for tests that look inside.
    pub fn world(&mut self) -> &mut World {
        &mut self.world
    }
}

/// The tick with every room installed.
pub fn schedule() -> Schedule {
    let mut tick = phase::tick();
    flight::install(&mut tick);
    sensing::install(&mut tick);
    tracking::install(&mut tick);
    exchange::install(&mut tick);
    picture::install(&mut tick);
    engagement::install(&mut tick);
    tick
}
