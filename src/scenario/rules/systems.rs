//! Systems: trackers that can confirm and warn, doctrines that are of one piece.

use crate::scenario::error::{Faults, quoted};
use crate::scenario::read::tree::Node;

/// Most systems of a scenario: a picture joins its own tracks with one partner's. The schema has
/// the same bound (`schema::ScenarioFile::systems`).
pub const MAX_SYSTEMS: usize = 2;

pub(super) fn confirmation_is_possible(root: &Node, faults: &mut Faults) {
    for tracking in each(root, "tracking") {
        let (Some(plots), Some(looks)) = (
            tracking.number_of("confirm_plots"),
            tracking.number_of("confirm_looks"),
        ) else {
            continue;
        };
        if plots > looks {
            let label = format!("{plots} plots in {looks} looks: no track is ever confirmed");
            let node = tracking.nearest("confirm_plots");
            let fault = node.fault("`confirm_plots` is more than `confirm_looks`", label);
            let new = format!("{looks}");
            faults.add(fault.replace("at most as many as looks", node.span.clone(), new));
        }
    }
}

pub(super) fn doctrine_is_one(root: &Node, faults: &mut Faults) {
    for command in each(root, "command") {
        let doctrine = command.nearest("doctrine");
        let shots = doctrine.nearest("shots");
        let is_single = doctrine.text_of("rule") == Some("single");
        if let Some(number) = shots.number()
            && is_single
            && number > 1.0
        {
            let label = format!("a single doctrine fires one interceptor, here are {number}");
            let fault = shots.fault("`shots` does not fit the rule `single`", label);
            let fault = fault.note("several interceptors at once are the rule `salvo`");
            faults.add(fault.replace("one shot", shots.span.clone(), "1".to_owned()));
        }
        let rule = doctrine.text_of("rule").unwrap_or("shoot-look-shoot");
        let later = ["later_shots", "volleys_max"].map(|key| (key, doctrine.get(key)));
        for (key, node) in later {
            let Some(node) = node.filter(|_| rule != "shoot-look-shoot") else {
                continue;
            };
            let title = format!("`{key}` does not fit the rule {}", quoted(rule));
            let fault = node.fault(title, "this rule has one volley and no other");
            faults.add(fault.help("take it out, or write the rule `shoot-look-shoot`"));
        }
    }
}

/// A satellite's plots are read by fitting boosters that its owner knows: without one they would be
/// for nothing.
pub(super) fn boosters_are_known(root: &Node, faults: &mut Faults) {
    for system in root.list("systems") {
        let Some((name, tracking)) = system.text_of("id").zip(system.get("tracking")) else {
            continue;
        };
        let satellites = root.list("satellites").iter();
        let mut owned = satellites.filter(|satellite| satellite.text_of("system") == Some(name));
        let Some(satellite) = owned.find_map(|owned| owned.text_of("id")) else {
            continue;
        };
        let boosters = tracking.nearest("boosters");
        let is_missing = tracking.get("boosters").is_none();
        if tracking.table().is_none() || !(is_missing || boosters.items().is_empty()) {
            continue;
        }
        let title = format!("system {} knows no booster to warn of", quoted(name));
        let label = format!("its satellite `{satellite}` would see boosters for nothing");
        faults.add(boosters.fault(title, label).help(
            "write `boosters = [...]` under `[systems.tracking]`: the threat types whose boost it \
             knows from past observation",
        ));
    }
}

/// Where no sensor can tell, an object stays as likely a payload as the prior says.
pub(super) fn payloads_can_be_told(root: &Node, faults: &mut Faults) {
    let shares = root.list("architectures").iter().any(|architecture| {
        let content = architecture.find(&["exchange", "content"]);
        matches!(content.and_then(Node::text), Some("tracks" | "plots"))
    });
    for system in root.list("systems") {
        let tracking = system.get("tracking");
        let prior = match tracking.and_then(|tracking| tracking.get("payload_prior")) {
            None => Some(PAYLOAD_PRIOR),
            Some(written) => written.number(),
        };
        let least = system.find(&["command", "payload_probability_min"]);
        let (Some(name), Some(prior), Some(least)) = (system.text_of("id"), prior, least) else {
            continue;
        };
        if least.number().is_none_or(|number| number <= prior) {
            continue;
        }
        let mut radars = root.list("radars").iter();
        let tells = radars.any(|radar| {
            (shares || radar.text_of("system") == Some(name)) && can_tell(root, radar)
        });
        if !tells {
            let title = format!("system {} would never shoot", quoted(name));
            let label = format!("the prior is {prior}, and no radar that it hears tells more");
            let fault = least.fault(title, label).note(
                "a radar type with `discrimination` gives evidence of which object is a payload",
            );
            faults.add(fault.replace("shoot at all", least.span.clone(), "0".to_owned()));
        }
    }
}

/// `payload_prior` where it is not written.
const PAYLOAD_PRIOR: f64 = 0.5;

fn can_tell(root: &Node, radar: &Node) -> bool {
    let name = radar.text_of("type");
    let mut types = root.list("radar_types").iter();
    types
        .find(|kind| kind.text_of("id") == name)
        .and_then(|kind| kind.number_of("discrimination"))
        .is_some_and(|discrimination| discrimination > 0.0)
}

fn each<'a>(root: &'a Node, key: &'static str) -> impl Iterator<Item = &'a Node> {
    root.list("systems")
        .iter()
        .filter_map(move |system| system.get(key))
}
