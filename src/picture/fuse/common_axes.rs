//! Common axes of two covariances, in which both are diagonal, and the best weight of their
//! intersection.
//!
//! Neither covariance is inverted. With the roots `P₁ = L₁ L₁ᵀ` and `P₂ = L₂ L₂ᵀ`, one orthogonal
//! factorisation of both, `[L₁ᵀ; L₂ᵀ] = [Q₁; Q₂] R`, and the axes `V` of `Q₁ᵀ Q₁ − Q₂ᵀ Q₂` give
//! `P₁ = T C² Tᵀ`, `P₂ = T S² Tᵀ` with `T = Rᵀ V` and `C² + S² = 1`: the generalised singular value
//! decomposition by way of the cosine-sine decomposition (Golub & Van Loan, *Matrix Computations*,
//! 4th ed. 2013, secs. 6.1.6 and 2.5.4), whose errors are those of rounding in orthogonal factors,
//! however thin the two are. What an intersection makes least is then a convex function of the
//! weight alone, and its derivative is solved for zero.

use nalgebra::{Matrix6, SMatrix, Vector6};

/// Most steps of the search for a weight; some six are taken.
const STEPS_MAX: u32 = 60;

/// A weight is found when it is known to this.
const WEIGHT_TOLERANCE: f64 = 1e-13;

/// Shares of the derivative below which it is rounding: the weight does not matter.
const FLAT: f64 = 1e-12;

/// Quantity that a covariance intersection makes least.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Objective {
    /// The trace: the numbers must be of one unit.
    Trace,
    /// The determinant: the volume of the ellipsoid, whatever the units.
    Determinant,
}

/// Two covariances made diagonal at once: `T C² Tᵀ` and `T S² Tᵀ`.
pub(super) struct CommonAxes {
    /// T.
    axes: Matrix6<f64>,
    /// R, whose columns are those of the sum's root over its standard deviations.
    root: Matrix6<f64>,
    /// Vᵀ.
    turn: Matrix6<f64>,
    /// Standard deviations of the sum.
    sigmas: Vector6<f64>,
    /// Standard deviations of either along the axes.
    parts: [Vector6<f64>; 2],
}

impl CommonAxes {
    /// Those of two covariances; `None` where one is not positive definite.
    pub(super) fn of(one: &Matrix6<f64>, other: &Matrix6<f64>) -> Option<Self> {
        let roots = [one.cholesky()?.unpack(), other.cholesky()?.unpack()];
        let sigmas = (one.diagonal() + other.diagonal()).map(f64::sqrt);
        let mut both = SMatrix::<f64, 12, 6>::zeros();
        for (place, root) in [0, 6].into_iter().zip(&roots) {
            both.fixed_rows_mut::<6>(place).copy_from(&root.transpose());
        }
        for (mut column, sigma) in both.column_iter_mut().zip(&sigmas) {
            column /= *sigma;
        }
        let (q, root) = both.qr().unpack();
        let halves: [Matrix6<f64>; 2] = [0, 6].map(|place| q.fixed_rows::<6>(place).into());
        let [one, other] = halves.map(|half| half.tr_mul(&half));
        let turn = symmetric(&(one - other)).symmetric_eigen().eigenvectors.transpose();
        let parts = halves.map(|half| {
            let seen = half * turn.transpose();
            Vector6::from_fn(|place, _| seen.column(place).norm())
        });
        let is_above = |number: &f64| number.abs() > 0.0;
        if !(parts.iter().flatten().all(is_above) && root.diagonal().iter().all(is_above)) {
            return None;
        }
        let axes = Matrix6::from_diagonal(&sigmas) * root.transpose() * turn.transpose();
        Some(Self { axes, root, turn, sigmas, parts })
    }

    /// Precisions along the axes with a weight on the first, times both variances:
    /// `w S² + (1 − w) C²`.
    fn mixed(&self, weight: f64) -> Vector6<f64> {
        let [one, other] = self.parts.map(|part| part.component_mul(&part));
        other * weight + one * (1.0 - weight)
    }

    /// Variances along the axes with a weight on the first.
    pub(super) fn variances(&self, weight: f64) -> Vector6<f64> {
        let product = self.parts[0].component_mul(&self.parts[1]);
        product.component_mul(&product).component_div(&self.mixed(weight))
    }

    /// The intersection's covariance with a weight on the first, symmetric to the bit.
    pub(super) fn covariance(&self, weight: f64) -> Matrix6<f64> {
        let mut scaled = self.axes;
        for (mut column, variance) in scaled.column_iter_mut().zip(&self.variances(weight)) {
            column *= *variance;
        }
        symmetric(&(scaled * self.axes.transpose()))
    }

    /// Part of a gap between the two means that the second takes with a weight on the first.
    pub(super) fn share_of(&self, gap: &Vector6<f64>, weight: f64) -> Vector6<f64> {
        let mut along = gap.component_div(&self.sigmas);
        let is_solved = self.root.tr_solve_upper_triangular_mut(&mut along);
        assert!(is_solved, "the diagonal of a root has no zero: {}", self.root);
        let one = self.parts[0].component_mul(&self.parts[0]) * (1.0 - weight);
        let share = one.component_div(&self.mixed(weight));
        self.axes * share.component_mul(&(self.turn * along))
    }

