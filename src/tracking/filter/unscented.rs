//! The unscented filter: functions made linear by what they do to points about the mean.
//!
//! `2 N` points of equal weight at `sqrt(N)` standard deviations along the columns of the
//! covariance's root, none at the mean (Julier & Uhlmann, *Unscented filtering and nonlinear
//! estimation*, Proc. IEEE 92:401, 2004, with κ = 0; the cubature points of Arasaratnam & Haykin,
//! IEEE AC 54:1254, 2009): no weight is negative, so no covariance loses its sign. A plot depends
//! on the position alone, so its points are those of three numbers. Its update is written as
//! statistical linear regression (Lefebvre, Bruyninckx & De Schutter, IEEE AC 47:1406, 2002): rows
//! of the mean slopes, whose errors are the plot's and what a straight line leaves over. So both
//! filters share one update. Exact for linear functions.

use crate::tracking::filter::root::CovarianceRoot;
use crate::tracking::filter::rows::{MeasurementRow, MeasurementRows};
use nalgebra::{Matrix3, SMatrix, SVector, Vector3};

/// Mean and covariance after a function of the state.
pub fn through<const N: usize>(
    mean: &SVector<f64, N>,
    root: &[SVector<f64, N>; N],
    function: impl Fn(&SVector<f64, N>) -> SVector<f64, N>,
) -> (SVector<f64, N>, SMatrix<f64, N, N>) {
    let reach = (N as f64).sqrt();
    let share = 1.0 / (2 * N) as f64;
    let about = function(mean);
    let mut pairs = [[SVector::<f64, N>::zeros(); 2]; N];
    let mut first = SVector::<f64, N>::zeros();
    for (pair, column) in pairs.iter_mut().zip(root) {
        *pair = [reach, -reach].map(|reach| function(&(mean + column * reach)) - about);
        first += (pair[0] + pair[1]) * share;
    }
    let mut second = SMatrix::<f64, N, N>::zeros();
    for off in pairs.iter().flatten() {
        let off = off - first;
        second.ger(share, &off, &off, 1.0);
    }
    (about + first, (second + second.transpose()) * 0.5)
}

/// The rows of a plot about a mean position whose covariance has this root; `linearise` gives its
/// rows at a position, `about` are those at the mean.
pub(super) fn rows(
    position_m: &Vector3<f64>,
    root: &Matrix3<f64>,
    about: &MeasurementRows,
    linearise: impl Fn(&Vector3<f64>) -> MeasurementRows,
) -> MeasurementRows {
    let reach = 3.0_f64.sqrt();
    let residuals = |position_m: Vector3<f64>| {
        let mut all = Vector3::zeros();
        for (place, row) in linearise(&position_m).iter().enumerate() {
            all[place] = row.residual;
        }
        all
    };
    // What the plot exceeds the expected by, on both sides along each column of the root.
    let sides = [0, 1, 2].map(|column| {
        let off = root.column(column) * reach;
        [residuals(position_m + off), residuals(position_m - off)]
    });
    let mean = sides.iter().flatten().sum::<Vector3<f64>>() / 6.0;
    let mut spread = Matrix3::zeros();
    let mut slopes = Matrix3::zeros();
    for (column, [plus, minus]) in sides.iter().enumerate() {
        for side in [plus, minus] {
            let off = side - mean;
            spread.ger(1.0 / 6.0, &off, &off, 1.0);
        }
        slopes.set_column(column, &((minus - plus) / (2.0 * reach)));
    }
    // What is left of the spread when the slopes have explained theirs; rounding apart, positive.
    let mut errors = spread - slopes * slopes.transpose();
    for place in 0..3 {
        errors[(place, place)] = errors[(place, place)].max(0.0);
        let own = about.iter().nth(place).map_or(1.0, |row| row.variance);
        errors[(place, place)] += own;
    }
    whitened(about, &errors, &mean, &(slopes * inverse(root)))
}

/// Rows of unit variance for residuals with correlated errors.
fn whitened(
    about: &MeasurementRows,
    errors: &Matrix3<f64>,
    residuals: &Vector3<f64>,
    slopes: &Matrix3<f64>,
) -> MeasurementRows {
    let to_unit = inverse(&Matrix3::from_columns(CovarianceRoot::<3, 3>::of(errors).columns()));
    let (residuals, slopes) = (to_unit * residuals, to_unit * slopes);
    let row = |place: usize| MeasurementRow {
        residual: residuals[place],
        gradient: slopes.row(place).transpose(),
        variance: 1.0,
    };
    MeasurementRows::whole([row(0), row(1), row(2)], about.count())
}

