//! From the scenario as written to the scenario as needed: SI units, numbers for names, flights
//! solved.
//!
//! The faults that only the physics can tell are found here: vehicles that cannot fly, aims out of
//! reach, flights longer than the run. After this nothing in a tick returns a `Result`.

pub(super) mod aims;
mod convert;
mod corridors;
mod laws;
mod links;
mod objects;
mod once;
mod outages;
mod threats;

use crate::scenario::error::{Fault, Faults};
use crate::scenario::model::Scenario;
use crate::scenario::read::Document;
use crate::scenario::schema::ScenarioFile;
use objects::ObjectEnd;
use std::sync::Arc;

/// Time that a run must go on after the last planned impact, s: dispersed flights and last
/// assessments need it.
const MARGIN_S: f64 = 60.0;

/// Checks what only the physics can tell and makes the scenario.
///
/// # Errors
/// All faults found, at least one.
pub fn check(document: Document) -> Result<Scenario, Faults> {
    let (scenario, faults) = Builder { document: &document, file: &document.file }.build();
    if faults.is_empty() { Ok(scenario) } else { Err(document.into_faults(faults)) }
}

struct Builder<'a> {
    document: &'a Document,
    file: &'a ScenarioFile,
}

impl Builder<'_> {
    fn build(&self) -> (Scenario, Vec<Fault>) {
        let file = self.file;
        let mut faults = self.document.faults_before_flights();
        let before = faults.len();
        let fire_units = self.fire_units();
        let mut scenario = Scenario {
            name: file.name.clone(),
            description: file.description.clone(),
            digest: self.document.digest,
            settings: self.document.settings.clone(),
            seed: file.simulation.seed,
            runs: file.simulation.runs,
            step_s: file.simulation.step_s,
            last_tick: self.ticks(file.simulation.duration_s),
            systems: Vec::new(),
            assets: file.assets.iter().map(|it| self.asset(it)).collect(),
            radars: file.radars.iter().filter_map(|it| self.radar(it)).collect(),
            satellites: (file.satellites.iter()).filter_map(|it| self.satellite(it)).collect(),
            sensors: self.sensors(),
            fire_units,
            threats: Vec::new(),
            drawn_raids: Arc::default(),
            corridors: Vec::new(),
            threat_kinds: Vec::new(),
            links: file.links.iter().map(|it| self.link(it)).collect(),
            outages: Vec::new(),
            architectures: (file.architectures.iter()).map(|it| self.architecture(it)).collect(),
            expect: file.expect.clone(),
        };
        let kinds = self.threat_kinds(&mut faults);
        let outages = file.outages.iter().map(|it| self.outage(it, (&scenario.assets, &kinds)));
        scenario.outages = outages.collect();
        scenario.systems = file.systems.iter().map(|it| self.system(it, &kinds)).collect();
        if faults.len() == before {
            let (threats, drawn) = self.threats(&kinds, scenario.reach_floor_m(), &mut faults);
            (scenario.threats, scenario.drawn_raids) = (threats, drawn.into());
        }
        if faults.len() == before {
            scenario.corridors = self.corridors(&kinds, &mut faults);
        }
        scenario.threat_kinds = kinds;
        (scenario, faults)
    }

    fn too_short(&self, threat: &str, end: &ObjectEnd, by_s: f64) -> Fault {
        let (title, label) = end.too_short(threat, by_s);
        let fault = (self.document).fault_at("simulation.duration_s", title, label);
        let needed_s = 10.0 * ((by_s + MARGIN_S) / 10.0).ceil();
        if needed_s.is_finite() {
            fault.help(format!("write `duration_s = {needed_s:.0}` or more"))
        } else {
            fault.help("give it a smaller `separation_mps`")
        }
    }
}

/// Place of what has a name in a list of the file; the rules have found it to exist.
fn named<Item>(list: &[Item], name: &str, id: impl Fn(&Item) -> &String) -> Option<usize> {
    list.iter().position(|item| id(item) == name)
}