    /// The weight in [0, 1] at which the objective is least.
    pub(super) fn best_weight(&self, objective: Objective) -> f64 {
        let sizes = match objective {
            Objective::Trace => self.axes.map(|part| part * part).row_sum().transpose(),
            Objective::Determinant => Vector6::repeat(1.0),
        };
        let slope = |weight: f64| self.slope(weight, objective, &sizes)[0];
        let (at_zero, at_one) = (slope(0.0), slope(1.0));
        let scale = FLAT * sizes.sum();
        if at_zero.abs() <= scale && at_one.abs() <= scale {
            return 0.5;
        }
        if at_zero >= 0.0 {
            return 0.0;
        }
        if at_one <= 0.0 {
            return 1.0;
        }
        // The slope rises from below zero to above it: Newton's steps, halvings where they leave.
        let (mut low, mut high) = (0.0, 1.0);
        let mut weight = 0.5;
        for _ in 0..STEPS_MAX {
            let [slope, curvature] = self.slope(weight, objective, &sizes);
            if slope < 0.0 {
                low = weight;
            } else {
                high = weight;
            }
            let newton = weight - slope / curvature;
            let next = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
            let step = next - weight;
            weight = next;
            if step.abs() < WEIGHT_TOLERANCE {
                break;
            }
        }
        weight
    }

    /// First and second derivative of the trace, or of the logarithm of the determinant, by the
    /// weight.
    fn slope(&self, weight: f64, objective: Objective, sizes: &Vector6<f64>) -> [f64; 2] {
        let mut sums = [0.0; 2];
        let (variances, mixed) = (self.variances(weight), self.mixed(weight));
        let [one, other] = &self.parts;
        for place in 0..6 {
            let (c, s) = (one[place], other[place]);
            let variance = variances[place];
            let change = (c - s) * (c + s) / mixed[place];
            let (first, second) = match objective {
                Objective::Trace => (change * variance, 2.0 * change * change * variance),
                Objective::Determinant => (change, change * change),
            };
            sums[0] += sizes[place] * first;
            sums[1] += sizes[place] * second;
        }
        sums
    }
}

/// The symmetric part: rounding must not make a covariance lopsided.
pub(super) fn symmetric(matrix: &Matrix6<f64>) -> Matrix6<f64> {
    (matrix + matrix.transpose()) * 0.5
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::fuse::{Gaussian, intersection};
    use nalgebra::Vector6;
    use proptest::prelude::*;

    /// Matrix of whole numbers whose determinant is 1, and its inverse: of shears.
    fn shears() -> impl Strategy<Value = [Matrix6<f64>; 2]> {
        let shear = (0..6_usize, 1..6_usize, -2..=2_i32);
        prop::collection::vec(shear, 0..6).prop_map(|shears| {
            let [mut all, mut back] = [Matrix6::identity(); 2];
            for (row, off, by) in shears {
                let column = (row + off) % 6;
                let mut shear = Matrix6::identity();
                shear[(row, column)] = f64::from(by);
                all *= shear;
                shear[(row, column)] = -f64::from(by);
                back = shear * back;
            }
            [all, back]
        })
    }

    proptest! {
        /// Two that are thin in different directions, down to a thirty-thousandth of their length,
        /// have the covariance and the mean that follow from the axes they were made of.
        #[test]
        fn thin_ones_intersect_as_their_axes_say(
            [by, back] in shears(),
            logarithms in prop::array::uniform2(prop::array::uniform6(-4.5..0.0_f64)),
        ) {
            prop_assume!(by.abs().max() < 6.0 && back.abs().max() < 6.0);
            let variances = logarithms
                .map(|all| Vector6::from(all).map(|power| libm::exp10(2.0 * power)));
            let [one, other] = variances.map(|variances| Gaussian {
                mean: by * variances.map(f64::sqrt),
                covariance: symmetric(&(by * Matrix6::from_diagonal(&variances) * by.transpose())),
            });
            let found = intersection(&one, &other, Objective::Determinant);
            let found = found.expect("both are positive definite");
            let seen = back * found.spread.covariance * back.transpose();
            let mean = back * (found.spread.mean - one.mean);
            let gap = variances[1].map(f64::sqrt) - variances[0].map(f64::sqrt);
            for place in 0..6 {
                let [a, b] = [variances[0][place], variances[1][place]];
                let precision = found.weight / a + (1.0 - found.weight) / b;
                prop_assert!((seen[(place, place)] * precision - 1.0).abs() < 0.01, "{place}");
                let share = (1.0 - found.weight) / b / precision;
                let off = mean[place] - share * gap[place];
                prop_assert!(off.abs() < 0.01 * precision.recip().sqrt().max(gap[place].abs()));
            }
        }
    }
}
