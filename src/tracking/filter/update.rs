//! A plot taken into a covariance.
//!
//! Plots are taken, one scalar row at a time, into the square root of the covariance (`root`),
//! which for uncorrelated rows is the joint update.

use crate::scenario::model::Filter;
use crate::tracking::filter::bend;
use crate::tracking::filter::correction::{Correction, Innovation};
use crate::tracking::filter::root::CovarianceRoot;
use crate::tracking::filter::rows::MeasurementRows;
use crate::tracking::filter::unscented;
use nalgebra::{Matrix3, SMatrix, SVector, Vector3};

/// Most linearisations of one plot.
const ITERATIONS_MAX: u32 = 6;

/// Takes a plot, whose rows `linearise` gives at a position, into a covariance, and returns the
/// shift of the mean, which was at a position.
///
/// In the extended filter, while the shift of the mean is long enough for the measured range to
/// bend over it, the rows are taken anew at the shifted mean (iterated extended Kalman filter;
/// Bar-Shalom et al. 2001, sec. 10.5.2). Where the range bends over what its own angles leave open,
/// both filters take it in as [`bend`] says.
#[inline]
pub(super) fn update<const N: usize>(
    covariance: &mut SMatrix<f64, N, N>,
    position_m: &Vector3<f64>,
    filter: Filter,
    linearise: impl Fn(&Vector3<f64>) -> MeasurementRows,
) -> (SVector<f64, N>, Innovation) {
    let spread_m2 = covariance[(0, 0)] + covariance[(1, 1)] + covariance[(2, 2)];
    let prior = CovarianceRoot::<N, 3>::out_of(covariance);
    let rows = linearise(position_m);
    if let Some((taken, left)) = bend::absorb(&prior, position_m, &rows, &linearise) {
        taken.root_after(&prior).back_into(covariance);
        left.add_to(covariance);
        return (taken.shift(&prior), taken.innovation);
    }
    let taken = if filter == Filter::Unscented {
        let position = |column: &SVector<f64, N>| Vector3::new(column[0], column[1], column[2]);
        let spread = Matrix3::from_columns(&prior.columns().each_ref().map(position));
        let rows = unscented::rows(position_m, &spread, &rows, linearise);
        Correction::by(&prior, &rows, 0.0)
    } else {
        let mut taken = Correction::by(&prior, &rows, rows.bend_m2(spread_m2));
        let innovation = taken.innovation;
        let mut at = *position_m;
        for _ in 1..ITERATIONS_MAX {
            let moved = position_m + taken.shift_m(&prior);
            if !rows.bend_over(&(moved - at)) {
                break;
            }
            at = moved;
            let rows = linearise(&at).seen_from(&(position_m - at));
            taken = Correction::by(&prior, &rows, 0.0);
            taken.innovation = innovation;
        }
        taken
    };
    taken.root_after(&prior).back_into(covariance);
    (taken.shift(&prior), taken.innovation)
}
