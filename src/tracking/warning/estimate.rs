//! The estimate of a warning: launch point and time, azimuth, impact, each with its covariance.
//!
//! The impact is carried through the fit's covariance and the law of the end of thrust by points
//! rather than by slopes, for it bends over the spread of a range: a cubature rule of third degree
//! for the fit (Arasaratnam & Haykin 2009, IEEE Trans. Automatic Control 54:1254), three nodes for
//! the end of thrust. The azimuth's spread is that of the direction of a normal vector, which for a
//! tilt that is hardly known is nearly even (Mardia & Jupp 2000, *Directional Statistics*, sec.
//! 3.5.6, the projected normal law).

use crate::ballistics::state::State;
use crate::earth::frames::{Ecef, Enu, Geodetic, Site, azimuth_rad, wrap_rad};
use crate::scenario::model::BoostProfile;
use crate::tracking::warning::boost::BoostFit;
use crate::tracking::warning::cutoff::{CutoffSpan, SilentLook};
use crate::tracking::warning::hypothesis::Hypothesis;
use crate::tracking::warning::impact::{self, Landing};
use crate::tracking::warning::parameters::LaunchChange;
use crate::world::launch::{ExpectedImpact, LaunchEstimate, Spot, Uncertain};
use nalgebra::{Matrix2, Matrix3, Vector2, Vector3};
use std::f64::consts::{FRAC_1_SQRT_2, PI, TAU};

/// Weight from which on a hypothesis is let fall through the air.
const LIKELY: f64 = 0.3;

/// Weight below which a hypothesis adds nothing to a spread worth its cost.
const UNLIKELY: f64 = 0.01;

/// Directions at which the law of the azimuth is taken.
const DIRECTIONS: u32 = 32;

/// Moments of places and times: north, m, east, m, and time, s, about an origin.
struct PlaceAndTime {
    site: Site,
    mean: Vector3<f64>,
    covariance: Matrix3<f64>,
}

impl BoostFit {
    /// Estimate of the launch from the lines of sight and the silent looks since the last of them.
    ///
    /// # Panics
    /// Never: one profile at least is always left.
    pub fn estimate(&self, profiles: &[BoostProfile], looks: &[SilentLook]) -> LaunchEstimate {
        let best = self
            .hypotheses
            .iter()
            .max_by(|one, other| one.weight.total_cmp(&other.weight))
            .expect("at least one profile is left");
        let launches = self.hypotheses.iter().map(|one| {
            let covariance = one.fit.covariance.fixed_view::<3, 3>(0, 0).into_owned();
            let program = one.fit.program();
            (one.weight, program.launch, program.launch_s, covariance)
        });
        let launch = PlaceAndTime::of(best.fit.program().launch, launches);
        let likely = self.hypotheses.iter().filter(|one| one.weight > UNLIKELY);
        let falls = likely.filter_map(|one| {
            let ended = self.law(profiles, one, looks).whole();
            let moments = one.impact(&profiles[one.profile], ended)?;
            let place = moments.spot().place;
            Some((one.weight, place, moments.mean.z, moments.covariance))
        });
        let mut falls = falls.peekable();
        let first = falls.peek().map(|(_, place, ..)| *place);
        let impact = first.map(|place| PlaceAndTime::of(place, falls).expected());
        LaunchEstimate {
            booster: best.profile,
            booster_probability: best.weight,
            excess: best.fit.excess,
            launch: launch.spot(),
            launch_time_s: launch.time_s(),
            azimuth_rad: self.azimuth(best),
            impact,
        }
    }

    fn azimuth(&self, best: &Hypothesis) -> Uncertain {
        let about_rad = best.azimuth().mean;
        let (mut weight, mut first, mut second) = (0.0, 0.0, 0.0);
        for one in self.hypotheses.iter().filter(|one| one.weight > UNLIKELY) {
            let azimuth = one.azimuth();
            let off_rad = wrap_rad(azimuth.mean - about_rad);
            weight += one.weight;
            first += one.weight * off_rad;
            second += one.weight * (off_rad * off_rad + azimuth.sigma * azimuth.sigma);
        }
        let off_rad = first / weight;
        let mean_rad = (about_rad + off_rad).rem_euclid(TAU);
        Uncertain::of(mean_rad, second / weight - off_rad * off_rad)
    }
}

