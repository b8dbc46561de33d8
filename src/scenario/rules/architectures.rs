//! Architectures: rules that need each other are given together.

use crate::scenario::error::Faults;
use crate::scenario::tree::Node;

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

pub(super) fn backup_needs_sectors(root: &Node, faults: &mut Faults) {
    for responsibility in each(root, "responsibility") {
        let Some(rule) = responsibility.text_of("rule") else {
            continue;
        };
        if let Some(backup) = responsibility.get("backup_before_impact_s")
            && rule != "sector"
        {
            let label = format!("with the rule `{rule}` nobody holds fire for another");
            let title = "`backup_before_impact_s` without the rule `sector`";
            faults.add(backup.fault(title, label).help("leave it out"));
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
