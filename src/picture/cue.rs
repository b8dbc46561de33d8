//! Cues: where each radar is told to look besides its fence.
//!
//! A radar's tasks are windows around what its owner expects to be there at its next look: own
//! tracks, the partner's tracks and launch alerts where the architecture allows their use as cues,
//! and warnings that no radar has yet picked up. An own track that has fallen silent is looked for
//! where the partner's track of the same object says, if that is sharper. What interceptors fly to
//! goes first. A window is three standard deviations wide each way, across and up, and a beam more;
//! [`schedule`] decides which are looked at, and for how long. Each track is told of the looks that
//! it gets, so that looks in vain count against it ([`existence`]).
//!
//! [`schedule`]: super::schedule
//! [`existence`]: crate::tracking::track::existence

use super::picture::Picture;
use super::schedule::{self, LookRequest};
use super::track::SystemTrack;
use crate::ballistics::integrate;
use crate::earth::frames::{Site, wrap_rad};
use crate::scenario::identity::SensorId;
use crate::scenario::model::{OutagePart, Use};
use crate::sensing::radar::tasks::{SearchWindow, Tasks};
use crate::sensing::radar::{self, beam};
use crate::tracking::filter::{Belief, FieldOfRegard};
use crate::tracking::track::Tracker;
use crate::tracking::track::existence::DueLook;
use crate::world::clock::Clock;
use crate::world::journal::Journal;
use crate::world::node::Owner;
use crate::world::outage::Outages;
use bevy_ecs::prelude::*;
use nalgebra::{Matrix3, Vector3};
use std::f64::consts::{PI, TAU};

/// Half-width of a window in standard deviations.
const WINDOW_SIGMA: f64 = 3.0;

/// Signal-to-noise ratio of a look whose accuracy measures the value of another, a power ratio:
/// 13 dB, the field's mark of a sure detection.
const SURE_SNR: f64 = 20.0;

/// Longest step by which a belief is brought to the next look, s.
const COAST_STEP_S_MAX: f64 = 90.0;

/// Silence from which an own track is looked for where the partner has it, s.
const SILENT_S: f64 = 5.0;

/// Work space that pointing reuses.
#[derive(Resource, Debug, Default)]
pub(crate) struct CueWorkspace {
    expected: Vec<ExpectedObject>,
    requests: Vec<LookRequest>,
    taken: Vec<bool>,
}

/// An object that a node expects somewhere at the next tick.
#[derive(Debug, Clone, Copy)]
struct ExpectedObject {
    place: Vector3<f64>,
    covariance_m2: Matrix3<f64>,
    is_track: bool,
    is_engaged: bool,
}

pub(super) fn spawn(world: &mut World) {
    world.insert_resource(CueWorkspace::default());
}

/// Tells each radar that looks on the next tick where to look.
pub(super) fn point(
    mut radars: Query<(&SensorId, &Owner, &mut Tasks)>,
    mut pictures: Query<(&mut Tracker, &Picture)>,
    (clock, outages): (Res<Clock>, Res<Outages>),
    mut work: ResMut<CueWorkspace>,
    mut journal: ResMut<Journal>,
) {
    let next = Clock { tick: clock.tick + 1, ..*clock };
    let CueWorkspace { expected, requests, taken } = &mut *work;
    for (mut tracker, picture) in &mut pictures {
        let tracker = &mut *tracker;
        expected.clear();
        for (sensor, owner, mut tasks) in &mut radars {
            let Some(radar) = KnownRadar::of(tracker, *sensor) else {
                continue;
            };
            if owner.0 != tracker.system || !next.every(radar.field.kind.track_ticks) {
                continue;
            }
            if outages.is_down(OutagePart::Sensor(*sensor), next.now_s()) {
                tasks.replace(std::iter::empty());
                continue;
            }
            if expected.is_empty() {
                expect(tracker, picture, next.now_s(), (expected, taken));
            }
            requests.clear();
            requests.extend(expected.iter().enumerate().filter_map(|(object, expected)| {
                radar.request(expected).map(|request| LookRequest { object, ..request })
            }));
            let time = schedule::share_out(&radar.field.kind, requests);
            journal.spent(*sensor, &time);
            let kind = &radar.field.kind;
            let revisit = next.tick / kind.track_ticks;
            let windows = requests.iter().map(|request| {
                radar.look_at(tracker, (*sensor, request, revisit), (expected, next))
            });
            tasks.replace(windows.filter(|window| window.dwell_s > 0.0));
        }
    }
}