impl Hypothesis {
    /// Direction of the tilt.
    fn azimuth(&self) -> Uncertain {
        let tilt = self.fit.program().tilt_rad;
        let covariance = self.fit.covariance.fixed_view::<2, 2>(3, 3).into_owned();
        direction(&tilt, &covariance)
    }

    /// Impact if thrust ends by this law, with times of the scenario; `None` if the mean
    /// does not come down.
    fn impact(&self, profile: &BoostProfile, ended: CutoffSpan) -> Option<PlaceAndTime> {
        let coefficient = profile.vehicle.ballistic_coefficient_kgpm2;
        let moment = self.moment(ended.mean_s);
        let mean = moment.changed(&self.fit.change);
        let cheap = impact::conic(&mean)?;
        // Of the unlikely the air's part is not worth its cost: they are far apart.
        let fall = if self.weight < LIKELY { cheap } else { impact::fallen(&mean, coefficient)? };
        let site = Site::new(Ecef(fall.place_m).geodetic());
        let off = |end_s: f64, state: &State| -> Option<Vector3<f64>> {
            let Landing { place_m, after_s } = impact::conic(state)?;
            let place = site.enu(Ecef(fall.place_m + place_m - cheap.place_m)).0;
            let later_s = end_s - ended.mean_s + after_s - cheap.after_s;
            Some(Vector3::new(place.y, place.x, later_s))
        };
        let root = self.fit.covariance.cholesky()?.unpack();
        let by_flight = (0..5).flat_map(|column| {
            let step: LaunchChange = root.column(column) * 5.0_f64.sqrt();
            [1.0, -1.0].map(|sign| {
                let state = moment.changed(&(self.fit.change + step * sign));
                (0.1, off(ended.mean_s, &state))
            })
        });
        let by_end = ended.nodes().map(|(end_s, weight)| {
            let state = self.moment(end_s).changed(&self.fit.change);
            (weight, off(end_s, &state))
        });
        let (mean_1, covariance_1) = moments(by_flight);
        let (mean_2, covariance_2) = moments(by_end.into_iter());
        let start = Vector3::new(0.0, 0.0, ended.mean_s + fall.after_s);
        Some(PlaceAndTime {
            site,
            mean: start + mean_1 + mean_2,
            covariance: covariance_1 + covariance_2,
        })
    }
}

/// Mean and covariance of the points that exist.
fn moments(
    points: impl Iterator<Item = (f64, Option<Vector3<f64>>)>,
) -> (Vector3<f64>, Matrix3<f64>) {
    let (mut weight, mut first, mut second) = (0.0, Vector3::zeros(), Matrix3::zeros());
    for (share, point) in points.filter_map(|(share, point)| Some((share, point?))) {
        weight += share;
        first += point * share;
        second.ger(share, &point, &point, 1.0);
    }
    if weight <= 0.0 {
        return (first, second);
    }
    let mean = first / weight;
    (mean, second / weight - mean * mean.transpose())
}

impl PlaceAndTime {
    /// The mixture of places and times, about a place near them.
    fn of(
        about: Geodetic,
        parts: impl Iterator<Item = (f64, Geodetic, f64, Matrix3<f64>)>,
    ) -> Self {
        let site = Site::new(about);
        let (mut weight, mut first, mut second) = (0.0, Vector3::zeros(), Matrix3::zeros());
        let mut zero_s = None;
        for (share, place, time_s, covariance) in parts {
            let place = site.enu(place.ecef()).0;
            let later_s = time_s - *zero_s.get_or_insert(time_s);
            let off = Vector3::new(place.y, place.x, later_s);
            weight += share;
            first += off * share;
            second += (covariance + off * off.transpose()) * share;
        }
        let mean = first / weight;
        Self {
            site,
            mean: mean + Vector3::new(0.0, 0.0, zero_s.unwrap_or_default()),
            covariance: second / weight - mean * mean.transpose(),
        }
    }

