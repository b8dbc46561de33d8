//! The changes, one thing at a time: each a pair of designs, of which one has more than the other.

use crate::common::{each_interceptor, path};
use Bend::{Model, Shipped, Text};
use lisbon::scenario;
use lisbon::scenario::model::{Architecture, Centre, Doctrine, ReleaseDelay, Scenario};

/// What is done to a shipped scenario.
#[derive(Clone, Copy)]
pub(super) enum Bend {
    Shipped,
    /// A change of the checked scenario.
    Model(fn(&mut Scenario)),
    /// A change of each of its texts: of what a fly-out table is made of.
    Text(fn(&str) -> String),
}

/// Whose assets must not fare worse for it, beside all together.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Gainer {
    Each,
    /// The system of this place alone has more.
    Only(u16),
    /// All together: one command weighs the assets of both alike, and gives to the one what it takes
    /// from the other.
    Together,
}

/// What a change is about: without it, nothing can change.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Matter {
    Always,
    /// What crosses the border.
    Exchange,
}

/// Two designs, of which one has more.
pub(super) struct Change {
    pub(super) name: &'static str,
    pub(super) less: Bend,
    pub(super) more: Bend,
    gainer: Gainer,
    pub(super) matter: Matter,
    /// True if it is among the few that every build plays.
    pub(super) is_quick: bool,
}

const fn change(name: &'static str, [less, more]: [Bend; 2]) -> Change {
    let (gainer, matter) = (Gainer::Each, Matter::Always);
    Change { name, less, more, gainer, matter, is_quick: false }
}

impl Change {
    const fn of(self, gainer: Gainer) -> Self {
        Self { gainer, ..self }
    }

    const fn of_exchange(self) -> Self {
        Self { matter: Matter::Exchange, ..self }
    }

    const fn quick(self) -> Self {
        Self { is_quick: true, ..self }
    }

    /// Whose assets must not fare worse for it under an architecture.
    pub(super) fn gainer(&self, architecture: &Architecture) -> Gainer {
        if architecture.command.is_some() { Gainer::Together } else { self.gainer }
    }

    /// True if it can change anything under an architecture.
    pub(super) fn concerns(&self, architecture: &Architecture) -> bool {
        let exchanges = architecture.exchange.is_some()
            || architecture.engagement_status
            || architecture.kill_assessment
            || architecture.consultation.is_some();
        self.matter == Matter::Always || exchanges
    }
}

/// All, with the luck of the shipped scenario.
pub(super) const CHANGES: [Change; 26] = [
    change("rounds x 2", [Shipped, Model(|all| rounds(all, |_| true))]),
    change("rounds x 2, first side", [Shipped, Model(|all| rounds(all, |system| system == 0))])
        .of(Gainer::Only(0)),
    change("rounds x 2, second side", [Shipped, Model(|all| rounds(all, |system| system == 1))])
        .of(Gainer::Only(1)),
    change("channels x 2", [Shipped, Model(|all| channels(all, |count| 2 * count))]),
    change("channels x 1/2 -> 1", [Model(|all| channels(all, |n| (n / 2).max(1))), Shipped])
        .quick(),
    change("channels x 4, first fire unit", [Shipped, Model(more_channels_of_first)]),
    change(
        "channels 2 -> 6",
        [Model(|all| channels(all, |_| 2)), Model(|all| channels(all, |_| 6))],
    ),
    change("decision delay 90 -> 30 s", [Model(slow_decision), Shipped]).quick(),
    change("planning period x 2 -> 1", [Model(seldom_planned), Shipped]),
    change("assessment delay + 20 -> + 0 s", [Model(late_assessment), Shipped]),
    change("assessment errors x 3 -> 1", [Model(wrong_assessment), Shipped]),
    change("kill probability + 0.1", [Shipped, Model(surer_kill)]),
    change("interceptors' acceleration + 15 %", [Shipped, Text(faster)]).quick(),
    change("radars + 6 dB", [Shipped, Model(|all| louder(all, |_| true))]),
    change("radars + 6 dB, first side", [Shipped, Model(|all| louder(all, |system| system == 0))])
        .of(Gainer::Only(0)),
    change("radars + 6 dB, second side", [Shipped, Model(|all| louder(all, |system| system == 1))])
        .of(Gainer::Only(1)),
    change("drop_confirmed_s 60 -> 300", [Shipped, Model(longer_tracks)]),
    change(
        "drop_confirmed_s 60 -> 300, first radar gone",
        [Model(without_first_radar), Model(longer_tracks_without_first_radar)],
    ),
    change("drop_remote_s 60 -> 300", [Shipped, Model(longer_remote_tracks)]).of_exchange(),
    change("latency + 28 -> + 0 s", [Model(late_links), Shipped]).of_exchange().quick(),
    change("jitter x 5 -> 1", [Model(jittery_links), Shipped]).of_exchange(),
    change("loss x 5 -> 1", [Model(lossy_links), Shipped]).of_exchange(),
    change("release delay 120 s -> shipped", [Model(slow_centre), Shipped]).of_exchange().quick(),
    change("shots 1 -> 2", [Model(|all| shots(all, 1)), Model(|all| shots(all, 2))]),
    change("shots 1 -> 2, first side", [Model(|all| shots_of(all, 0, 1)), Shipped])
        .of(Gainer::Only(0)),
    change("shots 2 -> 3", [Model(|all| shots(all, 2)), Model(|all| shots(all, 3))]),
];

