//! `lisbon fly`: one threat's flight, told.

use super::arguments::{Fly, FlyFormat};
use super::ending::Ending;
use super::load::load;
use super::{choose, draw, terminal};
use crate::account::trajectory::FlightRequest;
use crate::account::trajectory::Trajectory;
use crate::monte_carlo::attempt::quiet_attempt;
use crate::random::RunSeed;
use crate::report::json;
use crate::report::trajectory;
use crate::scenario::identity::ThreatId;
use crate::scenario::parts::Scenario;
use crate::sensor::SensorKinds;

/// Flies the threat and tells it.
pub(super) fn fly(words: &Fly, kinds: &SensorKinds) -> Result<(), Ending> {
    let scenario = &load(&words.scenario, kinds)?.scenario;
    let place = match words.threat.as_deref() {
        Some(name) => choose::threat(scenario, name)?,
        None => first(scenario)?,
    };
    let object = choose::object(&scenario.threats[place], words.object.as_deref())?;
    let luck = words.run.map(|run| RunSeed {
        seed: words.seed.unwrap_or(scenario.seed),
        run,
    });
    let request = FlightRequest {
        scenario,
        threat: ThreatId(place as u16),
        object,
        luck,
        every_s: words.every,
    };
    let flown = quiet_attempt(|| Trajectory::of(&request));
    let trajectory = flown.map_err(|reason| {
        let name = &scenario.threats[place].name;
        Ending::bug(&format!("the flight of `{name}`"), &reason)
    })?;
    terminal::print(&match words.format {
        FlyFormat::Table => draw::draw(&trajectory::page(&trajectory)),
        FlyFormat::Csv => trajectory::csv(&trajectory),
        FlyFormat::Json => json::lines(&trajectory),
    })
}

/// The first threat; if there are others, it is said how to choose them.
fn first(scenario: &Scenario) -> Result<usize, Ending> {
    match &scenario.threats[..] {
        [] => Err(Ending::Request("the scenario has no threats".into())),
        [_] => Ok(0),
        [first, .., last] => {
            let (count, first, last) = (scenario.threats.len(), &first.name, &last.name);
            terminal::note(&format!(
                "`{first}` flies, the first of {count} threats; choose another by --threat NAME, \
                 up to `{last}`"
            ));
            Ok(0)
        }
    }
}
