//! Warnings: tracks of boosters, kept from satellites' lines of sight until long after burn-out.
//!
//! A plot only joins the lines of its warning, at its own time; once a tick all lines are fitted
//! anew ([`super::boost`]). While the booster may burn, what is believed of it is the mixture of
//! burning on and of having ended since the last look; after some silent looks it is taken to have
//! burnt out, and coasts. What a warning says of launch and impact is written down when it is
//! confirmed, and when its booster is judged to have burnt out.

use crate::scenario::identity::SensorId;
use crate::sensing::plot::{LineOfSight, Plot};
use crate::tracking::filter::belief::Belief;
use crate::tracking::filter::estimate::Estimate;
use crate::tracking::filter::sensor_model::SensorModel;
use crate::tracking::track::tracker::{Track, Tracker};
use crate::tracking::warning::boost::BoostFit;
use crate::tracking::warning::cutoff::SilentLook;
use crate::tracking::warning::fit::BoosterLine;
use crate::world::journal::{Event, Journal};
use crate::world::launch::LaunchEstimate;

/// Looks that a booster may miss before it is taken to have burnt out.
const SILENT_LOOKS: f64 = 2.0;

/// Most silent looks that are counted: what follows so many changes nothing.
const LOOKS_MAX: usize = 16;

/// The first looks that missed a booster since it was last seen, in the order of time.
struct SilentLooks {
    looks: [SilentLook; LOOKS_MAX],
    count: usize,
}

/// A tentative warning made of one line of sight; `None` if it passes the Earth by, or the system
/// knows no booster.
pub(crate) fn begin(
    number: u32,
    (plot, line): (&Plot, &LineOfSight),
    sensor: &SensorModel,
    tracker: &Tracker,
) -> Option<Track> {
    let watch = sensor.watch()?;
    let revisit_s = sensor.look_ticks() as f64 * tracker.step_s;
    let sight = sight(plot, line, sensor);
    let boost = BoostFit::begin(&tracker.boosters, sight, watch, revisit_s)?;
    let belief = boost.belief_until(&tracker.boosters, &[], (plot.time_s, plot.time_s));
    let own = tracker.is_own(plot.sensor);
    let boost = Some(Box::new(boost));
    let estimate = Estimate::plain(&belief);
    Some(Track::begun(number, (plot, own), &estimate, boost))
}

/// A line of sight as the fit takes it.
pub(crate) fn sight(plot: &Plot, line: &LineOfSight, sensor: &SensorModel) -> BoosterLine {
    BoosterLine {
        time_s: plot.time_s,
        sensor: plot.sensor,
        line: *line,
        bias_rad: sensor.angle_bias_rad(),
    }
}

/// Fits the warnings that have new plots, and brings what is believed of them to the present; if
/// they are due, of all that may burn.
///
/// Until they are due again, `until_s`, readers let them coast: thrust ends at any time until then.
pub(crate) fn refresh(tracker: &mut Tracker, now_s: f64, (due, until_s): (RefreshScope, f64)) {
    let boosters = tracker.boosters.clone();
    let silence_s = SILENT_LOOKS * tracker.infrared_revisit_s;
    let mut warnings = std::mem::take(&mut tracker.warnings);
    for warning in &mut warnings {
        let Some(boost) = &mut warning.boost else {
            continue;
        };
        let is_new = boost.refit_if_new(&boosters);
        warning.burning |= is_new && now_s - warning.plot_s <= silence_s;
        let is_due =
            due == RefreshScope::Burning && warning.burning && warning.confirmed_s.is_some();
        if is_new || is_due {
            let time_s = now_s.max(boost.seen_s());
            warning.estimate.belief = coasting(tracker, boost, (time_s, until_s));
        }
    }
    tracker.warnings = warnings;
}

/// Warnings that are brought up: those with new plots only, or all that may burn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RefreshScope {
    New,
    Burning,
}

/// Takes the boosters that have fallen silent for burnt out, and moves the beliefs of all such to
/// the present.
pub(crate) fn burn_out(tracker: &mut Tracker, now_s: f64, journal: &mut Journal) {
    let silence_s = SILENT_LOOKS * tracker.infrared_revisit_s;
    let fall = tracker.coasting();
    let mut warnings = std::mem::take(&mut tracker.warnings);
    for warning in &mut warnings {
        if warning.burning && now_s - warning.plot_s > silence_s {
            warning.burning = false;
            if let Some(boost) = &warning.boost {
                let time_s = now_s.max(boost.seen_s());
                warning.estimate.belief = coasting(tracker, boost, (time_s, time_s));
            }
            if warning.is_confirmed()
                && let Some(estimate) = estimate(tracker, warning, now_s)
            {
                let track = tracker.id(warning.number);
                journal.write(now_s, Event::BurnedOut { track, estimate });
            }
        } else if !warning.burning {
            warning.estimate.belief.predict(now_s, &fall);
        }
    }
    tracker.warnings = warnings;
}

/// True of a track of a booster that is believed to have burnt out.
pub(crate) fn is_burnt_out(track: &Track) -> bool {
    track.boost.is_some() && !track.burning
}

