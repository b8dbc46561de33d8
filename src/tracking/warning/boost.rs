//! A booster seen from space: from lines of sight to what is believed of it.
//!
//! An early-warning centre knows from past observation how the boosters that it may have to warn of
//! climb: it fits such a profile to the lines of sight (National Research Council, *Making Sense of
//! Ballistic Missile Defense*, 2012, on overhead persistent infrared; Danis 1993, *Space-Based
//! Tactical Ballistic Missile Launch Parameter Estimation*, IEEE Trans. AES 29(2)). One flight for
//! each profile that the scenario says is known (`fit`), weighed by how well it explains the lines;
//! the end of thrust is unknown (`cutoff`). Where the booster is and will be is the mixture of
//! these (`mixture`), and so is what is said of launch and impact (`estimate`). What is known of a
//! profile is exact here: its spread from booster to booster is left out, and so are staging events
//! and intensity, from which a real centre learns more.

use crate::ballistics::integrate;
use crate::earth::frames::{Ecef, Geodetic, altitude_approx_m};
use crate::scenario::model::BoostProfile;
use crate::sensor::Watch;
use crate::tracking::filter::belief::Belief;
use crate::tracking::warning::cutoff::{CutoffLaw, SilentLook};
use crate::tracking::warning::fit::{BoosterLine, Fit};
use crate::tracking::warning::hypothesis::Hypothesis;
use crate::tracking::warning::mixture::Mixture;
use crate::tracking::warning::parameters::LaunchParameters;
use crate::tracking::warning::prior::FirstLook;
use crate::tracking::warning::reference::ReferenceFlight;
use nalgebra::{Matrix3, Vector2, Vector3};

/// Most lines of sight that a warning keeps; beyond, every other one is forgotten.
pub const LINES_MAX: usize = 96;

/// Profiles that explain the lines this much worse than the best, as odds, are given up.
const ODDS_MIN: f64 = 1e-3;

/// Lines of sight from which on a prior may be taken in parts.
const SIGHTS_TO_PART: usize = 3;

/// Altitude at which a booster is first sought, to learn over what ground it climbs, m.
const FIRST_GUESS_M: f64 = 20e3;

/// Standard deviations of the launch time by which a look may miss the burning of a profile.
const EDGE_SIGMA: f64 = 4.0;

/// Longest step of a coast from the end of thrust, s.
const COAST_STEP_S: f64 = 20.0;

/// Fit of all known profiles to the lines of sight of one booster.
#[derive(Debug, Clone, PartialEq)]
pub struct BoostFit {
    /// In the order of sensor and time.
    lines: Vec<BoosterLine>,
    pub(super) hypotheses: Vec<Hypothesis>,
    seen_s: f64,
    /// True while there are lines that no fit has seen.
    is_new: bool,
}

impl BoostFit {
    /// The fits of all profiles to a first line of sight; `None` if it passes the Earth by, or no
    /// profile is known.
    pub fn begin(
        profiles: &[BoostProfile],
        sight: BoosterLine,
        watch: &Watch,
        revisit_s: f64,
    ) -> Option<Self> {
        let ground = |altitude_m| -> Option<Geodetic> {
            let place = sight.line.at_altitude(altitude_m)?;
            Some(Geodetic { altitude_m: 0.0, ..Ecef(place).geodetic() })
        };
        let first = ground(FIRST_GUESS_M)?;
        let mut hypotheses = Vec::with_capacity(profiles.len());
        for (profile, known) in profiles.iter().enumerate() {
            let mut program = LaunchParameters {
                launch: first,
                launch_s: sight.time_s,
                tilt_rad: Vector2::zeros(),
            };
            let mut reference = ReferenceFlight::new(&known.vehicle, program);
            let climb_s = reference.climbs_through_s(watch.seen_above_m);
            let look = FirstLook::new(watch, revisit_s, sight.time_s - climb_s);
            let reached = reference.at(climb_s + look.age_s().0);
            program.launch = ground(altitude_approx_m(&reached.state.position_m))?;
            let prior = look.whole(program);
            reference.program.launch_s = prior.program.launch_s;
            hypotheses.push(Hypothesis {
                profile,
                first: look,
                prior,
                parts: 0,
                fit: Fit::new(reference),
                weight: 1.0,
            });
        }
        let mut begun = Self { lines: vec![sight], hypotheses, seen_s: sight.time_s, is_new: true };
        begun.refit_if_new(profiles);
        (!profiles.is_empty()).then_some(begun)
    }