/// Works out what a node expects at a time: its own tracks, in their order, then what it has cues
/// for.
fn expect(
    tracker: &Tracker,
    picture: &Picture,
    time_s: f64,
    (expected, taken): (&mut Vec<ExpectedObject>, &mut Vec<bool>),
) {
    let own = tracker.tracks.iter().map(|track| ExpectedObject {
        is_track: true,
        ..ExpectedObject::of(track.belief(), time_s)
    });
    expected.extend(own);
    for object in picture.tracks.iter().filter(|object| object.own.is_some()) {
        sharpen(tracker, picture, object, (time_s, expected));
    }
    let has_alerts = picture.usage >= Use::Cue;
    if has_alerts {
        for track in picture.tracks.iter().filter(|track| track.own.is_none()) {
            let remote = picture.remote.iter().find(|remote| Some(remote.id) == track.remote);
            expected.extend(remote.map(|remote| ExpectedObject {
                is_engaged: picture.is_engaged(track.number),
                ..ExpectedObject::of(&remote.belief, time_s)
            }));
        }
    }
    let alerts = if has_alerts { picture.alerts.as_slice() } else { &[] };
    let confirmed = || tracker.warnings.iter().filter(|warning| warning.is_confirmed());
    let warnings = confirmed().map(|warning| {
        let own = ExpectedObject::of(warning.belief(), time_s);
        let Some(known) = picture.warned.iter().find(|known| known.own == warning.number) else {
            return own;
        };
        let alert = alerts.iter().find(|alert| alert.id == known.alert).map(|alert| &alert.belief);
        let other = alert.map(|alert| known.belief.as_ref().unwrap_or(alert));
        let other = other.map(|belief| ExpectedObject::of(belief, time_s));
        other.filter(|other| other.is_sharper(&own)).unwrap_or(own)
    });
    let unknown = alerts.iter().filter(|alert| {
        let known = picture.warned.iter().find(|known| known.alert == alert.id);
        !known.is_some_and(|known| confirmed().any(|warning| warning.number == known.own))
    });
    let unknown = unknown.map(|alert| ExpectedObject::of(&alert.belief, time_s));
    cue_all(tracker, warnings.chain(unknown), (expected, taken));
}

/// Notes of an own track's object whether it is engaged, and, if the track has fallen silent, where
/// the partner has it.
fn sharpen(
    tracker: &Tracker,
    picture: &Picture,
    object: &SystemTrack,
    (time_s, expected): (f64, &mut [ExpectedObject]),
) {
    let Some((place, own)) = object.own.and_then(|own| tracker.placed(own)) else {
        return;
    };
    let expected = &mut expected[place];
    expected.is_engaged = picture.is_engaged(object.number);
    if picture.usage < Use::Cue || time_s - own.plot_s <= SILENT_S {
        return;
    }
    let remote = picture.remote.iter().find(|remote| Some(remote.id) == object.remote);
    if let Some(remote) = remote.filter(|remote| remote.valid_s > own.plot_s) {
        let other = ExpectedObject::of(&remote.belief, time_s);
        if other.is_sharper(expected) {
            (expected.place, expected.covariance_m2) = (other.place, other.covariance_m2);
        }
    }
}

/// Adds the cues whose objects are not expected already: as a confirmed track, or as one of the
/// partner's, of which the sharper stays. The nearest by the normalised distance of the places,
/// inside the tracker's gate, is taken for the same object, one for one cue.
fn cue_all(
    tracker: &Tracker,
    cues: impl Iterator<Item = ExpectedObject>,
    (expected, taken): (&mut Vec<ExpectedObject>, &mut Vec<bool>),
) {
    let known = expected.len();
    let gate2 = tracker.rules.gate_sigma * tracker.rules.gate_sigma;
    taken.clear();
    taken.extend(tracker.tracks.iter().map(|track| !track.is_confirmed()));
    taken.resize(known, false);
    for cue in cues {
        let nearest = expected[..known]
            .iter()
            .enumerate()
            .filter(|(place, _)| !taken[*place])
            .filter_map(|(place, other)| Some((cue.distance2(other, gate2)?, place)))
            .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let Some((_, place)) = nearest else {
            expected.push(cue);
            continue;
        };
        taken[place] = true;
        let other = &mut expected[place];
        if !other.is_track && cue.is_sharper(other) {
            *other = cue;
        }
    }
}