/// A warning's estimate of its launch; `None` for a track from radar plots.
pub(crate) fn estimate(
    tracker: &Tracker,
    warning: &Track,
    now_s: f64,
) -> Option<Box<LaunchEstimate>> {
    let boost = warning.boost.as_ref()?;
    let looks = SilentLooks::of(tracker, boost, now_s);
    let estimate = boost.estimate(&tracker.boosters, looks.list());
    Some(Box::new(estimate))
}

/// Belief for a partner about a burning booster, who will let it coast until a time, s; `None`
/// for a track from radar plots.
pub(crate) fn belief_until(tracker: &Tracker, warning: &Track, until_s: f64) -> Option<Belief> {
    let boost = warning.boost.as_ref()?;
    Some(coasting(tracker, boost, (warning.belief().time_s, until_s)))
}

/// The same of a fit, at a time, s.
pub(crate) fn coasting(
    tracker: &Tracker,
    boost: &BoostFit,
    (time_s, until_s): (f64, f64),
) -> Belief {
    let looks = SilentLooks::of(tracker, boost, time_s);
    boost.belief_until(&tracker.boosters, looks.list(), (time_s, until_s))
}

/// The fit that there would be without some sensors, and its lines of sight; `None` if it would
/// have none.
pub(crate) fn part(
    tracker: &Tracker,
    warning: &Track,
    is_told: impl Fn(SensorId) -> bool,
) -> Option<(BoostFit, usize)> {
    let lines = warning.boost.as_ref()?.lines();
    let told = || lines.iter().filter(|sight| is_told(sight.sensor));
    let first = told().min_by(|a, b| a.time_s.total_cmp(&b.time_s))?;
    let sensor = tracker.sensor(first.sensor)?;
    let revisit_s = sensor.look_ticks() as f64 * tracker.step_s;
    let profiles = &tracker.boosters;
    let mut fit = BoostFit::begin(profiles, *first, sensor.watch()?, revisit_s)?;
    for sight in told().filter(|sight| *sight != first) {
        fit.add(*sight);
    }
    fit.refit_if_new(profiles);
    Some((fit, told().count()))
}

impl SilentLooks {
    fn none() -> Self {
        let never = SilentLook { time_s: f64::INFINITY, miss_probability: 1.0 };
        Self { looks: [never; LOOKS_MAX], count: 0 }
    }

    /// The looks until now at a booster since it was last seen, of the satellites that had seen it.
    fn of(tracker: &Tracker, boost: &BoostFit, now_s: f64) -> Self {
        let mut looks = Self::none();
        for sight in boost.sensors() {
            let Some(sensor) = tracker.sensor(sight.sensor) else {
                continue;
            };
            let Some(watch) = sensor.watch() else {
                continue;
            };
            let revisit_s = sensor.look_ticks() as f64 * tracker.step_s;
            // What a partner's satellite saw arrives late: silence is known a revisit later.
            let known_s = if tracker.is_own(sight.sensor) { now_s } else { now_s - revisit_s };
            let mut number = libm::floor(boost.seen_s() / revisit_s + 1e-9) + 1.0;
            while number * revisit_s <= known_s + 1e-9 {
                let look = SilentLook {
                    time_s: number * revisit_s,
                    miss_probability: 1.0 - watch.detection_probability,
                };
                if !looks.take(look) {
                    break;
                }
                number += 1.0;
            }
        }
        looks
    }

    /// Puts a look in its place, after those of its time; in a full list the last is pushed out.
    /// `false` if it would itself be the last of too many.
    fn take(&mut self, look: SilentLook) -> bool {
        let place = self.list().partition_point(|other| other.time_s <= look.time_s);
        if place == LOOKS_MAX {
            return false;
        }
        self.count = (self.count + 1).min(LOOKS_MAX);
        self.looks[place..self.count].rotate_right(1);
        self.looks[place] = look;
        true
    }

    fn list(&self) -> &[SilentLook] {
        &self.looks[..self.count]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A fast sensor alone would fill the list; the slow one's looks keep their places.
    #[test]
    fn the_first_silent_looks_are_kept_whoever_took_them() {
        let mut looks = SilentLooks::none();
        let mut taken = 0;
        for (step_s, miss_probability) in [(1.0, 0.9), (4.0, 0.1)] {
            for number in 1..=30 {
                let time_s = step_s * f64::from(number);
                taken += u32::from(looks.take(SilentLook { time_s, miss_probability }));
            }
        }
        let times_s: Vec<f64> = looks.list().iter().map(|look| look.time_s).collect();
        let expected =
            [1.0, 2.0, 3.0, 4.0, 4.0, 5.0, 6.0, 7.0, 8.0, 8.0, 9.0, 10.0, 11.0, 12.0, 12.0, 13.0];
        assert_eq!(times_s, expected);
        let slow = looks.list().iter().filter(|look| look.miss_probability < 0.5);
        assert_eq!((slow.count(), taken), (3, 16 + 3));
    }
}
