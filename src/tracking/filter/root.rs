//! The square root of a covariance, and how a measured number sharpens it.
//!
//! The numbers that are measured come first in the state. Their part of the covariance is factored,
//! `P = C Cᵀ + S`: columns of the lower triangular root, as many as there are numbers that rows may
//! depend on, and what the others vary by when those are known. Each uncorrelated scalar row
//! updates the columns, never the covariance itself (Carlson, *Fast triangular formulation of the
//! square root filter*, AIAA Journal 11:1259, 1973; Maybeck, *Stochastic Models, Estimation, and
//! Control* 1, 1979, sec. 7.7), and leaves `S` alone. So what comes out is positive definite
//! whatever rounding does. Several rows are cheaper taken into the deviations along the columns, of
//! which there are only as many as measured numbers: their root begins as the identity, and is
//! multiplied in at the end. Written for any number of states and of measured ones, because it
//! serves six and nine of which three, six or all are measured.

use nalgebra::{SMatrix, SVector};

/// The first `MEASURED` columns of the lower triangular root of a covariance of `N` numbers:
/// standard deviations along independent directions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CovarianceRoot<const N: usize, const MEASURED: usize>([SVector<f64, N>; MEASURED]);

/// Gain of a row: the mean moves by `with` for each `variance` of innovation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gain<const N: usize> {
    /// Covariance of the state with what is measured.
    pub with: SVector<f64, N>,
    /// Variance of the innovation.
    pub variance: f64,
}

impl<const N: usize, const MEASURED: usize> CovarianceRoot<N, MEASURED> {
    /// The factor of a symmetric covariance.
    ///
    /// # Panics
    /// If it is not positive definite, which is a bug of whoever made it.
    #[inline]
    pub fn of(covariance: &SMatrix<f64, N, N>) -> Self {
        let root = Self::try_of(covariance);
        root.unwrap_or_else(|| panic!("a covariance is positive definite, not {covariance}"))
    }

    /// The same; `None` for what is no covariance.
    #[inline]
    pub fn try_of(covariance: &SMatrix<f64, N, N>) -> Option<Self> {
        let mut columns = [SVector::<f64, N>::zeros(); MEASURED];
        for place in 0..MEASURED {
            let mut column: SVector<f64, N> = covariance.column(place).into();
            for known in &columns[..place] {
                add(&mut column, -known[place], known, place);
            }
            let pivot = column[place];
            // Also turns away what is no number.
            if !(pivot > 0.0 && pivot < f64::INFINITY) {
                return None;
            }
            for above in 0..place {
                column[above] = 0.0;
            }
            columns[place] = column * (1.0 / pivot.sqrt());
        }
        Some(Self(columns))
    }

    /// Takes the root out of a covariance: of that is left what the numbers that are not measured
    /// vary by when the others are known.
    ///
    /// # Panics
    /// If the covariance is not positive definite, which is a bug of whoever made it.
    #[inline]
    pub fn out_of(covariance: &mut SMatrix<f64, N, N>) -> Self {
        let root = Self::of(covariance);
        for column in &root.0 {
            for other in MEASURED..N {
                for row in MEASURED..N {
                    covariance[(row, other)] -= column[row] * column[other];
                }
            }
        }
        root
    }

    /// Puts it back into what was left: the covariance, symmetric to the bit.
    #[inline]
    pub fn back_into(&self, covariance: &mut SMatrix<f64, N, N>) {
        for column in &self.0 {
            for other in MEASURED..N {
                for row in MEASURED..N {
                    covariance[(row, other)] += column[row] * column[other];
                }
            }
        }
        for place in 0..MEASURED {
            let mut sum = SVector::<f64, N>::zeros();
            for column in &self.0[..=place] {
                add(&mut sum, column[place], column, place);
            }
            for other in place..N {
                covariance[(other, place)] = sum[other];
                covariance[(place, other)] = sum[other];
            }
        }
    }

    /// The columns.
    pub fn columns(&self) -> &[SVector<f64, N>; MEASURED] {
        &self.0
    }

