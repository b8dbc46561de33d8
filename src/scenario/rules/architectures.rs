//! Architectures: rules that need each other are given together.

use super::ScenarioRule::{self, Each, Several};
use super::links::{quantile_is_above, spans_rise};
use crate::scenario::error::Fault;
use crate::scenario::read::tree::{TreeNode, Value};

pub(super) const RULES: &[ScenarioRule] = &[
    Several("architectures[].exchange", exchange_is_whole),
    Each("architectures[].exchange", plots_are_launched_on),
    Each("architectures[].exchange", alerts_are_not_launched_on),
    Each("architectures[].exchange", centre_has_a_task),
    Each("architectures[].exchange.centre", |centre| quantile_is_above(centre, CENTRE_DELAY)),
    Each("architectures[].exchange.centre.down_s", |spans| spans_rise(spans, "down_s")),
    Several("architectures[].responsibility", sector_keys_fit),
    Several("architectures[].responsibility", consultation_is_whole),
    Each("architectures[].responsibility", answers_come_in_time),
    Several("architectures[].coordination", support_is_pre_planned),
    Each("architectures[].coordination", support_has_a_time),
    Each("architectures[].coordination", command_is_of_one_assignment),
    Each("architectures[]", support_needs_a_status),
    Each("architectures[]", support_is_of_owners),
    Each("architectures[]", one_assignment_is_for_all),
    Each("architectures[]", one_command_has_data),
    Several("", sectors_are_drawn),
];

pub(super) fn are_given(root: &TreeNode) -> Option<Fault> {
    const LISTS: [&str; 2] = ["architecture_files", "architectures"];
    const ADVICE: &str = "name files in `architecture_files`, or write one as `[[architectures]]`";
    let is_given = |list: &TreeNode| list.is_faulty() || !list.items().is_empty();
    let none = !LISTS.iter().any(|key| root.get(key).is_some_and(is_given));
    none.then(|| root.fault("there is no architecture to run", "").help(ADVICE))
}

fn exchange_is_whole(exchange: &TreeNode) -> Vec<Fault> {
    const KEYS: [(&str, &str); 2] = [
        ("use", "say what the receiver may use it for, `use = \"cue\"`"),
        ("period_s", "say how often it is sent, `period_s = 10`"),
    ];
    let fault = |(key, advice): (&str, &str)| match (exchange.get(key), exchange.get("content")?) {
        (Some(node), content) if content.is("none") => {
            let label = "nothing is sent, so nothing is used and nothing repeated";
            let fault = node.fault(format!("`{key}` where `content` is `none`"), label);
            Some(fault.help(format!("leave `{key}` out, or send something")))
        }
        (None, content) if content.text()? != "none" => {
            let label = format!("what is sent needs a `{key}`");
            Some(content.fault(format!("`content` without `{key}`"), label).help(advice))
        }
        _ => None,
    };
    KEYS.into_iter().filter_map(fault).collect()
}

/// Plots go into the receiver's tracker, where nothing tells its own share from the partner's.
fn plots_are_launched_on(exchange: &TreeNode) -> Option<Fault> {
    let usage = exchange.get("use").filter(|usage| usage.is("awareness") || usage.is("cue"))?;
    exchange.get("content").filter(|content| content.is("plots"))?;
    let label = "tracks made of both sides' plots can be launched on";
    let fault = usage.fault("`use` is less than what plots are used for", label);
    Some(fault.help("write `use = \"launch-on-remote\"`, or send `tracks`"))
}

/// An alert is a region of the sky to look at: what is launched, is launched on more.
fn alerts_are_not_launched_on(exchange: &TreeNode) -> Option<Fault> {
    let is_more = |usage: &&TreeNode| usage.is("launch-on-remote") || usage.is("engage-on-remote");
    let usage = exchange.get("use").filter(is_more)?;
    let content = exchange.get("content").filter(|content| !content.is_faulty())?;
    if ["none", "tracks", "plots"].iter().any(|more| content.is(more)) {
        return None;
    }
    let label = "an alert tells where to look, and nothing is launched on it";
    let fault = usage.fault("`use` is more than alerts are used for", label);
    Some(fault.instead("write what they are used for, or send `tracks`", "\"cue\""))
}