impl ExpectedObject {
    /// Whether its place is known better than that of another.
    fn is_sharper(&self, other: &Self) -> bool {
        self.covariance_m2.trace() < other.covariance_m2.trace()
    }

    /// Normalised distance squared to what is expected elsewhere, if inside a gate.
    fn distance2(&self, other: &Self, gate2: f64) -> Option<f64> {
        let gap_m = other.place - self.place;
        let sum_m2 = self.covariance_m2 + other.covariance_m2;
        // No distance is shorter than that along the widest spread: most pairs end here.
        if gap_m.norm_squared() > gate2 * sum_m2.trace() {
            return None;
        }
        let distance2 = gap_m.dot(&sum_m2.cholesky()?.solve(&gap_m));
        Some(distance2).filter(|distance2| *distance2 <= gate2)
    }

    /// Object that a belief expects at a time, s.
    fn of(belief: &Belief, time_s: f64) -> Self {
        // A belief is seldom older than some seconds, which one step bridges within a metre; only
        // a scenario whose trackers keep silent tracks for long needs more.
        let ahead_s = time_s - belief.time_s;
        let state = integrate::coast_without_air(&belief.state, ahead_s, COAST_STEP_S_MAX);
        let p = &belief.covariance;
        let cross = (p.pv + p.pv.transpose()) * ahead_s;
        Self {
            place: state.position_m,
            covariance_m2: p.pp + cross + p.vv * (ahead_s * ahead_s),
            is_track: false,
            is_engaged: false,
        }
    }
}

/// A radar as its owner knows it.
struct KnownRadar {
    site: Site,
    field: FieldOfRegard,
}

impl KnownRadar {
    fn of(tracker: &Tracker, sensor: SensorId) -> Option<Self> {
        let sensor = tracker.sensor(sensor)?;
        Some(Self { site: *sensor.site(), field: *sensor.field()? })
    }

    /// The window that a revisit scans of what is requested: all of it, if that likelier finds a
    /// track of which plots tell the cross-section, else a part. An own track is told of the look
    /// that it will get, by the window or by the fence. The first of what is expected are the own
    /// tracks, in their order.
    fn look_at(
        &self,
        tracker: &mut Tracker,
        (sensor, request, revisit): (SensorId, &LookRequest, u64),
        (expected, next): (&[ExpectedObject], Clock),
    ) -> SearchWindow {
        let kind = &self.field.kind;
        let (part, scanned) = request.part(kind, revisit);
        let most = tracker.rules.detection_probability;
        let Some(track) = tracker.tracks.get_mut(request.object) else {
            return part;
        };
        let fence_rad = kind.search_elevation_min_rad..=kind.search_elevation_max_rad;
        let is_in_fence = fence_rad.contains(&request.window.elevation_rad);
        let by_fence_s = if is_in_fence && next.every(kind.search_ticks) {
            beam::fence_dwell_s(kind)
        } else {
            0.0
        };
        let range_m = (expected[request.object].place - self.site.position().0).norm();
        let chance = |dwell_s| track.existence.chance(kind, [range_m, dwell_s]);
        let (whole, by_part) = (chance(request.window.dwell_s), scanned * chance(part.dwell_s));
        let window = if whole > by_part { request.window } else { part };
        let dwell_s = window.dwell_s.max(by_fence_s);
        if dwell_s > 0.0 {
            let chance = whole.max(by_part).max(chance(by_fence_s)).min(most);
            track.existence.expect(DueLook {
                sensor,
                dwell_s,
                since_s: next.now_s() - 0.5 * next.step_s,
                chance: request.share * chance,
            });
        }
        window
    }

