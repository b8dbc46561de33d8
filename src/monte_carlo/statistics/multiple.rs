//! Many comparisons at once: p-values adjusted so that their error holds for the whole family.
//!
//! Bonferroni and Holm bound the chance of any false finding (Holm is never worse), Benjamini and
//! Hochberg the expected share of false among the findings. Sources: Holm, Scand. J. Stat. 6:65
//! (1979); Benjamini & Hochberg, J. R. Stat. Soc. B 57:289 (1995). Results keep the order of the
//! input and never exceed 1.

/// Each p-value times their number.
pub fn bonferroni(p_values: &[f64]) -> Vec<f64> {
    let count = p_values.len() as f64;
    p_values.iter().map(|p| (p * count).min(1.0)).collect()
}

/// Holm's step-down adjustment: the k-th smallest times `m − k + 1`, never falling.
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let count = p_values.len();
    let mut adjusted = vec![0.0; count];
    let mut largest = 0.0_f64;
    for (rank, index) in ascending(p_values).into_iter().enumerate() {
        largest = largest.max(p_values[index] * (count - rank) as f64);
        adjusted[index] = largest.min(1.0);
    }
    adjusted
}

/// Benjamini and Hochberg's step-up adjustment: the k-th smallest times `m / k`, never falling.
///
/// Valid for independent or positively dependent tests.
pub fn benjamini_hochberg(p_values: &[f64]) -> Vec<f64> {
    let count = p_values.len();
    let mut adjusted = vec![0.0; count];
    let mut smallest = 1.0_f64;
    for (rank, index) in ascending(p_values).into_iter().enumerate().rev() {
        smallest = smallest.min(p_values[index] * count as f64 / (rank + 1) as f64);
        adjusted[index] = smallest;
    }
    adjusted
}

/// Indices from the smallest to the largest p-value; equal ones in the order given.
fn ascending(p_values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|&i, &j| p_values[i].total_cmp(&p_values[j]));
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// From the definitions, without sorting: Holm is the largest over the smaller ones,
        /// Benjamini–Hochberg the smallest over the larger ones.
        #[test]
        fn adjustments_follow_their_definitions(
            p_values in prop::collection::vec(0.0..=1.0, 0..12),
        ) {
            let count = p_values.len() as f64;
            let not_above = |v: f64| p_values.iter().filter(|&&p| p <= v).count() as f64;
            let below = |v: f64| p_values.iter().filter(|&&p| p < v).count() as f64;
            let (holm, step_up) = (holm(&p_values), benjamini_hochberg(&p_values));
            let bonferroni = bonferroni(&p_values);
            for (index, &p) in p_values.iter().enumerate() {
                let down = p_values
                    .iter()
                    .filter(|&&q| q <= p)
                    .map(|&q| q * (count - below(q)))
                    .fold(0.0, f64::max);
                let up = p_values
                    .iter()
                    .filter(|&&q| q >= p)
                    .map(|&q| q * count / not_above(q))
                    .fold(1.0, f64::min);
                prop_assert!((holm[index] - down.min(1.0)).abs() < 1e-15);
                prop_assert!((step_up[index] - up).abs() < 1e-15);
                prop_assert!(p <= step_up[index] + 1e-15);
                prop_assert!(step_up[index] <= holm[index] + 1e-15);
                prop_assert!(holm[index] <= bonferroni[index]);
            }
        }
    }
}
