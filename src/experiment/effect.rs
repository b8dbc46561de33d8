//! The effect of each factor, paired by run: the same luck meets every design.
//!
//! Where designs differ in one factor alone (grids, lists, one at a time), the effect of a value is
//! the mean over all such pairs of the response there less the response at the factor's value in
//! the first design. Where every design differs in all (points that fill a space), it is the slope
//! of the least-squares line through a number's values, times their range. Either is a weighted
//! sum of the responses of one run, so its interval comes from run to run, and luck that all
//! designs share cancels. It holds for these designs, as they are. A factor that means nothing in a
//! design has every value there: such a design is in a pair with each that differs in it.

use super::manifest::{Design, FactorValue};
use super::response::{ResponseKey, Responses};
use crate::monte_carlo::estimate::MeanEstimate;
use crate::monte_carlo::statistics::{Confidence, Interval, mean_interval};
use std::collections::BTreeMap;

/// Comparison of two values of a factor, over designs.
#[derive(Debug, Clone, PartialEq)]
pub struct FactorContrast {
    /// Place of the factor.
    pub factor: usize,
    /// The value that is compared with.
    pub from: FactorValue,
    /// The other value.
    pub to: FactorValue,
    /// Pairs of designs, or designs on a line.
    pub count: usize,
    /// Weight of each design.
    weights: Vec<(usize, f64)>,
}

/// Factors that move alone, and those that move with them.
#[derive(Debug, Clone, Copy)]
pub struct FactorGroups<'a> {
    /// Places of the factors that move by themselves.
    pub free: &'a [usize],
    /// Of each factor, the place among the free ones of that which it moves with.
    pub leaders: &'a [usize],
}

impl FactorContrast {
    /// The contrasts of pairs of designs that differ in one factor alone, with what moves with it.
    pub fn of_pairs(designs: &[Design], played: &[bool], groups: FactorGroups) -> Vec<Self> {
        let mut contrasts = Vec::new();
        let Some(first) = designs.first() else {
            return contrasts;
        };
        for (group, &factor) in groups.free.iter().enumerate() {
            let mut values = designs.iter().map(|design| &design.values[factor]);
            let from = values.find(|value| !value.is_absent()).unwrap_or(&first.values[factor]);
            let places = || (0..designs.len()).filter(|place| played[*place]);
            let at_base = places().filter(|place| designs[*place].values[factor] == *from);
            let base = BaseDesigns::new(designs, (groups.leaders, group), at_base);
            let mut by_value: Vec<(FactorValue, Vec<[usize; 2]>)> = Vec::new();
            for place in places() {
                let value = &designs[place].values[factor];
                if value == from || value.is_absent() {
                    continue;
                }
                let partners = base.partners(place);
                let pairs = partners.into_iter().map(|partner| [partner, place]);
                match by_value.iter_mut().find(|(known, _)| known == value) {
                    Some((_, known)) => known.extend(pairs),
                    None => by_value.push((value.clone(), pairs.collect())),
                }
            }
            by_value.retain(|(_, pairs)| !pairs.is_empty());
            for (to, pairs) in by_value {
                let weight = 1.0 / pairs.len() as f64;
                let weights = pairs.iter().flat_map(|[a, b]| [(*a, -weight), (*b, weight)]);
                let (weights, count) = (weights.collect(), pairs.len());
                contrasts.push(Self { factor, from: from.clone(), to, count, weights });
            }
        }
        contrasts
    }

    /// The contrasts of the ends of each number's range, by the line through all designs.
    pub fn of_lines(designs: &[Design], played: &[bool], free: &[usize]) -> Vec<Self> {
        let line = |&factor: &usize| {
            let at = |place: usize| designs[place].values[factor].number();
            let points: Vec<(usize, f64)> = (0..designs.len())
                .filter(|place| played[*place])
                .map(|place| Some((place, at(place)?)))
                .collect::<Option<_>>()?;
            let mean = points.iter().map(|(_, x)| x).sum::<f64>() / points.len() as f64;
            let squares: f64 = points.iter().map(|(_, x)| (x - mean) * (x - mean)).sum();
            let low = points.iter().map(|(_, x)| *x).fold(f64::INFINITY, f64::min);
            let high = points.iter().map(|(_, x)| *x).fold(f64::NEG_INFINITY, f64::max);
            let weight = |x: f64| (high - low) * (x - mean) / squares;
            (squares > 0.0).then(|| Self {
                factor,
                from: FactorValue::Number(low),
                to: FactorValue::Number(high),
                count: points.len(),
                weights: points.iter().map(|(place, x)| (*place, weight(*x))).collect(),
            })
        };
        free.iter().filter_map(line).collect()
    }

    /// Its effect on a response, with the interval of 95 % over the runs (Student).
    pub fn effect(&self, responses: &Responses, key: ResponseKey) -> MeanEstimate {
        let moments = responses.contrast(&self.weights, key);
        let interval = mean_interval(&moments, Confidence::NINETY_FIVE);
        let mean = moments.mean().unwrap_or(f64::NAN);
        MeanEstimate { mean, interval: interval.unwrap_or(Interval::UNKNOWN) }
    }
}

