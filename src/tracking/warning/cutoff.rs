//! The end of thrust: between the last look that saw the booster and its profile's burn-out.
//!
//! Before anything is known any range is as likely as another: range grows as the square of the
//! speed, and speed somewhat faster than time, so a time counts by its square since launch. A
//! satellite that looked and saw nothing while thrust lasted would have done so with one less its
//! detection probability (Bayes). The law is even in slabs between looks and no longer than a share
//! of the burn; parts of it are used by their first two moments, as three Gauss–Legendre nodes of
//! an even law with these (Abramowitz & Stegun 1964, table 25.4).

/// Shortest law, s: that of a booster seen to the end of its profile.
const SHORTEST_S: f64 = 0.001;

/// Most slabs; what silent looks follow after changes nothing.
const SLABS_MAX: usize = 24;

/// A slab is no longer than this share of the burn.
const SLAB_SHARE: f64 = 0.1;

/// Nodes of an even law on [−√3, √3], which has mean 0 and variance 1, and their weights.
const NODES: [(f64, f64); 3] =
    [(-1.341_640_786_499_874, 5.0 / 18.0), (0.0, 8.0 / 18.0), (1.341_640_786_499_874, 5.0 / 18.0)];

/// A look that would have seen the booster, and did not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SilentLook {
    /// Time, s.
    pub time_s: f64,
    /// Probability of that while it burns.
    pub miss_probability: f64,
}

/// The law of the end of thrust.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct CutoffLaw {
    edges_s: [f64; SLABS_MAX + 1],
    density: [f64; SLABS_MAX],
    slabs: usize,
}

/// A part of the law: how likely it is, and its first moments.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct CutoffSpan {
    pub(crate) probability: f64,
    pub(crate) mean_s: f64,
    pub(crate) sigma_s: f64,
}

impl CutoffLaw {
    /// The law between the last look and the burn-out of a profile, given the silent looks in the
    /// order of time.
    pub(crate) fn new(
        launch_s: f64,
        (seen_s, burnout_s): (f64, f64),
        looks: impl IntoIterator<Item = SilentLook>,
    ) -> Self {
        let mut law =
            Self { edges_s: [seen_s; SLABS_MAX + 1], density: [0.0; SLABS_MAX], slabs: 0 };
        let burnout_s = burnout_s.max(seen_s + SHORTEST_S);
        let mut density = 1.0;
        for look in looks {
            if look.time_s >= burnout_s {
                break;
            }
            law.add(look.time_s, density, (launch_s, burnout_s));
            density *= look.miss_probability;
        }
        law.add(burnout_s, density, (launch_s, burnout_s));
        let whole: f64 = (0..law.slabs).map(|slab| law.slab(slab)).sum();
        for density in &mut law.density {
            *density /= whole;
        }
        law
    }

    /// Adds what lies between the last edge and a time, in slabs.
    fn add(&mut self, until_s: f64, density: f64, (launch_s, burnout_s): (f64, f64)) {
        let from_s = self.edges_s[self.slabs];
        let burn_s = burnout_s - launch_s;
        let slabs = ((until_s - from_s) / (SLAB_SHARE * burn_s)).ceil();
        for slab in 0..slabs.max(0.0) as usize {
            if self.slabs == SLABS_MAX {
                return;
            }
            let to_s = from_s + (until_s - from_s) * (slab + 1) as f64 / slabs;
            let since = (0.5 * (self.edges_s[self.slabs] + to_s) - launch_s) / burn_s;
            self.density[self.slabs] = density * since * since;
            self.slabs += 1;
            self.edges_s[self.slabs] = to_s;
        }
    }

    fn slab(&self, slab: usize) -> f64 {
        self.density[slab] * (self.edges_s[slab + 1] - self.edges_s[slab])
    }

    /// The whole law.
    pub(crate) fn whole(&self) -> CutoffSpan {
        self.between(f64::NEG_INFINITY, f64::INFINITY)
    }

    /// The part of the law between two times.
    pub(crate) fn between(&self, from_s: f64, to_s: f64) -> CutoffSpan {
        let (mut probability, mut first, mut second) = (0.0, 0.0, 0.0);
        let start_s = self.edges_s[0];
        for slab in 0..self.slabs {
            let low_s = self.edges_s[slab].max(from_s) - start_s;
            let high_s = self.edges_s[slab + 1].min(to_s) - start_s;
            if high_s > low_s {
                let share = self.density[slab] * (high_s - low_s);
                probability += share;
                first += share * 0.5 * (low_s + high_s);
                second += share * (low_s * low_s + low_s * high_s + high_s * high_s) / 3.0;
            }
        }
        let mean_s = if probability > 0.0 { first / probability } else { 0.0 };
        let variance_s2 =
            if probability > 0.0 { second / probability - mean_s * mean_s } else { 0.0 };
        CutoffSpan { probability, mean_s: start_s + mean_s, sigma_s: variance_s2.max(0.0).sqrt() }
    }
}

impl CutoffSpan {
    /// Times and weights, which sum to one, with this mean and variance.
    pub(crate) fn nodes(&self) -> [(f64, f64); 3] {
        NODES.map(|(place, weight)| (self.mean_s + place * self.sigma_s, weight))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn late_in_a_long_burn_every_time_is_as_likely() {
        let whole = CutoffLaw::new(-1e9, (100.0, 112.0), []).whole();
        assert!((whole.probability - 1.0).abs() < 1e-12);
        assert!((whole.mean_s - 106.0).abs() < 1e-6);
        assert!((whole.sigma_s - 12.0 / 12.0_f64.sqrt()).abs() < 1e-6);
        let nodes = whole.nodes();
        let fourth: f64 =
            nodes.iter().map(|(time_s, weight)| weight * (time_s - 106.0).powi(4)).sum();
        assert!((fourth - 6.0_f64.powi(4) / 5.0).abs() < 1e-3, "{fourth}");
    }

    #[test]
    fn a_silent_look_makes_what_follows_unlikely() {
        let look = SilentLook { time_s: 110.0, miss_probability: 0.05 };
        let law = CutoffLaw::new(-1e9, (100.0, 120.0), [look]);
        let (before, after) = (law.between(0.0, 110.0), law.between(110.0, 200.0));
        assert!((after.probability / before.probability - 0.05).abs() < 1e-8);
        assert!((before.mean_s - 105.0).abs() < 1e-6 && (after.mean_s - 115.0).abs() < 1e-6);
        let whole = law.whole();
        assert!((whole.mean_s - (105.0 + 0.05 * 115.0) / 1.05).abs() < 1e-6);
    }

    /// Density as the square of the time since launch: moments 3/4, 3/5 of the burn.
    #[test]
    fn of_a_burn_that_was_hardly_seen_every_range_is_as_likely() {
        let whole = CutoffLaw::new(1000.0, (1000.0, 1100.0), []).whole();
        assert!((whole.probability - 1.0).abs() < 1e-12);
        assert!((whole.mean_s - 1075.0).abs() < 0.5, "{}", whole.mean_s);
        let sigma_s = 100.0 * (0.6_f64 - 0.75 * 0.75).sqrt();
        assert!((whole.sigma_s / sigma_s - 1.0).abs() < 0.02, "{}", whole.sigma_s);
    }

    #[test]
    fn a_profile_that_has_burnt_out_ends_at_the_last_look() {
        let whole = CutoffLaw::new(0.0, (100.0, 90.0), []).whole();
        assert!((whole.mean_s - 100.0).abs() < 1e-3 && whole.sigma_s < 1e-3);
        assert!((whole.probability - 1.0).abs() < 1e-12);
    }
}