/// The median of a centre's release delay, and the time within which nine in ten are released.
const CENTRE_DELAY: [&str; 2] = ["release_delay_s", "release_delay_90_percent_s"];

fn centre_has_a_task(exchange: &TreeNode) -> Option<Fault> {
    let centre = exchange.get("centre")?;
    let tells = |key: &str| match exchange.get(key).map(|node| &node.value) {
        Some(Value::Boolean(tells)) => *tells,
        Some(_) => true,
        None => false,
    };
    let is_silent = exchange.text_of("content")? == "none"
        && !tells("engagement_status")
        && !tells("kill_assessment");
    let title = "a `centre` that nothing goes by way of";
    let fault = centre.fault(title, "neither side tells the other anything");
    let advice = "leave it out, or let each side tell its shots, `engagement_status = true`";
    is_silent.then(|| fault.help(advice))
}

fn sector_keys_fit(responsibility: &TreeNode) -> Vec<Fault> {
    const KEYS: [(&str, &str); 2] = [
        ("backup_before_impact_s", "nobody holds fire for another"),
        ("sectors_by", "nobody has a sector"),
    ];
    let fault = |(key, label): (&str, &str)| {
        let rule = responsibility.text_of("rule").filter(|rule| *rule != "sector")?;
        let label = format!("with the rule `{rule}` {label}");
        let title = format!("`{key}` without the rule `sector`");
        Some(responsibility.get(key)?.fault(title, label).help("leave it out"))
    };
    KEYS.into_iter().filter_map(fault).collect()
}

fn consultation_is_whole(responsibility: &TreeNode) -> Vec<Fault> {
    const KEYS: [(&str, &str); 3] = [
        ("consultation_s", "say how long an answer takes, `consultation_s = 20`"),
        ("timeout_s", "say how long an answer is waited for, `timeout_s = 60`"),
        ("after_timeout", ""),
    ];
    let authority = responsibility.nearest("authority");
    let fault = |(key, advice): (&str, &str)| match responsibility.get(key) {
        Some(node) if !authority.is("dual-key") => {
            let title = format!("`{key}` without the authority `dual-key`");
            let fault = node.fault(title, "nobody is asked for engagement consent");
            Some(fault.help("write `authority = \"dual-key\"`, or leave it out"))
        }
        None if authority.is("dual-key") && !advice.is_empty() => {
            let title = format!("`dual-key` without `{key}`");
            let fault = authority.fault(title, format!("a consultation needs a `{key}`"));
            Some(fault.help(advice))
        }
        _ => None,
    };
    KEYS.into_iter().filter_map(fault).collect()
}

fn answers_come_in_time(responsibility: &TreeNode) -> Option<Fault> {
    let timeout = responsibility.get("timeout_s")?;
    if timeout.number()? > responsibility.number_of("consultation_s")? {
        return None;
    }
    let title = "`timeout_s` is not above `consultation_s`";
    let fault = timeout.fault(title, "every answer comes too late");
    let note = "the question and the answer are on their way besides";
    Some(fault.note(note).help("wait longer, or answer sooner"))
}

fn support_is_pre_planned(coordination: &TreeNode) -> Vec<Fault> {
    const KEYS: [&str; 2] = ["support_before_impact_s", "support_reserve"];
    let fault = |key: &str| {
        let rule = coordination.text_of("rule").filter(|rule| *rule != "pre-planned")?;
        let title = format!("`{key}` without the rule `pre-planned`");
        let label = format!("with the rule `{rule}` nobody supports the other");
        Some(coordination.get(key)?.fault(title, label).help("leave it out"))
    };
    KEYS.into_iter().filter_map(fault).collect()
}

