//! Do the metrics add up? Shots are counted here by their events, and in the outcome by the metrics.

use super::check::{Breach, Rule, Run};
use lisbon::outcome;
use lisbon::outcome::Outcome;
use lisbon::outcome::figure::figures;
use lisbon::outcome::metric::{Metric, MetricGroup};
use lisbon::scenario::identity::SystemId;
use lisbon::world::journal::{Event, ShotResult};

/// What does not add up.
pub(super) fn breaches(run: Run) -> Vec<Breach> {
    let outcome = outcome::judge(run.scenario, run.journal);
    let systems = (0..outcome.systems.len()).map(|index| Some(SystemId(index as u16)));
    let mut sums = Sums { run, outcome: &outcome, breaches: Vec::new() };
    sums.of_party(None);
    for system in systems.clone() {
        sums.of_party(system);
    }
    sums.of_parts(&systems.collect::<Vec<_>>());
    sums.of_events();
    for figure in figures(run.scenario) {
        let value = outcome.get(figure.metric, figure.party);
        let [least, most] = figure.range;
        let how = format!("{}: {value}, not {least} to {most}", figure.name);
        sums.holds(least <= value && value <= most, how);
    }
    sums.breaches
}

struct Sums<'a> {
    run: Run<'a>,
    outcome: &'a Outcome,
    breaches: Vec<Breach>,
}

impl Sums<'_> {
    fn holds(&mut self, is_kept: bool, how: String) {
        if !is_kept {
            self.breaches.push((Rule::Sums, how));
        }
    }

    /// Within the figures of one party.
    fn of_party(&mut self, party: Option<SystemId>) {
        let outcome = self.outcome;
        let get = |metric| outcome.get(metric, party);
        let reasons = [
            Metric::WastedAlreadyDead,
            Metric::WastedDoubleEngagement,
            Metric::WastedDecoy,
            Metric::WastedNoHandover,
            Metric::WastedOutOfReach,
        ];
        let reasons: f64 = reasons.map(get).iter().sum();
        let (wasted, fired) = (get(Metric::InterceptorsWasted), get(Metric::InterceptorsFired));
        self.holds(same(reasons, wasted), format!("{party:?}: {reasons} wasted, of {wasted}"));
        self.holds(wasted <= fired, format!("{party:?}: {wasted} wasted of {fired}"));
        let [first_s, last_s] = [Metric::FirstInterceptTime, Metric::LastInterceptTime].map(get);
        self.holds(last_s <= first_s, format!("{party:?}: {last_s} s after {first_s} s"));
        let scenario = self.run.scenario;
        let is_at = |aim: usize| party.is_none_or(|party| party == scenario.assets[aim].system);
        let threats = scenario.threats.iter();
        let aimed = threats.filter(|threat| is_at(threat.aim.index())).count() as f64;
        let leakers = get(Metric::Leakage) * aimed;
        let causes = MetricGroup::Leakers.metrics().iter();
        let causes: f64 = causes.map(|metric| get(*metric)).sum();
        self.holds(same(causes, leakers), format!("{party:?}: {causes} causes, {leakers} leakers"));
        let at_seam = get(Metric::SeamLeakers);
        let how = format!("{party:?}: {leakers} leakers, {at_seam} at the seam");
        self.holds(at_seam <= leakers + 1e-9, how);
    }

    /// Of both systems and of each.
    fn of_parts(&mut self, systems: &[Option<SystemId>]) {
        let all = [
            Metric::InterceptorsFired,
            Metric::InterceptorsWasted,
            Metric::WastedDoubleEngagement,
            Metric::SeamLeakers,
        ];
        for metric in all.iter().chain(MetricGroup::Leakers.metrics()).copied() {
            let parts = systems.iter().map(|system| self.outcome.get(metric, *system));
            let (parts, whole) = (parts.sum(), self.outcome.get(metric, None));
            self.holds(same(parts, whole), format!("{metric:?}: {parts} of {whole}"));
        }
    }

    /// Of the figures and what they count.
    fn of_events(&mut self) {
        let (mut launched, mut useful) = (0.0, 0.0);
        for (_, event) in &self.run.journal.events {
            match event {
                Event::Launched { .. } => launched += 1.0,
                Event::Intercept {
                    object: Some(object),
                    result: ShotResult::Killed | ShotResult::Failed,
                    ..
                } if object.is_payload() => useful += 1.0,
                _ => {}
            }
        }
        let fired = self.outcome.get(Metric::InterceptorsFired, None);
        self.holds(same(fired, launched), format!("{launched} launched, {fired} fired"));
        let wasted = self.outcome.get(Metric::InterceptorsWasted, None);
        let how = format!("{launched} launched, {useful} well, {wasted} wasted");
        self.holds(same(launched - useful, wasted), how);
    }
}

fn same(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-9
}