/// Tiers of exchange at no delay: each against one that tells less.
pub(super) const TIERS: [[&str; 2]; 7] = [
    ["isolated", "notification"],
    ["notification", "shared"],
    ["shared", "coordinated"],
    ["shared", "joint"],
    ["coordinated", "joint"],
    ["isolated", "shared"],
    ["isolated", "joint"],
];

/// Designs in which the tiers are compared: links without delay or loss, what else is changed with
/// them, and a raid of twice as many in the same time over the links as shipped.
pub(super) const TIER_BENDS: [(&str, Bend); 4] = [
    ("tier of exchange, no delay", Model(perfect_links)),
    ("tier of exchange, 6 channels", Model(few_channels)),
    ("tier of exchange, raid x 2", Text(larger_raid)),
    ("tier of exchange, radars + 6 dB", Model(loud_and_perfect)),
];

/// A shipped scenario, bent.
pub(super) fn bent(name: &str, bend: Bend) -> Scenario {
    let root = path(&format!("scenarios/{name}.toml"));
    let read = |file: &str| std::fs::read_to_string(file).map_err(|error| error.to_string());
    let mut scenario = scenario::parse(&root, &mut |file| match bend {
        Text(edit) => read(file).map(|text| edit(&text)),
        Shipped | Model(_) => read(file),
    })
    .unwrap_or_else(|faults| panic!("{faults}"));
    if let Model(edit) = bend {
        edit(&mut scenario);
    }
    scenario
}

fn rounds(scenario: &mut Scenario, whose: impl Fn(u16) -> bool) {
    for unit in scenario.fire_units.iter_mut().filter(|unit| whose(unit.system.0)) {
        unit.inventory *= 2;
    }
}

fn channels(scenario: &mut Scenario, count: impl Fn(u32) -> u32) {
    for unit in &mut scenario.fire_units {
        unit.channels = count(unit.channels);
    }
}

fn more_channels_of_first(scenario: &mut Scenario) {
    if let Some(unit) = scenario.fire_units.first_mut() {
        unit.channels *= 4;
    }
}

fn few_channels(scenario: &mut Scenario) {
    perfect_links(scenario);
    channels(scenario, |_| 6);
}

fn loud_and_perfect(scenario: &mut Scenario) {
    perfect_links(scenario);
    louder(scenario, |_| true);
}

fn without_first_radar(scenario: &mut Scenario) {
    if scenario.radars.len() > 1 {
        scenario.radars.remove(0);
    }
}

fn longer_tracks_without_first_radar(scenario: &mut Scenario) {
    without_first_radar(scenario);
    longer_tracks(scenario);
}