    /// The point of the state that lies so many standard deviations out along each column.
    #[inline]
    pub(crate) fn at(&self, deviations: &SVector<f64, MEASURED>) -> SVector<f64, N> {
        let mut sum = SVector::<f64, N>::zeros();
        for (place, column) in self.0.iter().enumerate() {
            add(&mut sum, deviations[place], column, 0);
        }
        sum
    }

    /// Change of a number with this gradient by a standard deviation along each column.
    #[inline]
    pub(crate) fn seen(&self, gradient: &SVector<f64, MEASURED>) -> SVector<f64, MEASURED> {
        let mut seen = SVector::<f64, MEASURED>::zeros();
        for place in 0..MEASURED {
            for row in place..MEASURED {
                seen[place] += self.0[place][row] * gradient[row];
            }
        }
        seen
    }

    /// The root whose deviations along the columns of this one, which were independent and of
    /// variance 1, have that root now.
    #[inline]
    pub(crate) fn sharpened(&self, deviations: &CovarianceRoot<MEASURED, MEASURED>) -> Self {
        let mut columns = [SVector::<f64, N>::zeros(); MEASURED];
        for (place, sum) in columns.iter_mut().enumerate() {
            for row in place..MEASURED {
                add(sum, deviations.0[place][row], &self.0[row], row);
            }
        }
        Self(columns)
    }

    /// Takes in a row with this gradient and variance, above 0.
    #[inline]
    pub fn take(&mut self, gradient: &SVector<f64, MEASURED>, variance: f64) -> Gain<N> {
        let mut with = SVector::<f64, N>::zeros();
        let mut before = variance;
        for place in (0..MEASURED).rev() {
            let column = &mut self.0[place];
            let mut share = 0.0;
            for row in place..MEASURED {
                share += column[row] * gradient[row];
            }
            let after = before + share * share;
            let shrink = (before / after).sqrt();
            let turn = share / (shrink * after);
            for row in place..N {
                let old = column[row];
                column[row] = shrink * old - turn * with[row];
                with[row] += old * share;
            }
            before = after;
        }
        Gain { with, variance: before }
    }
}

impl<const N: usize> CovarianceRoot<N, N> {
    /// That of independent numbers of variance 1.
    #[inline]
    pub(crate) fn identity() -> Self {
        let mut columns = [SVector::<f64, N>::zeros(); N];
        for (place, column) in columns.iter_mut().enumerate() {
            column[place] = 1.0;
        }
        Self(columns)
    }
}