fn support_has_a_time(coordination: &TreeNode) -> Option<Fault> {
    let rule = coordination.get("rule").filter(|rule| rule.is("pre-planned"))?;
    let title = "`pre-planned` without `support_before_impact_s`";
    let fault = rule.fault(title, "the plan must say when one side supports the other");
    let is_missing = coordination.get("support_before_impact_s").is_none();
    is_missing.then(|| fault.help("write `support_before_impact_s = 240`"))
}

/// Support is of the owner of a territory by the other side.
fn support_is_of_owners(architecture: &TreeNode) -> Option<Fault> {
    let (coordination, responsibility) = rules(architecture)?;
    let rule = responsibility.text().filter(|rule| *rule != "own-territory")?;
    let title = "`pre-planned` without the responsibility `own-territory`";
    let label = format!("the rule is `{rule}`; the plan is for those who defend their own");
    let fault = coordination.fault(title, label);
    let advice = "support is of one territory's owner by the other";
    coordination.is("pre-planned").then(|| fault.instead(advice, "\"none\""))
}

/// A plan by which each side takes what the other has not shot at needs to know of that.
fn support_needs_a_status(architecture: &TreeNode) -> Option<Fault> {
    let coordination = architecture.find("coordination.rule")?;
    let status = architecture.find("exchange.engagement_status")?;
    let is_silent = matches!(status.value, Value::Boolean(false));
    let title = "`pre-planned` without `engagement_status`";
    let fault = status.fault(title, "neither side knows what the other has shot at");
    (coordination.is("pre-planned") && is_silent)
        .then(|| fault.instead("let each side tell its shots", "true"))
}

fn command_is_of_one_assignment(coordination: &TreeNode) -> Option<Fault> {
    let rule = coordination.text_of("rule").filter(|rule| *rule != "one-assignment")?;
    let title = "`command` without the rule `one-assignment`";
    let label = format!("with the rule `{rule}` each system commands its own fire units");
    Some(coordination.get("command")?.fault(title, label).help("leave it out"))
}

fn one_assignment_is_for_all(architecture: &TreeNode) -> Option<Fault> {
    let (coordination, responsibility) = rules(architecture)?;
    let rule = responsibility.text().filter(|rule| *rule != "best-shot")?;
    let title = "one assignment without the responsibility `best-shot`";
    let label = format!("the rule is `{rule}`, so each system has threats of its own");
    let fault = responsibility.fault(title, label);
    let advice = "one assignment is for those who share all threats";
    coordination.is("one-assignment").then(|| fault.instead(advice, "\"best-shot\""))
}

/// One command plans for both sides' fire units, so it must know what both sides see.
fn one_command_has_data(architecture: &TreeNode) -> Option<Fault> {
    let (coordination, responsibility) = rules(architecture)?;
    let content = architecture.find("exchange.content").filter(|content| content.is("none"))?;
    let title = "one assignment where no data are sent";
    let fault = content.fault(title, "its command node sees what its own side sees");
    let advice = "send it what the other side's sensors see, `content = \"plots\"`";
    let is_one = coordination.is("one-assignment") && responsibility.is("best-shot");
    is_one.then(|| fault.help(advice))
}

/// The rules of coordination and of responsibility.
fn rules(architecture: &TreeNode) -> Option<(&TreeNode, &TreeNode)> {
    Some((architecture.find("coordination.rule")?, architecture.find("responsibility.rule")?))
}

fn sectors_are_drawn(root: &TreeNode) -> Vec<Fault> {
    let rules = root.each("architectures[].responsibility.rule");
    if !rules.iter().any(|rule| rule.is("sector")) {
        return Vec::new();
    }
    let fault = |system: &TreeNode| {
        let is_missing = system.table()?.get("sector_deg").is_none();
        let title = "a system without `sector_deg`";
        let fault = system.fault(title, "the corners of its sector belong here");
        is_missing.then(|| fault.note("an architecture makes systems responsible by sector"))
    };
    root.list("systems").iter().filter_map(fault).collect()
}