    /// The window on what is expected, as far as it lies in the field of regard; `None` where
    /// nothing of it does.
    fn request(&self, expected: &ExpectedObject) -> Option<LookRequest> {
        let kind = &self.field.kind;
        let away = self.site.axes() * (expected.place - self.site.position().0);
        let range_m = away.norm();
        let level_m = libm::hypot(away.x, away.y).max(1.0);
        // Far below the horizon nothing can rise into view: most of what is expected ends here.
        let spread_m = WINDOW_SIGMA * expected.covariance_m2.trace().max(0.0).sqrt();
        if range_m - spread_m > kind.range_max_m || away.z < -spread_m {
            return None;
        }
        let up = Vector3::new(-away.x * away.z / level_m, -away.y * away.z / level_m, level_m);
        let sigma_rad = |axis: Vector3<f64>| {
            let axis = self.site.axes().tr_mul(&axis);
            let variance_m2 = axis.dot(&(expected.covariance_m2 * axis));
            variance_m2.max(0.0).sqrt() / range_m
        };
        let across_rad = sigma_rad(Vector3::new(away.y / level_m, -away.x / level_m, 0.0));
        let up_rad = sigma_rad(up / range_m);
        let whole = AngularWindow {
            azimuth_rad: libm::atan2(away.x, away.y),
            elevation_rad: libm::atan2(away.z, level_m),
            half_rad: [across_rad, up_rad]
                .map(|sigma_rad| WINDOW_SIGMA * sigma_rad + 0.5 * kind.beamwidth_rad),
        };
        let (window, solid_angle_sr, share) = whole.clipped(&self.field)?;
        // One beam holds a well-known track; the corners of its window are not worth a second.
        let widest_rad = across_rad.max(up_rad);
        let beams = if 2.0 * WINDOW_SIGMA * widest_rad < kind.beamwidth_rad {
            1.0
        } else {
            beam::beams(kind, solid_angle_sr)
        };
        let (_, sure_rad) = radar::accuracy(kind, SURE_SNR);
        let gain = libm::log1p((widest_rad / sure_rad) * (widest_rad / sure_rad));
        Some(LookRequest {
            window,
            beams,
            gain: expected.is_track.then_some(gain),
            is_engaged: expected.is_engaged,
            share,
            object: 0,
        })
    }
}

/// A window before it is cut at the edges of a field of regard.
#[expect(clippy::struct_field_names, reason = "the unit ends the name")]
struct AngularWindow {
    azimuth_rad: f64,
    elevation_rad: f64,
    /// Half its width on the sky and half its height, rad.
    half_rad: [f64; 2],
}

impl AngularWindow {
    /// Part of it in a field of regard, its solid angle, sr, and its share of the whole.
    fn clipped(&self, field: &FieldOfRegard) -> Option<(SearchWindow, f64, f64)> {
        let (kind, middle_rad) = (&field.kind, field.azimuth_rad);
        let low_rad = (self.elevation_rad - self.half_rad[1]).max(kind.elevation_min_rad);
        let high_rad = (self.elevation_rad + self.half_rad[1]).min(kind.elevation_max_rad);
        if low_rad >= high_rad {
            return None;
        }
        // A width on the sky is a greater change of azimuth the higher it stands.
        let half_rad = self.half_rad[0] / libm::cos(self.elevation_rad).max(schedule::LEVEL_MIN);
        let off_rad = wrap_rad(self.azimuth_rad - middle_rad);
        let (left_rad, right_rad) = if kind.azimuth_span_rad < TAU {
            let edge_rad = 0.5 * kind.azimuth_span_rad;
            ((off_rad - half_rad).max(-edge_rad), (off_rad + half_rad).min(edge_rad))
        } else {
            (off_rad - half_rad.min(PI), off_rad + half_rad.min(PI))
        };
        if left_rad >= right_rad {
            return None;
        }
        let window = SearchWindow {
            azimuth_rad: (middle_rad + 0.5 * (left_rad + right_rad)).rem_euclid(TAU),
            elevation_rad: 0.5 * (low_rad + high_rad),
            azimuth_half_rad: 0.5 * (right_rad - left_rad),
            elevation_half_rad: 0.5 * (high_rad - low_rad),
            dwell_s: 0.0,
        };
        let solid_angle_sr = beam::window_solid_angle_sr(right_rad - left_rad, [low_rad, high_rad]);
        let [wide_rad, tall_rad] = [half_rad.min(PI), self.half_rad[1]];
        let share = window.azimuth_half_rad / wide_rad * (window.elevation_half_rad / tall_rad);
        Some((window, solid_angle_sr, share.min(1.0)))
    }
}