/// The inverse of a lower triangular matrix whose diagonal is positive.
fn inverse(lower: &Matrix3<f64>) -> Matrix3<f64> {
    let (a, b, c) = (1.0 / lower.m11, 1.0 / lower.m22, 1.0 / lower.m33);
    let (below_a, below_b) = (-lower.m21 * a * b, -lower.m32 * b * c);
    let corner = -(lower.m31 * a + lower.m32 * below_a) * c;
    Matrix3::new(a, 0.0, 0.0, below_a, b, 0.0, corner, below_b, c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::earth::frames::Geodetic;
    use crate::scenario::model::Filter;
    use crate::sensor::{Measurement, RadarMeasurement};
    use crate::tracking::filter::sensor_model::SensorModel;
    use crate::tracking::filter::update::update;

    #[test]
    fn the_inverse_is_one() {
        let lower = Matrix3::new(2.0, 0.0, 0.0, -3.0, 0.5, 0.0, 4.0, 1.0, 7.0);
        assert!((lower * inverse(&lower) - Matrix3::identity()).norm() < 1e-14);
    }

    /// Of the square of a normal number with mean m and variance v: mean m² + v, and, the points
    /// being two, variance 4 m² v, which is all but `2 v²` of it.
    #[test]
    fn a_square_keeps_its_first_two_moments() {
        let (mean, variance): (f64, f64) = (3.0, 0.25);
        let root = [SVector::<f64, 1>::new(variance.sqrt())];
        let (square, spread) =
            through(&SVector::<f64, 1>::new(mean), &root, |one| one.component_mul(one));
        assert!((square[0] - (mean * mean + variance)).abs() < 1e-12);
        assert!((spread[(0, 0)] - 4.0 * mean * mean * variance).abs() < 1e-12);
    }

    #[test]
    fn a_linear_function_is_exact() {
        let by = SMatrix::<f64, 2, 2>::new(1.0, 2.0, -0.5, 0.9);
        let covariance = SMatrix::<f64, 2, 2>::new(4.0, -1.0, -1.0, 9.0);
        let mean = SVector::<f64, 2>::new(10.0, -7.0);
        let (moved, spread) =
            through(&mean, CovarianceRoot::of(&covariance).columns(), |one| by * one);
        assert!((moved - by * mean).norm() < 1e-12);
        assert!((spread - by * covariance * by.transpose()).norm() < 1e-12);
    }

    /// Where the object is known as well as a plot tells, the plot is as good as linear, and both
    /// filters agree; where it is known badly, only the unscented one reckons with the bend.
    #[test]
    fn both_filters_agree_where_plots_are_linear() {
        let sensor = SensorModel::unbiased(Geodetic::degrees(44.0, 26.0, 100.0));
        let position_m = Geodetic::degrees(38.0, 36.0, 300e3).ecef().0;
        let look = sensor.site().look(crate::earth::frames::Ecef(position_m));
        let measured = Measurement::Radar(RadarMeasurement {
            range_m: look.range_m + 30.0,
            azimuth_rad: look.azimuth_rad + 2e-4,
            elevation_rad: look.elevation_rad - 3e-4,
            range_sigma_m: 20.0,
            angle_sigma_rad: 3e-4,
            range_rate: None,
        });
        for (sigma_m, share, are_alike) in [(300.0, 0.01, true), (60_000.0, 0.1, false)] {
            let take = |filter| {
                let mut covariance = Matrix3::identity() * (sigma_m * sigma_m);
                let rows = |at: &Vector3<f64>| sensor.rows(&measured, at);
                let (shift, innovation) = update(&mut covariance, &position_m, filter, rows);
                (shift, covariance, innovation)
            };
            let (by_slopes, narrow, one) = take(Filter::Extended);
            let (by_points, wide, other) = take(Filter::Unscented);
            let is_near = (by_slopes - by_points).norm() < share * by_slopes.norm()
                && (narrow - wide).norm() < share * narrow.norm();
            assert_eq!(is_near, are_alike, "{sigma_m}: {by_slopes} {by_points}");
            assert!(other.count == 3 && one.count == 3);
            assert!(wide.trace() >= narrow.trace() * (1.0 - share));
        }
    }
}
