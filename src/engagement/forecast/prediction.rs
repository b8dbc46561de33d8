//! Forecast: the flight of a believed threat, and the battlespaces of the fire units along it.
//!
//! The belief is propagated to the ground, and each fire unit's battlespace along it worked out
//! (`battlespace`); both are kept until the belief is much sharper or they are too old.

use crate::ballistics::arc::{Fall, Impact};
use crate::engagement::forecast::battlespace::{Battlespace, EngagementGeometry, Intercept};
use crate::engagement::launcher::Launcher;
use crate::tracking::filter::Belief;
use nalgebra::Vector3;

/// Farthest look ahead, s: the longest notional flight and more.
pub const AHEAD_S_MAX: f64 = 4000.0;

/// Age before which a forecast is kept in any case, s.
const FORECAST_LIFE_S_MIN: f64 = 10.0;

/// Age at which a forecast is worked out anew in any case, s: a coasting threat keeps its course.
const FORECAST_LIFE_S_MAX: f64 = 60.0;

/// Before that it is worked out anew when the variance of the velocity has fallen to this share.
const SHARPER: f64 = 0.5;

/// Standard deviations of the forecast position, over the speed there, by which the end of a
/// battlespace may come to lie earlier. In seam and southern-raid two are enough in nine cases of
/// ten, three in 97 of a hundred.
const END_SIGMAS: f64 = 3.0;

/// Forecast of a threat's flight from a belief on.
#[derive(Debug, Clone, Default)]
pub struct Forecast(Option<Prediction>);

/// A belief, and the fall that follows from it.
#[derive(Debug, Clone)]
struct Prediction {
    belief: Belief,
    fall: Fall,
    /// Per launcher, by its place in the node's list.
    spaces: Vec<CachedBattlespace>,
}

#[derive(Debug, Clone, Default)]
struct CachedBattlespace {
    battlespace: Battlespace,
    /// Time by which its end may come to lie earlier, s.
    end_margin_s: f64,
    /// Whether it is of this prediction.
    is_known: bool,
}

impl Forecast {
    /// Whether it is so old that it may have to be renewed.
    pub fn is_stale(&self, now_s: f64) -> bool {
        self.0
            .as_ref()
            .is_none_or(|prediction| now_s - prediction.belief.time_s >= FORECAST_LIFE_S_MIN)
    }

    /// Works it out anew from a belief, if that is much sharper or the old one too old.
    pub fn renew(&mut self, belief: Belief, ballistic_coefficient_kgpm2: f64) {
        let keeps = self.0.as_ref().is_some_and(|prediction| {
            let sharper = SHARPER * prediction.belief.covariance.vv.trace();
            belief.time_s - prediction.belief.time_s < FORECAST_LIFE_S_MAX
                && belief.covariance.vv.trace() > sharper
        });
        if keeps {
            return;
        }
        let state = &belief.state;
        if let Some(prediction) = &mut self.0 {
            prediction.fall.predict_into(state, ballistic_coefficient_kgpm2, AHEAD_S_MAX);
            prediction.belief = belief;
            for space in &mut prediction.spaces {
                space.is_known = false;
            }
        } else {
            let fall = Fall::predict(state, ballistic_coefficient_kgpm2, AHEAD_S_MAX);
            self.0 = Some(Prediction { belief, fall, spaces: Vec::new() });
        }
    }

    /// The predicted impact, its time in seconds of the scenario; `None` if it does not come down.
    pub fn impact(&self) -> Option<Impact> {
        let prediction = self.0.as_ref()?;
        let base_s = prediction.belief.time_s;
        prediction.fall.impact().map(|impact| Impact { time_s: base_s + impact.time_s, ..impact })
    }

    /// Predicted places from a time on, s, every ten seconds or so, ECEF, m.
    pub fn places_from(&self, time_s: f64) -> impl Iterator<Item = Vector3<f64>> {
        let prediction = self.0.iter();
        prediction.flat_map(move |prediction| {
            let nodes = prediction.fall.nodes().iter();
            let ahead = nodes.filter(move |node| prediction.belief.time_s + node.time_s >= time_s);
            ahead.map(|node| node.state.position_m)
        })
    }

    /// Standard deviation of the forecast position at a time, along its worst axis, m.
    pub fn sigma_m(&self, time_s: f64) -> f64 {
        self.0.as_ref().map_or(f64::INFINITY, |Prediction { belief, .. }| {
            belief.covariance.position_sigma_m((time_s - belief.time_s).max(0.0))
        })
    }

    /// Works out the battlespaces of a node's launchers, as far as that has not been done since it
    /// was renewed. Those that are not asked for now keep what they had.
    pub fn survey(&mut self, launchers: &[Launcher], is_asked: impl Fn(usize) -> bool) {
        let Some(Prediction { belief, fall, spaces }) = &mut self.0 else {
            return;
        };
        spaces.resize_with(launchers.len(), Default::default);
        for (place, launcher) in launchers.iter().enumerate() {
            let space = &mut spaces[place];
            if space.is_known || !is_asked(place) {
                continue;
            }
            space.is_known = true;
            let start_s = belief.time_s;
            space.battlespace.survey(&EngagementGeometry { launcher, fall, start_s });
            let last_s = space.battlespace.last_meeting().map(|last| last.intercept_s - start_s);
            space.end_margin_s = last_s.map_or(0.0, |ahead_s| {
                let sigma_m = belief.covariance.position_sigma_m(ahead_s);
                END_SIGMAS * sigma_m / fall.at(ahead_s).velocity_mps.norm()
            });
        }
    }

    /// Time by which the end of a launcher's battlespace may come to lie earlier, as the forecast
    /// is not exact, s.
    pub fn end_margin_s(&self, place: usize) -> f64 {
        let space = self.0.as_ref().and_then(|prediction| prediction.spaces.get(place));
        space.map_or(0.0, |space| space.end_margin_s)
    }

    /// The battlespace of the launcher of this place in the node's list, if it has been worked out.
    pub fn battlespace(&self, place: usize) -> Option<&Battlespace> {
        let space = self.0.as_ref()?.spaces.get(place)?;
        space.is_known.then_some(&space.battlespace)
    }

    /// The earliest intercept by a launcher, of this place in the node's list, that is ordered at a
    /// time, s; `None` if none is possible or its battlespace has not been worked out.
    pub fn earliest(&self, place: usize, launcher: &Launcher, order_s: f64) -> Option<Intercept> {
        let prediction = self.0.as_ref()?;
        let way = EngagementGeometry {
            launcher,
            fall: &prediction.fall,
            start_s: prediction.belief.time_s,
        };
        self.battlespace(place)?.earliest(&way, order_s)
    }
}