    /// Takes in a line of sight; [`BoostFit::refit_if_new`] makes it count.
    pub fn add(&mut self, sight: BoosterLine) {
        let key = |sight: &BoosterLine| (sight.sensor, sight.time_s);
        let place = self.lines.partition_point(|other| {
            let (sensor, time_s) = key(other);
            sensor < sight.sensor || (sensor == sight.sensor && time_s <= sight.time_s)
        });
        if self.lines.len() == LINES_MAX {
            let mut number = 0;
            self.lines.retain(|_| {
                number += 1;
                number % 2 == 1
            });
            return self.add(sight);
        }
        self.lines.insert(place, sight);
        self.seen_s = self.seen_s.max(sight.time_s);
        self.is_new = true;
    }

    /// Fits all profiles anew if there are new lines; returns whether there were.
    pub fn refit_if_new(&mut self, profiles: &[BoostProfile]) -> bool {
        let is_new = std::mem::take(&mut self.is_new);
        if is_new {
            self.refit(profiles);
        }
        is_new
    }

    /// Fits every profile to all lines and weighs them.
    fn refit(&mut self, profiles: &[BoostProfile]) {
        for hypothesis in &mut self.hypotheses {
            let vehicle = &profiles[hypothesis.profile].vehicle;
            hypothesis.fit.fit(vehicle, &hypothesis.prior, &self.lines);
        }
        self.weigh();
        if self.lines.len() >= SIGHTS_TO_PART {
            self.part(profiles);
        }
    }

    /// Takes the priors in parts whose fits are too wide for one normal law.
    fn part(&mut self, profiles: &[BoostProfile]) {
        while let Some(place) = self.hypotheses.iter().position(Hypothesis::is_too_wide) {
            let whole = self.hypotheses.remove(place);
            let vehicle = &profiles[whole.profile].vehicle;
            for prior in whole.parts() {
                let mut program = whole.fit.program();
                if whole.parts == 0 {
                    program.tilt_rad = prior.program.tilt_rad;
                } else {
                    program.launch_s = prior.program.launch_s;
                }
                let mut fit = Fit::new(ReferenceFlight::new(vehicle, program));
                fit.fit(vehicle, &prior, &self.lines);
                self.hypotheses.push(Hypothesis {
                    prior,
                    parts: whole.parts + 1,
                    fit,
                    profile: whole.profile,
                    first: whole.first,
                    weight: whole.weight,
                });
            }
        }
        self.weigh();
    }

    /// Weighs the hypotheses by their evidence, and gives up what is unlikely.
    fn weigh(&mut self) {
        // A fit that has no number for its evidence is worth nothing, unless there is no other.
        let evidence = |one: &Hypothesis| Some(one.fit.log_evidence).filter(|it| it.is_finite());
        let best = self.hypotheses.iter().filter_map(evidence);
        let best = best.fold(f64::NEG_INFINITY, f64::max);
        for hypothesis in &mut self.hypotheses {
            hypothesis.weight = match evidence(hypothesis) {
                Some(log_evidence) => libm::exp(log_evidence - best),
                None if best.is_finite() => 0.0,
                None => 1.0,
            };
        }
        self.hypotheses.retain(|one| one.weight > ODDS_MIN);
        self.join();
        let sum: f64 = self.hypotheses.iter().map(|one| one.weight).sum();
        for hypothesis in &mut self.hypotheses {
            hypothesis.weight /= sum;
        }
    }

