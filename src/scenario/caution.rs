//! Settings that decide silently: right as they are written, and yet what an architecture exchanges
//! comes to nothing, or to less than it looks like.
//!
//! A setting that no result could show is a fault; these show, and look like a property of the
//! world. Leaves out what only a run can tell but for messages that came too late.

use crate::scenario::error::quoted;
use crate::scenario::identity::SystemId;
use crate::scenario::model::{Architecture, Content, Exchange, Link, Scenario, Tracking};
use crate::scenario::read::units::written;
use crate::scenario::read::words::listed;
use crate::scenario::schema::link_name;
use serde::Serialize;
use std::fmt;

/// A setting that decides silently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Caution {
    /// Its key, with the item of a list that it is of.
    pub key: String,
    /// Effect of it, in a line.
    pub text: String,
}

impl fmt::Display for Caution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.key, self.text)
    }
}

/// Share of the messages that must come too late to be told of.
const LATE_SHARE: f64 = 0.1;

/// A time of a receiver's tracker, and the end of what is older than it on arrival.
struct AgeLimit {
    content: Content,
    key: &'static str,
    limit_s: fn(&Tracking) -> f64,
    effect: &'static str,
}

const AGE_LIMITS: [AgeLimit; 3] = [
    AgeLimit {
        content: Content::Tracks,
        key: "drop_remote_s",
        limit_s: |rules| rules.drop_remote_s,
        effect: "a track that cannot be found again is dropped before more is heard of it",
    },
    AgeLimit {
        content: Content::Plots,
        key: "drop_tentative_s",
        limit_s: |rules| rules.drop_tentative_s,
        effect: "plots so old begin no track",
    },
    AgeLimit {
        content: Content::Plots,
        key: "drop_confirmed_s",
        limit_s: |rules| rules.drop_confirmed_s,
        effect: "a track that cannot be found again is dropped before more is heard of it",
    },
];

/// The settings that decide silently under these architectures of a scenario.
pub fn cautions<'a>(
    scenario: &Scenario,
    architectures: impl IntoIterator<Item = &'a Architecture>,
) -> Vec<Caution> {
    let chosen: Vec<&Architecture> = architectures.into_iter().collect();
    let mut cautions: Vec<Caution> = missing_links(scenario, &chosen).collect();
    for link in &scenario.links {
        for limit in &AGE_LIMITS {
            cautions.extend(old_on_arrival(scenario, &chosen, (link, limit)));
        }
    }
    cautions
}

/// A caution if a great share of the messages that were sent came too late to tell anything.
pub(crate) fn came_late(architecture: &str, [late, sent]: [f64; 2]) -> Option<Caution> {
    let share = Some(late / sent).filter(|share| *share >= LATE_SHARE)?;
    Some(Caution {
        key: "links.latency_s".into(),
        text: format!(
            "under {} {:.0} % of the messages came too late and were left aside; `jitter_s`, a \
             queue or a release delay may do so too",
            quoted(architecture),
            100.0 * share
        ),
    })
}

/// Architectures that exchange something where nothing can cross.
fn missing_links(
    scenario: &Scenario,
    chosen: &[&Architecture],
) -> impl Iterator<Item = Caution> + use<> {
    let talk = chosen.iter().filter(|architecture| exchanges(architecture));
    let talk: Vec<&str> = talk.map(|architecture| architecture.name.as_str()).collect();
    let name = |system: u16| quoted(&scenario.systems[usize::from(system)].name);
    let is_open = |[from, to]: [u16; 2]| {
        let ends = (SystemId(from), SystemId(to));
        scenario.links.iter().any(|link| (link.from, link.to) == ends)
    };
    let ways = [[0, 1], [1, 0]];
    let closed: Vec<[u16; 2]> = if scenario.systems.len() < ways.len() {
        Vec::new()
    } else {
        ways.into_iter().filter(|way| !is_open(*way)).collect()
    };
    let why = match closed[..] {
        _ if talk.is_empty() => None,
        _ if scenario.systems.len() < ways.len() => {
            Some("the scenario has one system: nobody is told anything".to_owned())
        }
        [] => None,
        [[from, to]] => Some(format!(
            "no link leads from {} to {}: nothing goes that way",
            name(from),
            name(to)
        )),
        _ => Some("the scenario has no link: nothing crosses".to_owned()),
    };
    let names = listed(talk.into_iter());
    why.into_iter().map(move |why| Caution {
        key: "links".into(),
        text: format!("{names} would exchange data, but {why}"),
    })
}

fn exchanges(architecture: &Architecture) -> bool {
    architecture.exchange.is_some()
        || architecture.engagement_status
        || architecture.kill_assessment
        || architecture.consultation.is_some()
        || architecture.command.is_some()
}

/// Architectures under which data are as old on arrival as the receiver's tracker bears.
fn old_on_arrival(
    scenario: &Scenario,
    chosen: &[&Architecture],
    (link, limit): (&Link, &AgeLimit),
) -> Option<Caution> {
    let receiver = &scenario.systems[link.to.index()];
    let limit_s = (limit.limit_s)(&receiver.tracking);
    let age_s = |architecture: &Architecture| {
        let centre = architecture.centre.as_ref();
        let centre_s =
            centre.map_or(0.0, |centre| centre.processing_s + centre.release_delay.within_s());
        link.latency_s + link.jitter_s + link.release.delay.within_s() + centre_s
    };
    let is_old = |architecture: &&&Architecture| {
        let sends = |exchange: Exchange| exchange.content == limit.content;
        architecture.exchange.is_some_and(sends) && age_s(architecture) >= limit_s
    };
    let old: Vec<&Architecture> = chosen.iter().filter(is_old).copied().collect();
    let age_s = old.iter().map(|architecture| age_s(architecture)).reduce(f64::max)?;
    let names = listed(old.iter().map(|architecture| architecture.name.as_str()));
    let from = &scenario.systems[link.from.index()].name;
    Some(Caution {
        key: format!("links[{}].latency_s", link_name(from, &receiver.name)),
        text: format!(
            "under {names} data are up to {} s old on arrival, with jitter and release delay, and \
             `{}` of {} is {} s: {}",
            written(age_s),
            limit.key,
            quoted(&receiver.name),
            written(limit_s),
            limit.effect
        ),
    })
}
