//! Beliefs from plots whose ranges are sharper than the arcs that their angles leave, against the
//! truth of many draws and against moments that are integrated.

use super::Bend;
use crate::earth::frames::{Ecef, Geodetic, Look};
use crate::scenario::model::Filter;
use crate::sensor::{Measurement, RadarMeasurement};
use crate::tracking::filter::sensor_model::SensorModel;
use crate::tracking::filter::update::update;
use nalgebra::{Matrix3, Vector3};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};
use rand_distr::StandardNormal;

const LOOK: Look = Look { azimuth_rad: 1.2, elevation_rad: 0.4, range_m: 1e6 };

/// Two radars that see one object, their standard deviations (rad, m) and their luck.
struct Game {
    sensors: [SensorModel; 2],
    sigma: [f64; 2],
    truth_m: Vector3<f64>,
    luck: ChaCha8Rng,
}

impl Game {
    fn new(sigma: [f64; 2], run: u64) -> Self {
        let site = |longitude| SensorModel::unbiased(Geodetic::degrees(44.0, longitude, 100.0));
        let sensors = [site(26.0), site(33.0)];
        let truth_m = sensors[0].site().ecef(LOOK.enu()).0;
        Self { sensors, sigma, truth_m, luck: ChaCha8Rng::seed_from_u64(run) }
    }

    fn normal(&mut self, sigma: f64) -> f64 {
        sigma * self.luck.sample::<f64, _>(StandardNormal)
    }

    fn plot(&mut self, sensor: usize) -> RadarMeasurement {
        let [angle_rad, range_m] = self.sigma;
        let look = self.sensors[sensor].site().look(Ecef(self.truth_m));
        let across_rad = angle_rad / libm::cos(look.elevation_rad);
        RadarMeasurement {
            range_m: look.range_m + self.normal(range_m),
            azimuth_rad: look.azimuth_rad + self.normal(across_rad),
            elevation_rad: look.elevation_rad + self.normal(angle_rad),
            range_sigma_m: range_m,
            angle_sigma_rad: angle_rad,
            range_rate: None,
        }
    }

    /// Normalised squared errors of the position after each of ten plots, by so many radars in
    /// turn.
    fn play(&mut self, filter: Filter, radars: usize) -> [f64; 10] {
        let first = self.plot(0);
        let (mut mean, mut covariance) = self.sensors[0].fix(&first);
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(|plot| {
            if plot > 0 {
                let measured = Measurement::Radar(self.plot(plot % radars));
                let sensor = &self.sensors[plot % radars];
                let rows = |at: &Vector3<f64>| sensor.rows(&measured, at);
                mean += update(&mut covariance, &mean, filter, rows).0;
            }
            let off = mean - self.truth_m;
            off.dot(&covariance.cholesky().expect("positive").solve(&off))
        })
    }
}

/// Mean normalised squared errors after each of ten plots.
fn nees(filter: Filter, radars: usize, sigma: [f64; 2]) -> [f64; 10] {
    const RUNS: u64 = 1500;
    let mut mean = [0.0; 10];
    for run in 0..RUNS {
        let all = Game::new(sigma, run).play(filter, radars);
        mean.iter_mut().zip(all).for_each(|(mean, one)| *mean += one / RUNS as f64);
    }
    mean
}

/// Three numbers: a mean of 3 is right. Arcs bend here by 100 m, 25 m, 4 m and 2.5 km, the errors
/// of the ranges are 1 m to 10 m; with the slopes alone the means are 18,000 and more, 14 to 25,
/// 4, and 500,000 and more.
#[test]
fn beliefs_on_an_arc_know_their_errors() {
    for (sigma, most) in
        [([1e-2, 1.0], 4.5), ([5e-3, 10.0], 4.5), ([2e-3, 5.0], 4.5), ([5e-2, 5.0], 6.0)]
    {
        for filter in [Filter::Extended, Filter::Unscented] {
            for radars in [1, 2] {
                let mean = nees(filter, radars, sigma);
                let is_right = |mean: &f64| (1.5..most).contains(mean);
                assert!(mean.iter().all(is_right), "{filter:?} {radars} {sigma:?}: {mean:.2?}");
            }
        }
    }
}

/// Moments of what one plot leaves open, by a sum over its angles and its range.
fn integrated(sensor: &SensorModel, plot: &RadarMeasurement) -> (Vector3<f64>, Matrix3<f64>) {
    const STEPS: i32 = 24;
    let nodes = (-STEPS..=STEPS).map(|node| 4.5 * f64::from(node) / f64::from(STEPS));
    let nodes: Vec<(f64, f64)> = nodes.map(|at| (at, libm::exp(-0.5 * at * at))).collect();
    let (mut total, mut mean, mut square) = (0.0, Vector3::zeros(), Matrix3::zeros());
    let about = sensor.fix(plot).0;
    let across_rad = plot.angle_sigma_rad / libm::cos(plot.elevation_rad);
    for (up, up_weight) in &nodes {
        for (round, round_weight) in &nodes {
            for (along, along_weight) in &nodes {
                let look = Look {
                    azimuth_rad: plot.azimuth_rad + across_rad * round,
                    elevation_rad: plot.elevation_rad + plot.angle_sigma_rad * up,
                    range_m: plot.range_m + plot.range_sigma_m * along,
                };
                let off = sensor.site().ecef(look.enu()).0 - about;
                let weight = up_weight * round_weight * along_weight;
                total += weight;
                mean += off * weight;
                square += off * off.transpose() * weight;
            }
        }
    }
    mean /= total;
    (mean, square / total - mean * mean.transpose())
}

/// Position from a plot, against the moments of the arc that it leaves.
#[test]
fn a_fix_has_the_moments_of_its_arc() {
    for sigma in [[1e-2, 1.0], [5e-3, 10.0], [3e-2, 0.1], [1e-3, 20.0]] {
        let mut game = Game::new(sigma, 7);
        let plot = game.plot(0);
        let sensor = &game.sensors[0];
        let (_, covariance) = sensor.fix(&plot);
        let (off, exact) = integrated(sensor, &plot);
        let direction = (game.truth_m - sensor.site().position().0).normalize();
        let sigma_m = direction.dot(&(exact * direction)).sqrt();
        assert!(direction.dot(&off).abs() < 0.1 * sigma_m, "{sigma:?}: {off}");
        let root = exact.cholesky().expect("positive").l();
        let seen = root.solve_lower_triangular(&covariance).expect("a root");
        let seen = root.solve_lower_triangular(&seen.transpose()).expect("a root");
        let sizes = seen.symmetric_eigenvalues();
        assert!(sizes.min() > 0.9 && sizes.max() < 1.1, "{sigma:?}: {sizes}");
    }
}

/// Numbers: an arc of 1,000 km and 1 km on either side bends by 1 m in the mean, and varies by as
/// much; what lies along the line of sight does not count.
#[test]
fn a_bend_is_of_what_lies_across() {
    let position = Matrix3::from_diagonal(&Vector3::new(1e12, 1e6, 1e6));
    let bend = Bend::at(1e6, &Vector3::x(), &position);
    assert!((bend.mean_m - 1.0).abs() < 1e-9 && (bend.variance_m2 - 1.0).abs() < 1e-9);
    assert!(bend.beside(24.0).is_some() && bend.beside(26.0).is_none());
}