    /// Lets the likeliest of sectors stand for those whose fits have come to the same flight.
    fn join(&mut self) {
        let by_weight = |one: &Hypothesis, other: &Hypothesis| {
            let order = other.weight.total_cmp(&one.weight);
            order.then(one.profile.cmp(&other.profile))
        };
        self.hypotheses.sort_by(by_weight);
        let mut place = 1;
        while place < self.hypotheses.len() {
            let (heavier, rest) = self.hypotheses.split_at_mut(place);
            let one = &rest[0];
            match heavier.iter_mut().find(|other| other.is_joined_by(one)) {
                Some(other) => {
                    other.weight += one.weight;
                    self.hypotheses.remove(place);
                }
                None => place += 1,
            }
        }
    }

    /// The lines of sight that it rests on, in the order of sensor and time.
    pub fn lines(&self) -> &[BoosterLine] {
        &self.lines
    }

    /// The sensors that have seen it.
    pub fn sensors(&self) -> impl Iterator<Item = &BoosterLine> {
        let by_sensor = self.lines.chunk_by(|one, next| one.sensor == next.sensor);
        by_sensor.map(|lines| &lines[0])
    }

    /// Time at which it was last seen, s.
    pub fn seen_s(&self) -> f64 {
        self.seen_s
    }

    /// Position where a look at a time would see it if it burns, and the covariance, m and m²;
    /// `None` if no profile burns then.
    pub fn burning_at(
        &self,
        profiles: &[BoostProfile],
        time_s: f64,
    ) -> Option<(Vector3<f64>, Matrix3<f64>)> {
        let (mut weight, mut first, mut second) = (0.0, Vector3::zeros(), Matrix3::zeros());
        let mut about = None;
        for one in &self.hypotheses {
            let edge_s = EDGE_SIGMA * one.fit.covariance[(2, 2)].sqrt();
            let burnout_s = one.fit.burnout_s(&profiles[one.profile].vehicle);
            if time_s < one.fit.launch_s() - edge_s || time_s > burnout_s + edge_s {
                continue;
            }
            let moment = one.moment(time_s);
            let columns = moment.columns.fixed_rows::<3>(0);
            let place = moment.state.position_m + columns * one.fit.change;
            let off = place - *about.get_or_insert(place);
            weight += one.weight;
            first += off * one.weight;
            let spread = columns * one.fit.covariance * columns.transpose();
            second += (spread + off * off.transpose()) * one.weight;
        }
        let off = first / weight;
        Some((about? + off, second / weight - off * off.transpose()))
    }

    /// Belief about it at a time not before its last look, for somebody who will let it coast until
    /// a later one: it burns until then, or has ended to burn at any time since that look.
    ///
    /// # Panics
    /// Never: one profile at least is always left.
    pub fn belief_until(
        &self,
        profiles: &[BoostProfile],
        looks: &[SilentLook],
        (time_s, until_s): (f64, f64),
    ) -> Belief {
        let mut mixture = Mixture::new();
        for one in &self.hypotheses {
            let law = self.law(profiles, one, looks);
            let ended = law.between(self.seen_s, until_s);
            let burning = (1.0 - ended.probability).max(0.0);
            let nodes = ended.nodes().map(|(end_s, share)| (end_s, share * ended.probability));
            let mut mean_s = 0.0;
            for (end_s, share) in nodes.into_iter().chain([(until_s, burning)]) {
                if share > 0.0 {
                    let state = one.moment(end_s).changed(&one.fit.change);
                    mixture.add(
                        one.weight * share,
                        &integrate::coast_without_air(&state, time_s - end_s, COAST_STEP_S),
                    );
                    mean_s += share * end_s;
                }
            }
            let mut columns = one.moment(mean_s).columns;
            let later = columns.fixed_rows::<3>(3) * (time_s - mean_s);
            let mut top = columns.fixed_rows_mut::<3>(0);
            top += later;
            mixture.spread(one.weight, &one.covariance(&columns));
        }
        mixture.belief(time_s).expect("at least one profile is left")
    }

    /// The law of the end of thrust under one profile.
    pub(super) fn law(
        &self,
        profiles: &[BoostProfile],
        one: &Hypothesis,
        looks: &[SilentLook],
    ) -> CutoffLaw {
        let burnout_s = one.fit.burnout_s(&profiles[one.profile].vehicle);
        let span_s = (self.seen_s, burnout_s);
        CutoffLaw::new(one.fit.launch_s(), span_s, looks.iter().copied())
    }
}