    fn spot(&self) -> Spot {
        let mean: Ecef = self.site.ecef(Enu(Vector3::new(self.mean.y, self.mean.x, 0.0)));
        Spot {
            place: Geodetic { altitude_m: 0.0, ..mean.geodetic() },
            covariance_m2: self.covariance.fixed_view::<2, 2>(0, 0).into(),
        }
    }

    fn time_s(&self) -> Uncertain {
        Uncertain::of(self.mean.z, self.covariance[(2, 2)])
    }

    fn expected(&self) -> ExpectedImpact {
        ExpectedImpact { spot: self.spot(), time_s: self.time_s() }
    }
}

/// Mean and spread of the direction of a normal vector, clockwise from its first axis, rad: the
/// spread is about the direction of the mean vector and at most that of an even law, π/√3.
fn direction(mean: &Vector2<f64>, covariance: &Matrix2<f64>) -> Uncertain {
    let middle_rad = azimuth_rad(mean.y, mean.x);
    let Some(inverse) = covariance.try_inverse() else {
        return Uncertain::of(middle_rad, 0.0);
    };
    let across = Vector2::new(-mean.y, mean.x) / mean.norm().max(1e-12);
    let narrow = across.dot(&(covariance * across)) / mean.norm_squared().max(1e-12);
    if narrow < NARROW_RAD2 {
        return Uncertain::of(middle_rad, narrow);
    }
    let (mut sum, mut second, mut peak) = (0.0, 0.0, f64::NEG_INFINITY);
    for number in 0..DIRECTIONS {
        let off_rad = (f64::from(number) + 0.5) * TAU / f64::from(DIRECTIONS) - PI;
        let (sin, cos) = libm::sincos(middle_rad + off_rad);
        let toward = Vector2::new(cos, sin);
        let size = toward.dot(&(inverse * toward));
        let reach = toward.dot(&(inverse * mean)) / size.sqrt();
        let density = log_projected(reach) - libm::log(size);
        // The sums are kept relative to the highest density so far.
        if density > peak {
            let scale = libm::exp(peak - density);
            (sum, second, peak) = (sum * scale, second * scale, density);
        }
        let share = libm::exp(density - peak);
        sum += share;
        second += share * off_rad * off_rad;
    }
    Uncertain::of(middle_rad, second / sum)
}

/// Below this the direction is as good as normal, rad².
const NARROW_RAD2: f64 = 0.01;

/// Logarithm of `1 + D Φ(D) / φ(D)`, with Φ and φ the normal law's integral and density.
fn log_projected(reach: f64) -> f64 {
    if reach > 6.0 {
        return 0.5 * reach * reach + libm::log(reach * TAU.sqrt());
    }
    if reach < -6.0 {
        return -2.0 * libm::log(-reach);
    }
    let below = 0.5 * libm::erfc(-reach * FRAC_1_SQRT_2);
    libm::log(1.0 + reach * TAU.sqrt() * libm::exp(0.5 * reach * reach) * below)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_direction_is_as_sure_as_its_vector_is_long() {
        let unit = Matrix2::identity();
        for (mean, expected) in [
            (Vector2::new(0.0, 50.0), 0.02),
            (Vector2::new(-4.0, 0.0), 0.258),
            (Vector2::new(1e-6, 0.0), PI / 3.0_f64.sqrt()),
        ] {
            let sigma = direction(&mean, &unit).sigma;
            assert!((sigma / expected - 1.0).abs() < 0.01, "{mean}: {sigma}");
        }
        let mean = direction(&Vector2::new(0.0, -50.0), &unit).mean;
        assert!((mean - 1.5 * PI).abs() < 1e-12);
    }
}
