//! Means over finite runs, and products of them without the bias of their common noise.

/// Unbiased estimate of the product of two means from paired runs: the mean of `x_r y_s` over pairs
/// of different runs (a U-statistic; Hoeffding, Ann. Math. Stat. 19:293, 1948). From one run, whose
/// noise cannot be known, it is the plain product; of no run 0.
pub(super) fn product(pairs: impl Iterator<Item = (f64, f64)>) -> f64 {
    let zero = (0.0, 0.0, 0.0, 0.0);
    let (count, x, y, same) =
        pairs.fold(zero, |(count, x, y, same), (a, b)| (count + 1.0, x + a, y + b, same + a * b));
    if count > 1.0 { (x * y - same) / (count * (count - 1.0)) } else { x * y }
}

/// The same of a mean with itself.
pub(super) fn square(values: impl Iterator<Item = f64>) -> f64 {
    product(values.map(|value| (value, value)))
}

/// The rows of a design that are whole: so many responses each, all with the most runs that any
/// response has. Also that number of runs.
pub(super) fn whole_rows(responses: &[Vec<f64>], size: usize) -> (Vec<&[Vec<f64>]>, usize) {
    let runs = responses.iter().map(Vec::len).max().unwrap_or(0);
    let rows = responses.chunks_exact(size);
    let is_whole =
        |row: &&[Vec<f64>]| runs > 0 && row.iter().all(|response| response.len() == runs);
    (rows.filter(is_whole).collect(), runs)
}

/// Groups of runs that are left out in turn, at most.
const GROUPS_MAX: usize = 10;

/// The runs that take part.
#[derive(Debug, Clone, Copy)]
pub(super) struct RunSubset {
    runs: usize,
    /// Number of groups and the group that is left out.
    without: Option<(usize, usize)>,
}

impl RunSubset {
    pub(super) fn all(runs: usize) -> Self {
        Self { runs, without: None }
    }

    /// All choices with a group left out; none if fewer than two runs would stay.
    pub(super) fn all_but_one_group(runs: usize) -> impl Iterator<Item = Self> {
        let groups = if runs < 3 { 0 } else { runs.min(GROUPS_MAX) };
        (0..groups).map(move |group| Self { runs, without: Some((groups, group)) })
    }

    /// The numbers of the runs.
    pub(super) fn iter(self) -> impl Iterator<Item = usize> {
        let takes_part =
            move |run: &usize| self.without.is_none_or(|(groups, group)| run % groups != group);
        (0..self.runs).filter(takes_part)
    }

    /// The values of the runs that take part.
    pub(super) fn of(self, values: &[f64]) -> Vec<f64> {
        self.iter().map(|run| values[run]).collect()
    }
}

/// Mean of some runs; 0 of none.
pub(super) fn mean(values: &[f64]) -> f64 {
    crate::numerics::average::mean(values.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against the definition, a sum over all pairs of different runs.
    #[test]
    fn a_product_leaves_out_what_runs_share() {
        let (x, y) = ([1.0, 4.0, -2.0, 0.5], [2.0, 3.0, 1.0, -5.0]);
        let mut sum = 0.0;
        for (r, x) in x.iter().enumerate() {
            let others = y.iter().enumerate().filter(|(s, _)| *s != r);
            sum += others.map(|(_, y)| x * y / 12.0).sum::<f64>();
        }
        let got = product(x.into_iter().zip(y));
        assert!((got - sum).abs() < 1e-12, "{got} {sum}");
        assert!((product([(3.0, 4.0)].into_iter()) - 12.0).abs() < 1e-12);
    }

    #[test]
    fn rows_with_missing_runs_are_left_out() {
        let full = vec![1.0, 2.0];
        let responses = [vec![full.clone(); 3], vec![full.clone(), vec![1.0], full]].concat();
        let (rows, runs) = whole_rows(&responses, 3);
        assert_eq!((rows.len(), runs), (1, 2));
        assert_eq!(whole_rows(&[], 3).1, 0);
        let kept: Vec<Vec<usize>> =
            RunSubset::all_but_one_group(12).map(|choice| choice.iter().collect()).collect();
        assert_eq!(kept.len(), 10);
        assert_eq!(kept[1], [0, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        assert_eq!(RunSubset::all_but_one_group(2).count(), 0);
    }
}
