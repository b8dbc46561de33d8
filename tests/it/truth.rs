//! Truth and belief never mix. After sensing the truth is taken away and garbage put in its place;
//! before the next tick it is put back. If any room of belief looked at it, the run would differ.

use crate::common::shipped;
use bevy_ecs::prelude::*;
use lisbon::engine;
use lisbon::engine::Engine;
use lisbon::flight::interceptor::{InterceptResult, TrueResult};
use lisbon::flight::truth::{FlightStatus, TrueState, Visibility};
use lisbon::random::RunSeed;
use lisbon::scenario::model::Scenario;
use lisbon::world::journal::ShotResult;
use lisbon::world::node::Case;
use lisbon::world::phase::Phase;

#[derive(Component)]
struct Hidden(TrueState, Visibility);

#[derive(Component)]
struct HiddenResult(TrueResult);

fn hide(
    mut commands: Commands,
    mut threats: Query<(Entity, &mut TrueState, &mut Visibility)>,
    mut rounds: Query<(Entity, &mut TrueResult)>,
) {
    for (entity, mut truth, mut visible) in &mut threats {
        commands.entity(entity).insert(Hidden(*truth, *visible));
        visible.until_s = 0.0;
        truth.state.position_m *= 0.5;
        truth.state.velocity_mps *= -3.0;
        truth.status = FlightStatus::Waiting;
    }
    for (entity, mut ending) in &mut rounds {
        commands.entity(entity).insert(HiddenResult(*ending));
        ending.0 = Some(InterceptResult { result: ShotResult::NoHandover, looks_dead: true });
    }
}

fn reveal(
    mut threats: Query<(&Hidden, &mut TrueState, &mut Visibility)>,
    mut rounds: Query<(&HiddenResult, &mut TrueResult)>,
) {
    for (hidden, mut truth, mut visible) in &mut threats {
        (*truth, *visible) = (hidden.0, hidden.1);
    }
    for (hidden, mut ending) in &mut rounds {
        *ending = hidden.0;
    }
}

#[test]
fn no_room_of_belief_looks_at_the_truth() {
    // The second with objects beside the payloads, whose states are truth too.
    for (name, objects) in [("quickstart", 3), ("decoys", 15)] {
        nobody_looks(&shipped(name), objects);
    }
}

/// Plays a run under each architecture with and without the truth in sight, of so many objects.
pub(crate) fn nobody_looks(scenario: &Scenario, objects: usize) {
    for architecture in &scenario.architectures {
        let luck = RunSeed { seed: scenario.seed, run: 1 };
        let case = Case { scenario, architecture, luck };
        let plain = engine::play(scenario, architecture, luck);
        let mut tick = engine::schedule();
        tick.add_systems(reveal.before(Phase::Flight));
        tick.add_systems(hide.after(Phase::Sensing).before(Phase::Tracking));
        let mut engine = Engine::with(&case, tick);
        while engine.step() {}
        let mut hidden = engine.world().query::<&Hidden>();
        let hidden = hidden.iter(engine.world()).count();
        assert_eq!(hidden, objects, "all of the truth is hidden");
        let blind = engine.journal();
        assert_eq!(plain.events.len(), blind.events.len(), "{}", architecture.name);
        assert!(plain == blind, "{}: some room of belief saw the truth", architecture.name);
    }
}
