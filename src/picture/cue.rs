//! Cues: where each radar is told to look besides its fence.
//!
//! A radar's tasks are windows around what its owner expects to be there at its next look: own
//! tracks, the partner's tracks and launch alerts where the architecture allows their use as cues,
//! and warnings that no radar has yet picked up. Each window costs a dwell per beam that tiles it;
//! what exceeds the time that search leaves is dropped, own tracks first served, the longest unseen
//! before the others, then cues, the smallest first (Blackman & Popoli 1999, ch. 15, on the
//! allocation of a radar's time).

use super::correlate::Picture;
use crate::ballistics::dynamics::coast_acceleration;
use crate::ballistics::integrate;
use crate::earth::frames::Ecef;
use crate::earth::frames::Look;
use crate::scenario::identity::SensorId;
use crate::scenario::parts::RadarKind;
use crate::scenario::parts::Use;
use crate::sensing::radar::Basket;
use crate::sensing::radar::Tasks;
use crate::sensing::radar::beam_solid_angle_sr;
use crate::tracking::filter::Belief;
use crate::tracking::track::Tracker;
use crate::world::clock::Clock;
use crate::world::node::Owner;
use bevy_ecs::prelude::*;
use nalgebra::Vector3;

/// Half-width of a window in standard deviations.
const WINDOW_SIGMA: f64 = 3.0;

/// Work space that pointing reuses.
#[derive(Resource, Debug, Default)]
pub(crate) struct Workspace {
    expected: Vec<Expected>,
    wishes: Vec<Wish>,
    taken: Vec<bool>,
}

/// What a node expects to be somewhere at the next tick.
#[derive(Debug, Clone, Copy)]
struct Expected {
    place: Vector3<f64>,
    sigma_m: f64,
    /// Own tracks first, then cues; within these by `rank`, smallest first.
    is_cue: bool,
    rank: f64,
}

/// A window that somebody wants looked at.
#[derive(Debug, Clone, Copy)]
struct Wish {
    basket: Basket,
    dwell_s: f64,
    is_cue: bool,
    rank: f64,
}

pub(super) fn spawn(world: &mut World) {
    world.insert_resource(Workspace::default());
}

/// Tells each radar that looks on the next tick where to look.
pub(super) fn point(
    mut radars: Query<(&SensorId, &Owner, &mut Tasks)>,
    pictures: Query<(&Tracker, &Picture)>,
    clock: Res<Clock>,
    mut work: ResMut<Workspace>,
) {
    let next = Clock {
        tick: clock.tick + 1,
        ..*clock
    };
    let Workspace {
        expected,
        wishes,
        taken,
    } = &mut *work;
    for (tracker, picture) in &pictures {
        expected.clear();
        for (sensor, owner, mut tasks) in &mut radars {
            let Some(post) = Post::of(tracker, *sensor) else {
                continue;
            };
            if owner.0 != tracker.system || !next.every(post.kind.track_ticks) {
                continue;
            }
            if expected.is_empty() {
                expect(tracker, picture, next.now_s(), (expected, taken));
            }
            wishes.clear();
            wishes.extend(expected.iter().filter_map(|expected| post.wish(expected)));
            wishes.sort_by(|a, b| a.is_cue.cmp(&b.is_cue).then(a.rank.total_cmp(&b.rank)));
            let mut left_s = (1.0 - post.kind.search_share) * post.kind.track_revisit_s;
            tasks.replace(wishes.iter().filter_map(|wish| {
                let affordable = wish.dwell_s <= left_s;
                left_s -= if affordable { wish.dwell_s } else { 0.0 };
                affordable.then_some(wish.basket)
            }));
        }
    }
}

