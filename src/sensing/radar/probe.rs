//! A radar's chances to see an object now, for the record of its coverage.

use super::tasks::Tasks;
use super::{Radar, RadarActivity};
use crate::flight::truth::{TrueState, Visibility};
use crate::sensing::probe::{ActualLook, Obstacle, Probe};
use crate::world::clock::Clock;
use nalgebra::Vector3;

impl Radar {
    /// Chances to see an object that flies, or the obstacle between. It can look where it
    /// revisits its tasks or scans its fence in this tick.
    pub(in crate::sensing) fn probe(
        &self,
        tasks: &Tasks,
        clock: Clock,
        (truth, visible): (&TrueState, &Visibility),
    ) -> Result<Probe, Obstacle> {
        let position_m = &truth.state.position_m;
        let look = self.look(position_m).ok_or_else(|| self.obstacle(position_m))?;
        let sight = |dwell_s| self.sight(look, dwell_s, (&visible.signature, truth.phase));
        let glance = RadarActivity::now(self, tasks, clock);
        let can_look = glance.searching || glance.tasks.is_some();
        let alone = RadarActivity { tasks: None, ..glance };
        let chance = |dwell_s| sight(dwell_s).map(|sight| sight.chance);
        Ok(Probe {
            best: can_look.then(|| chance(self.kind.dwell_max_s)).flatten(),
            search: chance(alone.dwell_s(&look)),
            taken: sight(glance.dwell_s(&look)).map(ActualLook::Radar),
        })
    }

    /// Obstacle between it and a position out of its view, ECEF, m: the tests of
    /// [`Radar::look`], in their order of difficulty.
    fn obstacle(&self, position_m: &Vector3<f64>) -> Obstacle {
        let away = self.site.axes() * (position_m - self.site.position().0);
        let range_m = away.norm();
        let level_m = (away.x * away.x + away.y * away.y).sqrt();
        let ahead_m = away.x * self.field.middle[0] + away.y * self.field.middle[1];
        if away.z < 0.0 {
            Obstacle::Horizon
        } else if away.z < range_m * self.field.sines[0] {
            Obstacle::LowerEdge
        } else if range_m > self.kind.range_max_m {
            Obstacle::Range
        } else if ahead_m < level_m * self.field.half_cosine {
            Obstacle::Azimuth
        } else {
            Obstacle::UpperEdge
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::earth::frames::{Ecef, Look};
    use crate::scenario::model::RadarKind;
    use crate::sensing::radar::tests::{kind, radar};

    #[test]
    fn an_obstacle_is_the_first_test_that_fails() {
        // It looks north, a radian to each side, from 0.1 to 1 rad of elevation and to 2,000 km.
        let radar =
            radar(RadarKind { elevation_min_rad: 0.1, elevation_max_rad: 1.0, ..kind() }, 0.0);
        for (azimuth_rad, elevation_rad, range_m, expected) in [
            (0.0, -0.1, 1e6, Some(Obstacle::Horizon)),
            (3.0, -0.1, 9e6, Some(Obstacle::Horizon)),
            (0.0, 0.05, 9e6, Some(Obstacle::LowerEdge)),
            (3.0, 0.5, 2.1e6, Some(Obstacle::Range)),
            (1.1, 0.5, 1e6, Some(Obstacle::Azimuth)),
            (3.0, 1.2, 1e6, Some(Obstacle::Azimuth)),
            (0.9, 1.2, 1e6, Some(Obstacle::UpperEdge)),
            (0.9, 0.5, 1e6, None),
        ] {
            let look = Look { azimuth_rad, elevation_rad, range_m };
            let Ecef(position_m) = radar.site.ecef(look.enu());
            let view = radar.look(&position_m);
            let got = view.is_none().then(|| radar.obstacle(&position_m));
            assert_eq!(got, expected, "{look:?}");
        }
    }
}