fn louder(scenario: &mut Scenario, whose: impl Fn(u16) -> bool) {
    for radar in scenario.radars.iter_mut().filter(|radar| whose(radar.system.0)) {
        radar.kind.reference.snr *= 4.0;
    }
}

fn slow_decision(scenario: &mut Scenario) {
    for system in &mut scenario.systems {
        system.command.decision_delay_s = 90.0;
    }
}

fn seldom_planned(scenario: &mut Scenario) {
    for system in &mut scenario.systems {
        system.command.planning_ticks *= 2;
    }
}

fn late_assessment(scenario: &mut Scenario) {
    for system in &mut scenario.systems {
        system.command.assessment_delay_s += 20.0;
    }
}

fn wrong_assessment(scenario: &mut Scenario) {
    for system in &mut scenario.systems {
        system.command.assessment.alive_if_killed *= 3.0;
        system.command.assessment.killed_if_alive *= 3.0;
    }
}

fn surer_kill(scenario: &mut Scenario) {
    each_interceptor(scenario, |kind| {
        kind.kill_probability = (kind.kill_probability + 0.1).min(1.0);
    });
}

fn longer_tracks(scenario: &mut Scenario) {
    for system in &mut scenario.systems {
        system.tracking.drop_confirmed_s = 300.0;
    }
}

fn longer_remote_tracks(scenario: &mut Scenario) {
    for system in &mut scenario.systems {
        system.tracking.drop_remote_s = 300.0;
    }
}

fn late_links(scenario: &mut Scenario) {
    for link in &mut scenario.links {
        link.latency_s += 28.0;
    }
}

fn jittery_links(scenario: &mut Scenario) {
    for link in &mut scenario.links {
        link.jitter_s *= 5.0;
    }
}

fn lossy_links(scenario: &mut Scenario) {
    for link in &mut scenario.links {
        link.loss = (5.0 * link.loss).min(1.0);
    }
}

/// What is told goes by way of a centre, the architecture's own or another, whose people take two
/// minutes, eight for one object in ten.
fn slow_centre(scenario: &mut Scenario) {
    let release_delay = ReleaseDelay::default();
    let none = Centre { processing_s: 0.0, release_delay, down: Vec::new() };
    for architecture in &mut scenario.architectures {
        let centre = architecture.centre.get_or_insert_with(|| none.clone());
        centre.release_delay = ReleaseDelay::new(120.0, Some(480.0));
    }
}

fn perfect_links(scenario: &mut Scenario) {
    for link in &mut scenario.links {
        (link.latency_s, link.jitter_s, link.loss) = (0.0, 0.0, 0.0);
        (link.bursts, link.queue) = (None, None);
        link.down.clear();
    }
}

fn shots(scenario: &mut Scenario, shots: u32) {
    for system in 0..scenario.systems.len() {
        shots_of(scenario, system, shots);
    }
}

fn shots_of(scenario: &mut Scenario, system: usize, shots: u32) {
    let doctrine = &mut scenario.systems[system].command.doctrine;
    *doctrine = Doctrine { shots, later_shots: shots, ..*doctrine };
}

/// The acceleration of interceptors stands on a line of its own in the catalogue; that of a
/// threat's stages does not.
fn faster(text: &str) -> String {
    let key = "acceleration_mps2 = ";
    let line = |line: &str| match line.strip_prefix(key).map(str::parse::<f64>) {
        Some(Ok(value)) => format!("{key}{}", 1.15 * value),
        _ => line.to_owned(),
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Twice as many threats in each raid, in the same time.
fn larger_raid(text: &str) -> String {
    let mut is_raid = false;
    let line = |line: &str| {
        is_raid = if line.starts_with('[') { line == "[[raids]]" } else { is_raid };
        let key = ["count = ", "spacing_s = "].into_iter().find(|key| line.starts_with(key));
        let value = |key: &str| line[key.len()..].parse::<f64>().ok();
        match (key, key.and_then(value)) {
            (Some(key @ "count = "), Some(count)) if is_raid => format!("{key}{}", 2.0 * count),
            (Some(key), Some(spacing_s)) if is_raid => format!("{key}{}", 0.5 * spacing_s),
            _ => line.to_owned(),
        }
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}