/// Adds a multiple of a column to another, from a row down.
#[inline]
fn add<const N: usize>(
    to: &mut SVector<f64, N>,
    factor: f64,
    column: &SVector<f64, N>,
    from: usize,
) {
    for row in from..N {
        to[row] += factor * column[row];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Matrix4 = SMatrix<f64, 4, 4>;
    type Vector4 = SVector<f64, 4>;

    /// A covariance of four numbers of very different sizes.
    fn covariances() -> impl Strategy<Value = Matrix4> {
        (prop::array::uniform16(-1.0..1.0f64), prop::array::uniform4(-4.0..4.0f64)).prop_map(
            |(numbers, sizes)| {
                let mixed = Matrix4::from_row_slice(&numbers);
                let scale = Matrix4::from_diagonal(&Vector4::from(sizes).map(libm::exp10));
                let all = scale * (mixed * mixed.transpose() + Matrix4::identity() * 0.01) * scale;
                (all + all.transpose()) * 0.5
            },
        )
    }

    /// Fewer than so many rows: gradients, and logarithms of variances, with the least of them.
    fn rows<const N: usize>(
        least: f64,
        fewer_than: usize,
    ) -> impl Strategy<Value = Vec<([f64; N], f64)>> {
        let gradient = prop::array::UniformArrayStrategy::<_, [f64; N]>::new(-1.0..1.0f64);
        prop::collection::vec((gradient, least..4.0), 1..fewer_than)
    }

    proptest! {
        #[test]
        fn a_factor_gives_its_covariance_back(covariance in covariances()) {
            let mut back = covariance;
            CovarianceRoot::<4, 4>::out_of(&mut back).back_into(&mut back);
            let mut in_part = covariance;
            CovarianceRoot::<4, 2>::out_of(&mut in_part).back_into(&mut in_part);
            prop_assert_eq!(in_part, in_part.transpose());
            let scale = covariance.diagonal();
            for row in 0..4 {
                for column in 0..4 {
                    let size = (scale[row] * scale[column]).sqrt();
                    let gap = back[(row, column)] - covariance[(row, column)];
                    prop_assert!(gap.abs() < 1e-14 * size);
                    let gap = in_part[(row, column)] - covariance[(row, column)];
                    prop_assert!(gap.abs() < 1e-14 * size);
                }
            }
        }

        /// Kalman's own form, `P − P g gᵀ P / (gᵀ P g + r)`.
        #[test]
        fn a_row_is_the_kalman_update(
            covariance in covariances(),
            gradient in prop::array::uniform2(-1.0..1.0f64),
            variance in -4.0..4.0f64,
        ) {
            let variance = libm::exp10(variance);
            let whole = Vector4::new(gradient[0], gradient[1], 0.0, 0.0);
            let with = covariance * whole;
            let innovation = whole.dot(&with) + variance;
            let expected = covariance - with * with.transpose() / innovation;
            let mut got = covariance;
            let mut root = CovarianceRoot::<4, 2>::out_of(&mut got);
            let gain = root.take(&SVector::<f64, 2>::from(gradient), variance);
            prop_assert!((gain.variance - innovation).abs() <= 1e-9 * innovation);
            prop_assert!((gain.with - with).norm() <= 1e-9 * with.norm());
            let scale = covariance.diagonal();
            root.back_into(&mut got);
            for row in 0..4 {
                for column in 0..4 {
                    let size = (scale[row] * scale[column]).sqrt();
                    let gap = got[(row, column)] - expected[(row, column)];
                    prop_assert!(gap.abs() < 1e-9 * size, "{} {}", row, column);
                }
            }
        }

        /// However much sharper a plot is than what was believed.
        #[test]
        fn a_covariance_stays_positive_definite(
            covariance in covariances(),
            rows in rows::<4>(-16.0, 20),
        ) {
            let mut root = CovarianceRoot::<4, 4>::of(&covariance);
            for (gradient, variance) in rows {
                root.take(&Vector4::from(gradient), libm::exp10(variance));
                let diagonal = root.columns().iter().enumerate().map(|(row, column)| column[row]);
                prop_assert!(diagonal.into_iter().all(|number| number > 0.0));
            }
        }
    }

    proptest! {
        /// Rows change the state only through the deviations along the columns.
        #[test]
        fn deviations_take_rows_as_the_columns_do(
            covariance in covariances(),
            rows in rows::<2>(-4.0, 4),
        ) {
            let prior = CovarianceRoot::<4, 2>::of(&covariance);
            let (mut direct, mut deviations) = (prior, CovarianceRoot::<2, 2>::identity());
            for (gradient, variance) in rows {
                let gradient = SVector::<f64, 2>::from(gradient);
                let expected = direct.take(&gradient, libm::exp10(variance));
                let got = deviations.take(&prior.seen(&gradient), libm::exp10(variance));
                let along = prior.sharpened(&deviations);
                let before = prior.seen(&gradient).norm_squared() + libm::exp10(variance);
                prop_assert!((got.variance - expected.variance).abs() <= 1e-9 * before);
                let with = prior.at(&got.with);
                for row in 0..4 {
                    let small = 1e-9 * covariance[(row, row)].sqrt();
                    prop_assert!((with - expected.with)[row].abs() <= small * before.sqrt());
                    for (got, expected) in along.columns().iter().zip(direct.columns()) {
                        prop_assert!((got - expected)[row].abs() <= small);
                    }
                }
            }
        }
    }

    #[test]
    #[should_panic(expected = "positive definite")]
    fn what_is_no_covariance_is_a_bug() {
        CovarianceRoot::<4, 4>::of(&Matrix4::from_diagonal(&Vector4::new(1.0, 1.0, -1e-9, 1.0)));
    }
}
