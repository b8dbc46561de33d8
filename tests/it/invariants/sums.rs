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
        let aimed =
            threats.filter(|threat| threat.flies() && is_at(threat.aim.index())).count() as f64;
        let leakers = get(Metric::Leakage) * aimed;
        let causes = MetricGroup::Leakers.metrics().iter();
        let causes: f64 = causes.map(|metric| get(*metric)).sum();
        self.holds(same(causes, leakers), format!("{party:?}: {causes} causes, {leakers} leakers"));
        self.costs(party);
        self.disclosure(party);
        let at_seam = get(Metric::SeamLeakers);
        let how = format!("{party:?}: {leakers} leakers, {at_seam} at the seam");
        self.holds(at_seam <= leakers + 1e-9, how);
    }

    /// Every interceptor was spent in somebody's defence or in nobody's; what was lost is the rest of
    /// what is defended.
    fn costs(&mut self, party: Option<SystemId>) {
        let outcome = self.outcome;
        let get = |metric| outcome.get(metric, party);
        let fired = get(Metric::InterceptorsFired);
        let parts = [Metric::FiredForOwn, Metric::FiredForPartner, Metric::FiredAtNoThreat];
        let parts: f64 = parts.map(get).iter().sum();
        self.holds(same(parts, fired), format!("{party:?}: {parts} for somebody, of {fired}"));
        let [at_none, at_others] = [get(Metric::FiredAtNoThreat), get(Metric::ShotsAtNoPayload)];
        let how = format!("{party:?}: {at_others} at no payload, {at_none} at no threat");
        self.holds(at_others <= at_none, how);
        let killed = get(Metric::KillsForOwn) + get(Metric::KillsForPartner);
        let useful = fired - get(Metric::InterceptorsWasted);
        let how = format!("{party:?}: {killed} kills, {useful} that were not wasted");
        self.holds(killed <= useful, how);
        let own = |system: &SystemId| party.is_none_or(|party| party == *system);
        let assets = self.run.scenario.assets.iter().filter(|asset| own(&asset.system));
        let worth: f64 = assets.map(|asset| asset.value).sum();
        let lost = (1.0 - get(Metric::DefendedValue)) * worth;
        let told = get(Metric::ValueLost);
        self.holds(
            (told - lost).abs() < 1e-9 * worth,
            format!("{party:?}: {told} lost, not {lost}"),
        );
    }

    /// Who sends nothing gives nothing away.
    fn disclosure(&mut self, party: Option<SystemId>) {
        let told = MetricGroup::Disclosure.metrics().iter();
        let told: f64 = told.map(|metric| self.outcome.get(*metric, party)).sum();
        if self.run.architecture.exchange.is_none() && told > 0.0 {
            self.breaches.push((Rule::Data, format!("{party:?}: {told} told by who is silent")));
        }
    }

    /// Of both systems and of each.
    fn of_parts(&mut self, systems: &[Option<SystemId>]) {
        let all = [
            Metric::InterceptorsFired,
            Metric::InterceptorsWasted,
            Metric::WastedDoubleEngagement,
            Metric::SeamLeakers,
            Metric::FiredForOwn,
            Metric::FiredForPartner,
            Metric::FiredAtNoThreat,
            Metric::KillsForOwn,
            Metric::KillsForPartner,
            Metric::ValueLost,
            Metric::AlertsTold,
            Metric::TracksTold,
            Metric::TrackTimeTold,
            Metric::PlotsTold,
            Metric::SensorsNamed,
        ];
        let groups = [MetricGroup::Leakers, MetricGroup::Debris];
        let of_groups = groups.iter().flat_map(|group| group.metrics());
        for metric in all.iter().chain(of_groups).copied() {
            let parts = systems.iter().map(|system| self.outcome.get(metric, *system));
            let (parts, whole) = (parts.sum(), self.outcome.get(metric, None));
            self.holds(same(parts, whole), format!("{metric:?}: {parts} of {whole}"));
        }
    }

    /// Of the figures and what they count.
    fn of_events(&mut self) {
        let (mut launched, mut useful, mut killed, mut received) = (0.0, 0.0, 0.0, 0.0);
        let (mut missed, mut dead) = (0.0, 0.0);
        for (_, event) in &self.run.journal.events {
            if let Event::Intercept { result, .. } = event {
                missed += f64::from(*result != ShotResult::Killed);
            }
            match event {
                Event::Launched { .. } => launched += 1.0,
                Event::Received { .. } => received += 1.0,
                Event::Impact { dead: true, .. } => dead += 1.0,
                Event::Intercept {
                    object: Some(object),
                    result: result @ (ShotResult::Killed | ShotResult::Failed),
                    ..
                } if object.is_payload() => {
                    useful += 1.0;
                    killed += f64::from(*result == ShotResult::Killed);
                }
                _ => {}
            }
        }
        let fired = self.outcome.get(Metric::InterceptorsFired, None);
        self.holds(same(fired, launched), format!("{launched} launched, {fired} fired"));
        let get = |metric| self.outcome.get(metric, None);
        let kills = get(Metric::KillsForOwn) + get(Metric::KillsForPartner);
        let plots = get(Metric::PlotsTold);
        let traffic = self.run.journal.traffic.iter();
        let arrived: u64 = traffic.map(|traffic| traffic.received).sum();
        self.holds(same(kills, killed), format!("{kills} kills, {killed} killed"));
        let how = format!("{plots} plots and {received} others, of {arrived} that arrived");
        self.holds(same(plots + received, arrived as f64), how);
        let down = |metrics: [Metric; 3]| metrics.map(get).iter().sum::<f64>();
        let stages =
            down([Metric::OwnStagesDown, Metric::PartnerStagesDown, Metric::StagesElsewhere]);
        self.holds(same(stages, launched), format!("{launched} launched, {stages} stages"));
        let misses =
            down([Metric::OwnMissesDown, Metric::PartnerMissesDown, Metric::MissesElsewhere]);
        self.holds(same(misses, missed), format!("{missed} missed, {misses} came down"));
        let payloads = get(Metric::PayloadsDown) + get(Metric::PayloadsElsewhere);
        self.holds(same(payloads, dead), format!("{dead} came down dead, {payloads} counted"));
        let wasted = self.outcome.get(Metric::InterceptorsWasted, None);
        let how = format!("{launched} launched, {useful} well, {wasted} wasted");
        self.holds(same(launched - useful, wasted), how);
    }
}

fn same(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-9
}