/// Works out what a node expects at a time: its own tracks, then what it has cues for.
fn expect(
    tracker: &Tracker,
    picture: &Picture,
    time_s: f64,
    (expected, taken): (&mut Vec<Expected>, &mut Vec<bool>),
) {
    let own = tracker.tracks.iter().map(|track| Expected {
        is_cue: false,
        rank: track.plot_s,
        ..Expected::of(&track.belief, time_s)
    });
    expected.extend(own);
    let warnings = tracker
        .warnings
        .iter()
        .filter(|warning| warning.is_confirmed());
    cue_all(
        tracker,
        warnings.map(|warning| &warning.belief),
        time_s,
        (expected, taken),
    );
    if picture.usage < Use::Cue {
        return;
    }
    for track in picture.tracks.iter().filter(|track| track.own.is_none()) {
        let remote = picture
            .remote
            .iter()
            .find(|remote| Some(remote.id) == track.remote);
        expected.extend(remote.map(|remote| Expected::of(&remote.belief, time_s)));
    }
    let alerts = picture.alerts.iter().map(|alert| &alert.belief);
    cue_all(tracker, alerts, time_s, (expected, taken));
}

/// Adds a cue for each warning, unless an own track has picked its object up: the nearest track to
/// where the warning expects it, one track for one warning.
fn cue_all<'a>(
    tracker: &Tracker,
    warnings: impl Iterator<Item = &'a Belief>,
    time_s: f64,
    (expected, taken): (&mut Vec<Expected>, &mut Vec<bool>),
) {
    taken.clear();
    taken.resize(tracker.tracks.len(), false);
    for warning in warnings {
        let cue = Expected::of(warning, time_s);
        let reach_m = WINDOW_SIGMA * cue.sigma_m;
        let nearest = tracker
            .tracks
            .iter()
            .zip(&expected[..tracker.tracks.len()])
            .enumerate()
            .filter(|(place, (track, _))| track.is_confirmed() && !taken[*place])
            .map(|(place, (_, known))| ((known.place - cue.place).norm(), place))
            .filter(|(gap_m, _)| *gap_m < reach_m)
            .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        match nearest {
            Some((_, place)) => taken[place] = true,
            None => expected.push(cue),
        }
    }
}

impl Expected {
    /// Where a belief expects its object; as a cue, the sharper the sooner.
    fn of(belief: &Belief, time_s: f64) -> Self {
        // A belief is seldom older than some seconds, and never than a minute: one step is enough.
        let ahead_s = time_s - belief.time_s;
        let state = integrate::step(&belief.state, ahead_s, |_, state| coast_acceleration(state));
        let p = &belief.covariance;
        let variance =
            p.pp.trace() + 2.0 * ahead_s * p.pv.trace() + ahead_s * ahead_s * p.vv.trace();
        let sigma_m = variance.max(0.0).sqrt();
        Self {
            place: state.position_m,
            sigma_m,
            is_cue: true,
            rank: sigma_m,
        }
    }
}

/// A radar as its owner knows it.
struct Post<'a> {
    sensor: &'a crate::tracking::measure::SensorModel,
    kind: &'a RadarKind,
}

impl<'a> Post<'a> {
    fn of(tracker: &'a Tracker, sensor: SensorId) -> Option<Self> {
        let sensor = tracker.sensor(sensor)?;
        Some(Self {
            sensor,
            kind: &sensor.field()?.kind,
        })
    }

    /// The window on what is expected; `None` where this radar cannot look.
    fn wish(&self, expected: &Expected) -> Option<Wish> {
        if !self.sensor.covers(&expected.place) {
            return None;
        }
        let Look {
            azimuth_rad,
            elevation_rad,
            range_m,
        } = self.sensor.site().look(Ecef(expected.place));
        let spread_rad = WINDOW_SIGMA * expected.sigma_m / range_m;
        let half_rad = spread_rad + 0.5 * self.kind.beamwidth_rad;
        // One beam holds a well-known track; the corners of its window are not worth a second.
        let beams = if spread_rad < 0.5 * self.kind.beamwidth_rad {
            1.0
        } else {
            (4.0 * half_rad * half_rad / beam_solid_angle_sr(self.kind)).max(1.0)
        };
        let basket = Basket {
            azimuth_rad,
            elevation_rad,
            azimuth_half_rad: half_rad / libm::cos(elevation_rad).max(0.05),
            elevation_half_rad: half_rad,
        };
        let dwell_s = beams * self.kind.track_dwell_s;
        Some(Wish {
            basket,
            dwell_s,
            is_cue: expected.is_cue,
            rank: expected.rank,
        })
    }
}
