//! Architectures: rules that need each other are given together.

use crate::scenario::error::Faults;
use crate::scenario::read::tree::{Node, Value};

pub(super) fn are_given(root: &Node, faults: &mut Faults) {
    const LISTS: [&str; 2] = ["architecture_files", "architectures"];
    let is_given = |list: &Node| list.is_faulty() || !list.items().is_empty();
    if !LISTS.iter().any(|key| root.get(key).is_some_and(is_given)) {
        let fault = root.fault("there is no architecture to run", "");
        faults.add(
            fault.help("name files in `architecture_files`, or write one as `[[architectures]]`"),
        );
    }
}

pub(super) fn exchanges_are_complete(root: &Node, faults: &mut Faults) {
    const KEYS: [&str; 2] = ["use", "period_s"];
    for exchange in each(root, "exchange") {
        let Some(content) = exchange.text_of("content") else {
            continue;
        };
        for key in KEYS {
            match exchange.get(key) {
                Some(node) if content == "none" => {
                    let label = "nothing is sent, so nothing is used and nothing repeated";
                    let fault = node.fault(format!("`{key}` where `content` is `none`"), label);
                    faults.add(fault.help(format!("leave `{key}` out, or send something")));
                }
                None if content != "none" => {
                    let node = exchange.nearest("content");
                    let title = format!("`content` without `{key}`");
                    let label = format!("what is sent needs a `{key}`");
                    let fault = node.fault(title, label);
                    faults.add(match key {
                        "use" => {
                            fault.help("say what the receiver may use it for, `use = \"cue\"`")
                        }
                        _ => fault.help("say how often it is sent, `period_s = 10`"),
                    });
                }
                _ => {}
            }
        }
    }
}

/// Plots go into the receiver's tracker, where nothing tells its own share from the partner's.
pub(super) fn plots_are_launched_on(root: &Node, faults: &mut Faults) {
    for exchange in each(root, "exchange") {
        let usage = exchange.nearest("use");
        let weak = matches!(usage.text(), Some("awareness" | "cue"));
        if weak && exchange.text_of("content") == Some("plots") {
            let label = "tracks made of both sides' plots can be launched on";
            let fault = usage.fault("`use` is less than what plots are used for", label);
            faults.add(fault.help("write `use = \"launch-on-remote\"`, or send `tracks`"));
        }
    }
}

pub(super) fn sector_keys_need_sectors(root: &Node, faults: &mut Faults) {
    for responsibility in each(root, "responsibility") {
        let Some(rule) = responsibility.text_of("rule") else {
            continue;
        };
        for (key, label) in [
            ("backup_before_impact_s", "nobody holds fire for another"),
            ("sectors_by", "nobody has a sector"),
        ] {
            if let Some(node) = responsibility.get(key).filter(|_| rule != "sector") {
                let label = format!("with the rule `{rule}` {label}");
                let title = format!("`{key}` without the rule `sector`");
                faults.add(node.fault(title, label).help("leave it out"));
            }
        }
    }
}

pub(super) fn consultations_are_complete(root: &Node, faults: &mut Faults) {
    const KEYS: [&str; 3] = ["consultation_s", "timeout_s", "after_timeout"];
    for responsibility in each(root, "responsibility") {
        let is_dual = responsibility.text_of("authority") == Some("dual-key");
        for key in KEYS {
            match responsibility.get(key) {
                Some(node) if !is_dual => {
                    let title = format!("`{key}` without the authority `dual-key`");
                    let fault = node.fault(title, "nobody is asked for leave to shoot");
                    faults.add(fault.help("write `authority = \"dual-key\"`, or leave it out"));
                }
                None if is_dual && key != "after_timeout" => {
                    let node = responsibility.nearest("authority");
                    let title = format!("`dual-key` without `{key}`");
                    let fault = node.fault(title, format!("a consultation needs a `{key}`"));
                    faults.add(match key {
                        "timeout_s" => {
                            fault.help("say how long an answer is waited for, `timeout_s = 60`")
                        }
                        _ => fault.help("say how long an answer takes, `consultation_s = 20`"),
                    });
                }
                _ => {}
            }
        }
        let times = (
            responsibility.get("timeout_s"),
            responsibility.number_of("consultation_s"),
        );
        if let (Some(timeout), Some(answer_s)) = times
            && timeout
                .number()
                .is_some_and(|timeout_s| timeout_s <= answer_s)
        {
            let title = "`timeout_s` is not above `consultation_s`";
            let fault = timeout.fault(title, "every answer comes too late");
            let advice = "the question and the answer are on their way besides";
            faults.add(fault.note(advice).help("wait longer, or answer sooner"));
        }
    }
}