/// Designs in which a factor has the value that others are compared with.
struct BaseDesigns<'a> {
    designs: &'a [Design],
    /// Of each factor whether it must be the same.
    is_other: Vec<bool>,
    /// By the values of the other factors.
    exact: BTreeMap<String, usize>,
    places: Vec<usize>,
    /// Whether a factor means nothing in some design.
    has_gaps: bool,
}

impl<'a> BaseDesigns<'a> {
    fn new(
        designs: &'a [Design],
        (leaders, group): (&[usize], usize),
        places: impl Iterator<Item = usize>,
    ) -> Self {
        let is_other = leaders.iter().map(|leader| *leader != group).collect();
        let has_gap = |design: &Design| design.values.iter().any(FactorValue::is_absent);
        let has_gaps = designs.iter().any(has_gap);
        let (exact, places) = (BTreeMap::new(), places.collect());
        let mut base = Self { designs, is_other, exact, places, has_gaps };
        base.exact = base.places.iter().map(|place| (base.others(*place), *place)).collect();
        base
    }

    fn others(&self, place: usize) -> String {
        let values = self.designs[place].values.iter().zip(&self.is_other);
        let others = values.filter(|(_, is_other)| **is_other);
        others.map(|(value, _)| value.to_string()).collect::<Vec<_>>().join("\n")
    }

    /// Places of the designs that differ from one in nothing else.
    fn partners(&self, place: usize) -> Vec<usize> {
        if !self.has_gaps {
            return self.exact.get(&self.others(place)).copied().into_iter().collect();
        }
        let values = &self.designs[place].values;
        let is_partner = |base: &&usize| {
            let pairs = self.designs[**base].values.iter().zip(values).zip(&self.is_other);
            pairs
                .filter(|(_, is_other)| **is_other)
                .all(|((one, other), _)| one == other || one.is_absent() || other.is_absent())
        };
        self.places.iter().filter(is_partner).copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn designs(values: &[[f64; 2]]) -> Vec<Design> {
        let design = |values: &[f64; 2]| Design {
            values: values.iter().map(|value| FactorValue::Number(*value)).collect(),
            set: Vec::new(),
        };
        values.iter().map(design).collect()
    }

    #[test]
    fn pairs_differ_in_one_factor_alone() {
        let grid = designs(&[[0.0, 5.0], [0.0, 6.0], [1.0, 5.0], [1.0, 6.0]]);
        let groups = FactorGroups { free: &[0, 1], leaders: &[0, 1] };
        let contrasts = FactorContrast::of_pairs(&grid, &[true; 4], groups);
        assert_eq!(contrasts.len(), 2);
        assert_eq!(contrasts[0].weights, [(0, -0.5), (2, 0.5), (1, -0.5), (3, 0.5)]);
        let contrasts = FactorContrast::of_pairs(&grid, &[true, true, true, false], groups);
        assert_eq!(contrasts[0].weights, [(0, -1.0), (2, 1.0)], "a refused design takes its pair");
    }

    /// Of a first factor without meaning at 0 of the second: that design is a pair with each of
    /// the others, and the first factor's values are compared where it has any.
    #[test]
    fn what_means_nothing_has_every_value() {
        let mut grid = designs(&[[0.0, 5.0], [1.0, 5.0], [1.0, 6.0]]);
        grid[0].values[1] = FactorValue::absent();
        let groups = FactorGroups { free: &[0, 1], leaders: &[0, 1] };
        let contrasts = FactorContrast::of_pairs(&grid, &[true; 3], groups);
        let told: Vec<_> = contrasts.iter().map(|it| (it.factor, it.weights.clone())).collect();
        let half = vec![(0, -0.5), (1, 0.5), (0, -0.5), (2, 0.5)];
        assert_eq!(told, [(0, half), (1, vec![(1, -1.0), (2, 1.0)])]);
    }

    #[test]
    fn what_moves_together_is_one_factor() {
        let designs = designs(&[[0.0, 5.0], [1.0, 6.0]]);
        let groups = FactorGroups { free: &[0], leaders: &[0, 0] };
        let contrasts = FactorContrast::of_pairs(&designs, &[true; 2], groups);
        assert_eq!((contrasts.len(), contrasts[0].count), (1, 1));
    }

    #[test]
    fn a_line_gives_the_change_over_the_range() {
        let designs = designs(&[[0.0, 3.0], [1.0, 1.0], [4.0, 2.0]]);
        let contrasts = FactorContrast::of_lines(&designs, &[true; 3], &[0]);
        // Of a response 7 + 2 x the line rises by 8 from 0 to 4.
        let rise: f64 = contrasts[0]
            .weights
            .iter()
            .map(|(place, weight)| {
                weight * (7.0 + 2.0 * designs[*place].values[0].number().unwrap())
            })
            .sum();
        assert!((rise - 8.0).abs() < 1e-12, "{rise}");
    }
}
