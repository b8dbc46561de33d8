//! Systems: trackers that can confirm and warn, doctrines that are of one piece.

use super::ScenarioRule::{self, Each, Several, Within};
use crate::scenario::error::{Fault, quoted};
use crate::scenario::read::tree::TreeNode;

pub(super) const RULES: &[ScenarioRule] = &[
    Each("systems[].tracking", confirmation_is_possible),
    Each("systems[].command", single_shots_are_single),
    Several("systems[].command.doctrine", later_volleys_fit),
    Within("systems[]", boosters_are_known),
    Within("systems[]", payloads_can_be_told),
    Within("systems[]", reserve_is_in_stock),
];

/// Most systems of a scenario: a picture joins its own tracks with one partner's. The schema has
/// the same bound (`schema::ScenarioFile::systems`).
pub const MAX_SYSTEMS: usize = 2;

fn confirmation_is_possible(tracking: &TreeNode) -> Option<Fault> {
    let plots = tracking.get("confirm_plots")?;
    let (number, looks) = (plots.number()?, tracking.number_of("confirm_looks")?);
    let label = format!("{number} plots in {looks} looks: no track is ever confirmed");
    let fault = plots.fault("`confirm_plots` is more than `confirm_looks`", label);
    (number > looks).then(|| fault.instead("at most as many as looks", looks.to_string()))
}

fn single_shots_are_single(command: &TreeNode) -> Option<Fault> {
    let shots = command.find("doctrine.shots")?;
    let number = shots.number().filter(|number| *number > 1.0)?;
    let label = format!("a single doctrine fires one interceptor, here are {number}");
    let fault = shots.fault("`shots` does not fit the rule `single`", label);
    let fault = fault.note("several interceptors at once are the rule `salvo`");
    let is_single = command.text_of("doctrine.rule") == Some("single");
    is_single.then(|| fault.instead("one shot", "1"))
}

fn later_volleys_fit(doctrine: &TreeNode) -> Vec<Fault> {
    let fault = |key: &str| {
        let rule = doctrine.text_of("rule").filter(|rule| *rule != "shoot-look-shoot")?;
        let title = format!("`{key}` does not fit the rule {}", quoted(rule));
        let fault = doctrine.get(key)?.fault(title, "this rule has one volley and no other");
        Some(fault.help("take it out, or write the rule `shoot-look-shoot`"))
    };
    ["later_shots", "volleys_max"].into_iter().filter_map(fault).collect()
}

/// A satellite's plots are read by fitting boosters that its owner knows: without one they would be
/// for nothing.
fn boosters_are_known(system: &TreeNode, root: &TreeNode) -> Option<Fault> {
    let (name, tracking) = (system.text_of("id")?, system.get("tracking")?);
    let satellites = root.list("satellites").iter();
    let mut owned = satellites.filter(|satellite| satellite.text_of("system") == Some(name));
    let satellite = owned.find_map(|owned| owned.text_of("id"))?;
    let is_missing = !tracking.table()?.contains_key("boosters");
    let boosters = tracking.nearest("boosters");
    let title = format!("system {} knows no booster to warn of", quoted(name));
    let label = format!("its satellite `{satellite}` would see boosters for nothing");
    (is_missing || boosters.items().is_empty()).then(|| {
        boosters.fault(title, label).help(
            "write `boosters = [...]` under `[systems.tracking]`: the threat types whose boost it \
             knows from past observation",
        )
    })
}

/// An object stays as likely a payload as the prior says if no sensor can tell.
fn payloads_can_be_told(system: &TreeNode, root: &TreeNode) -> Option<Fault> {
    let prior = match system.find("tracking.payload_prior") {
        None => PAYLOAD_PRIOR,
        Some(written) => written.number()?,
    };
    let name = system.text_of("id")?;
    let least = system.find("command.payload_probability_min")?;
    least.number().filter(|least| *least > prior)?;
    let contents = root.each("architectures[].exchange.content");
    let shares = (contents.iter()).any(|content| content.is("tracks") || content.is("plots"));
    let mut radars = root.list("radars").iter();
    let tells = radars
        .any(|radar| (shares || radar.text_of("system") == Some(name)) && can_tell(root, radar));
    let title = format!("system {} would never shoot", quoted(name));
    let label = format!("the prior is {prior}, and no radar that it hears tells more");
    let fault = least.fault(title, label);
    let note = "a radar type with `discrimination` gives evidence of which object is a payload";
    (!tells).then(|| fault.note(note).instead("shoot at all", "0"))
}

/// A fire unit that must keep more than it has would never shoot.
fn reserve_is_in_stock(system: &TreeNode, root: &TreeNode) -> Option<Fault> {
    let (name, reserve) = (system.text_of("id")?, system.find("command.reserve")?);
    let units = root.list("fire_units").iter();
    let owned = units.filter(|unit| unit.text_of("system") == Some(name));
    let stocks = owned.filter_map(|unit| Some((unit.number_of("inventory")?, unit.text_of("id")?)));
    let (stock, unit) = stocks.min_by(|one, other| one.0.total_cmp(&other.0))?;
    let kept = reserve.number().filter(|kept| *kept > stock)?;
    let title = format!("the reserve of {} is above a stock", quoted(name));
    let label = format!("{} starts with {stock} and keeps {kept}: it never shoots", quoted(unit));
    let fault = reserve.fault(title, label);
    Some(fault.note("each fire unit keeps its own").instead("at most its stock", stock.to_string()))
}

/// `payload_prior` where it is not written.
const PAYLOAD_PRIOR: f64 = 0.5;

fn can_tell(root: &TreeNode, radar: &TreeNode) -> bool {
    let name = radar.text_of("type");
    let mut types = root.list("radar_types").iter();
    let kind = types.find(|kind| kind.text_of("id") == name);
    kind.and_then(|kind| kind.number_of("discrimination")) > Some(0.0)
}