pub(super) fn support_is_pre_planned(root: &Node, faults: &mut Faults) {
    for coordination in each(root, "coordination") {
        let Some(rule) = coordination.text_of("rule") else {
            continue;
        };
        let is_planned = rule == "pre-planned";
        for key in ["support_before_impact_s", "support_reserve"] {
            if let Some(node) = coordination.get(key).filter(|_| !is_planned) {
                let title = format!("`{key}` without the rule `pre-planned`");
                let label = format!("with the rule `{rule}` nobody supports the other");
                faults.add(node.fault(title, label).help("leave it out"));
            }
        }
        if is_planned && coordination.get("support_before_impact_s").is_none() {
            let node = coordination.nearest("rule");
            let title = "`pre-planned` without `support_before_impact_s`";
            let fault = node.fault(title, "the plan must say when one side supports the other");
            faults.add(fault.help("write `support_before_impact_s = 240`"));
        }
    }
}

/// What is one side's to support the other in is the territory of each.
pub(super) fn support_is_for_territories(root: &Node, faults: &mut Faults) {
    for architecture in root.list("architectures") {
        let coordination = architecture.find(&["coordination", "rule"]);
        let responsibility = architecture.find(&["responsibility", "rule"]);
        let Some((coordination, responsibility)) = coordination.zip(responsibility) else {
            continue;
        };
        let Some(rule) = responsibility
            .text()
            .filter(|rule| *rule != "own-territory")
        else {
            continue;
        };
        if coordination.text() == Some("pre-planned") {
            let title = "`pre-planned` without the responsibility `own-territory`";
            let label = format!("the rule is `{rule}`; the plan is for those who defend their own");
            let fault = coordination.fault(title, label);
            let advice = "support is of one territory's owner by the other";
            let new = "\"none\"".to_owned();
            faults.add(fault.replace(advice, coordination.span.clone(), new));
        }
    }
}

/// A plan by which each side takes what the other has not shot at needs to know of that.
pub(super) fn support_needs_a_status(root: &Node, faults: &mut Faults) {
    for architecture in root.list("architectures") {
        let coordination = architecture.find(&["coordination", "rule"]);
        let status = architecture.find(&["exchange", "engagement_status"]);
        let Some((coordination, status)) = coordination.zip(status) else {
            continue;
        };
        if coordination.text() == Some("pre-planned")
            && matches!(status.value, Value::Boolean(false))
        {
            let title = "`pre-planned` without `engagement_status`";
            let label = "neither side knows what the other has shot at";
            let advice = "let each side tell its shots";
            let fault = status.fault(title, label);
            faults.add(fault.replace(advice, status.span.clone(), "true".to_owned()));
        }
    }
}

pub(super) fn one_assignment_needs_best_shot(root: &Node, faults: &mut Faults) {
    for architecture in root.list("architectures") {
        let coordination = architecture.find(&["coordination", "rule"]);
        let responsibility = architecture.find(&["responsibility", "rule"]);
        let Some((coordination, responsibility)) = coordination.zip(responsibility) else {
            continue;
        };
        let Some(rule) = responsibility.text().filter(|rule| *rule != "best-shot") else {
            continue;
        };
        if coordination.text() == Some("one-assignment") {
            let title = "one assignment without the responsibility `best-shot`";
            let label = format!("the rule is `{rule}`, so each system has threats of its own");
            let fault = responsibility.fault(title, label);
            let new = "\"best-shot\"".to_owned();
            let advice = "one assignment is for those who share all threats";
            faults.add(fault.replace(advice, responsibility.span.clone(), new));
        }
    }
}

pub(super) fn sectors_are_drawn(root: &Node, faults: &mut Faults) {
    let by_sector = |responsibility: &Node| responsibility.text_of("rule") == Some("sector");
    if !each(root, "responsibility").any(by_sector) {
        return;
    }
    for system in root.list("systems") {
        if system.table().is_some() && system.get("sector_deg").is_none() {
            let title = "a system without `sector_deg`";
            let fault = system.fault(title, "the corners of its sector belong here");
            faults.add(fault.note("an architecture makes systems responsible by sector"));
        }
    }
}

fn each<'a>(root: &'a Node, key: &'static str) -> impl Iterator<Item = &'a Node> {
    let architectures = root.list("architectures").iter();
    architectures.filter_map(move |architecture| architecture.get(key))
}
