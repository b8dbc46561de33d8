//! Many comparisons at once: p-values adjusted so that their error holds for the whole family.
//!
//! Holm bounds the chance of any false finding, and is never worse than Bonferroni. Source: Holm,
//! Scand. J. Stat. 6:65 (1979). Results keep the order of the input and never exceed 1.

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
        /// From the definition, without sorting: the largest over the smaller ones.
        #[test]
        fn an_adjustment_follows_its_definition(
            p_values in prop::collection::vec(0.0..=1.0, 0..12),
        ) {
            let count = p_values.len() as f64;
            let below = |v: f64| p_values.iter().filter(|&&p| p < v).count() as f64;
            let holm = holm(&p_values);
            for (index, &p) in p_values.iter().enumerate() {
                let down = p_values
                    .iter()
                    .filter(|&&q| q <= p)
                    .map(|&q| q * (count - below(q)))
                    .fold(0.0, f64::max);
                prop_assert!((holm[index] - down.min(1.0)).abs() < 1e-15);
                prop_assert!(p <= holm[index] && holm[index] <= (p * count).min(1.0));
            }
        }
    }
}
