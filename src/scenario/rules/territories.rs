//! Territories and sectors: polygons with an inside.
//!
//! An edge takes the shorter way round the Earth, so a polygon may cross the meridian of 180°, and
//! is then unrolled: longitudes go on counting beyond it.

use super::ScenarioRule::{self, Each};
use crate::earth::area::Area;
use crate::earth::frames::Geodetic;
use crate::scenario::error::{Fault, Faults, quoted};
use crate::scenario::read::shape::MAX_ITEMS;
use crate::scenario::read::tree::TreeNode;
use crate::scenario::read::units::written;

pub(super) const RULES: &[ScenarioRule] = &[
    Each("systems[].territory_deg", |polygon| is_polygon(polygon, "territory_deg")),
    Each("systems[].sector_deg", |polygon| is_polygon(polygon, "sector_deg")),
];

/// Keys of a system whose values are polygons on the ground that it answers for.
const GROUNDS: [&str; 2] = ["territory_deg", "sector_deg"];

/// A polygon of less area, square degrees, is a line: about a hundred metres squared.
const LEAST_AREA_DEG2: f64 = 1.0e-6;

/// A polygon may be this wide; beyond it, its inside could be either side.
const WIDEST_DEG: f64 = 180.0;

pub(super) fn is_polygon(polygon: &TreeNode, key: &str) -> Option<Fault> {
    let items = polygon.items();
    let corners: Vec<[f64; 2]> = items.iter().filter_map(corner).collect();
    if !(3..=MAX_ITEMS).contains(&corners.len()) || corners.len() != items.len() {
        return None;
    }
    if let Some((first, again)) = repeated(&corners) {
        let (title, advice) = if first == 0 && again + 1 == corners.len() {
            let advice = "leave it out: the last corner is joined to the first";
            (format!("`{key}` ends with its first corner"), advice)
        } else {
            (format!("a corner of `{key}` is given twice"), "leave it out")
        };
        return Some(items[again].fault(title, "given before").help(advice));
    }
    let unrolled = unrolled(&corners);
    let width = width(&unrolled);
    if width > WIDEST_DEG {
        let title = format!("`{key}` is wider than {WIDEST_DEG} degrees of longitude");
        let label = format!("its corners span {width:.1} degrees, each edge the shorter way round");
        return Some(polygon.fault(title, label).help("draw the part that matters here"));
    }
    let advice = "name the corners in their order round the polygon";
    if let Some(edges) = crossing(&unrolled) {
        let [one, other] = edges.map(|start| {
            let [from, to] = [start, (start + 1) % corners.len()].map(|place| corners[place]);
            format!("from {} to {}", named(from), named(to))
        });
        let label = format!("its edges {one} and {other} meet");
        return Some(polygon.fault(format!("`{key}` crosses itself"), label).help(advice));
    }
    let label = "its corners lie on a line";
    let fault = polygon.fault(format!("`{key}` has no area"), label);
    (area(&unrolled) < LEAST_AREA_DEG2).then(|| fault.help(advice))
}

/// Adds a fault for each asset that lies in no territory and in no sector: no rule of
/// responsibility by ground gives it to anyone.
pub(super) fn assets_are_inside(root: &TreeNode, faults: &mut Faults) {
    let systems = root.list("systems").iter();
    let grounds = systems.flat_map(|system| GROUNDS.map(|key| (key, system.get(key))));
    // Of one that is not sound nobody can say what lies in it.
    let area = |(key, polygon): (&str, Option<&TreeNode>)| match polygon {
        None => (key != GROUNDS[0]).then(|| Area::new(&[])),
        Some(polygon) => sound_area(polygon, key),
    };
    let Some(areas) = grounds.map(area).collect::<Option<Vec<Area>>>() else {
        return;
    };
    for asset in root.list("assets").iter().take(MAX_ITEMS) {
        let place = asset.get("latitude_deg").zip(asset.number_of("longitude_deg"));
        let (Some((latitude, longitude_deg)), Some(name)) = (place, asset.text_of("id")) else {
            continue;
        };
        let Some(latitude_deg) = latitude.number() else {
            continue;
        };
        let place = Geodetic {
            latitude_rad: latitude_deg.to_radians(),
            longitude_rad: longitude_deg.to_radians(),
            altitude_m: 0.0,
        };
        if areas.is_empty() || Area::any_contains(&areas, place) || faults.is_full() {
            continue;
        }
        let title = format!("asset {} lies in no territory and in no sector", quoted(name));
        let label = format!("nobody answers for {}", named([latitude_deg, longitude_deg]));
        let fault = latitude.fault(title, label);
        faults.add(fault.help("correct its place, or draw a `territory_deg` around it"));
    }
}

/// The area of a polygon without faults.
fn sound_area(polygon: &TreeNode, key: &str) -> Option<Area> {
    let corners: Vec<[f64; 2]> = polygon.items().iter().filter_map(corner).collect();
    let is_sound = (3..=MAX_ITEMS).contains(&corners.len())
        && corners.len() == polygon.items().len()
        && is_polygon(polygon, key).is_none();
    let radians = |[latitude_deg, longitude_deg]: &[f64; 2]| {
        (latitude_deg.to_radians(), longitude_deg.to_radians())
    };
    is_sound.then(|| Area::new(&corners.iter().map(radians).collect::<Vec<_>>()))
}

/// A corner as it is written.
fn named([latitude_deg, longitude_deg]: [f64; 2]) -> String {
    format!("[{}, {}]", written(latitude_deg), written(longitude_deg))
}

fn corner(node: &TreeNode) -> Option<[f64; 2]> {
    let [latitude, longitude] = node.items() else {
        return None;
    };
    Some([latitude.number()?, longitude.number()?])
}

/// The first corner that is given before, behind where it was given.
fn repeated(corners: &[[f64; 2]]) -> Option<(usize, usize)> {
    let mut order: Vec<usize> = (0..corners.len()).collect();
    let compare = |one: &usize, other: &usize| {
        let (one, other) = (corners[*one], corners[*other]);
        one[0].total_cmp(&other[0]).then(one[1].total_cmp(&other[1]))
    };
    order.sort_by(compare);
    let pairs = order.windows(2);
    let again = pairs.filter(|pair| compare(&pair[0], &pair[1]).is_eq());
    again.map(|pair| (pair[0], pair[1])).min_by_key(|(_, again)| *again)
}

/// The corners with longitudes that go on counting beyond 180 degrees, and the first once more.
fn unrolled(corners: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let mut unrolled = vec![corners[0]];
    let mut longitude = corners[0][1];
    for index in 1..=corners.len() {
        let [latitude, next] = corners[index % corners.len()];
        let step = next - corners[index - 1][1];
        longitude += step - 360.0 * (step / 360.0).round();
        unrolled.push([latitude, longitude]);
    }
    unrolled
}

fn width(unrolled: &[[f64; 2]]) -> f64 {
    let longitudes = unrolled.iter().map(|corner| corner[1]);
    let west = longitudes.clone().fold(f64::INFINITY, f64::min);
    longitudes.fold(f64::NEG_INFINITY, f64::max) - west
}

/// Two edges that meet and are no neighbours, each by its first corner; `None` if there are none.
/// From west to east only those are compared that share a longitude.
fn crossing(unrolled: &[[f64; 2]]) -> Option<[usize; 2]> {
    let count = unrolled.len() - 1;
    let edge = |start: usize| [unrolled[start], unrolled[start + 1]];
    let west = |start: usize| edge(start)[0][1].min(edge(start)[1][1]);
    let east = |start: usize| edge(start)[0][1].max(edge(start)[1][1]);
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|one, other| west(*one).total_cmp(&west(*other)));
    let pairs = order.iter().enumerate().flat_map(|(place, one)| {
        let next = order[place + 1..].iter().take_while(|other| west(**other) <= east(*one));
        next.map(|other| [*one.min(other), *one.max(other)])
    });
    let is_apart = |[one, other]: &[usize; 2]| (2..count - 1).contains(&(other - one));
    pairs.filter(is_apart).find(|[one, other]| meet(edge(*one), edge(*other)))
}

/// Whether two straight edges have a point in common.
fn meet(one: [[f64; 2]; 2], other: [[f64; 2]; 2]) -> bool {
    let overlap = |axis: usize| {
        let [[from, to], [first, last]] = [one, other].map(|edge| {
            let ends = edge.map(|corner| corner[axis]);
            [ends[0].min(ends[1]), ends[0].max(ends[1])]
        });
        from <= last && first <= to
    };
    let side = |[from, to]: [[f64; 2]; 2], point: [f64; 2]| {
        (to[0] - from[0]) * (point[1] - from[1]) - (to[1] - from[1]) * (point[0] - from[0])
    };
    let parts = |edge, [from, to]: [[f64; 2]; 2]| side(edge, from) * side(edge, to) <= 0.0;
    overlap(0) && overlap(1) && parts(one, other) && parts(other, one)
}

/// Square degrees, by the trapezoids under the edges.
fn area(unrolled: &[[f64; 2]]) -> f64 {
    let trapezoid = |edge: &[[f64; 2]]| (edge[1][1] - edge[0][1]) * (edge[1][0] + edge[0][0]) / 2.0;
    unrolled.windows(2).map(trapezoid).sum::<f64>().abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn area_and_width_do_not_care_about_the_date_line() {
        for shift in [0.0, 100.0, 175.0, 179.0, -179.0] {
            let wrap = |longitude: f64| (longitude + shift + 540.0).rem_euclid(360.0) - 180.0;
            let square = [[0.0, wrap(0.0)], [0.0, wrap(9.0)], [2.0, wrap(9.0)], [2.0, wrap(0.0)]];
            let unrolled = unrolled(&square);
            assert!((area(&unrolled) - 18.0).abs() < 1.0e-9, "{shift}");
            assert!((width(&unrolled) - 9.0).abs() < 1.0e-9, "{shift}");
        }
    }

    #[test]
    fn a_ring_round_the_pole_is_as_wide_as_the_earth() {
        let ring = [[80.0, 0.0], [80.0, 120.0], [80.0, -120.0]];
        assert!((width(&unrolled(&ring)) - 360.0).abs() < 1.0e-9);
    }

    #[test]
    fn edges_that_meet_are_found_wherever_they_lie() {
        let closed = |corners: &[[f64; 2]]| [corners, &corners[..1]].concat();
        let square = [[0.0, 0.0], [0.0, 9.0], [9.0, 9.0], [9.0, 0.0]];
        assert_eq!(crossing(&closed(&square)), None);
        let bow = [square[0], square[1], square[3], square[2]];
        assert_eq!(crossing(&closed(&bow)), Some([1, 3]));
        // A corner on an edge, and an edge that goes back upon another.
        let touching = [[0.0, 0.0], [0.0, 9.0], [9.0, 9.0], [0.0, 5.0], [9.0, 0.0]];
        assert_eq!(crossing(&closed(&touching)), Some([0, 3]));
        let back = [[0.0, 0.0], [0.0, 9.0], [9.0, 9.0], [9.0, 2.0], [9.0, 5.0], [5.0, 0.0]];
        assert_eq!(crossing(&closed(&back)), Some([2, 4]));
        // Concave, of many corners, and still without a meeting.
        let comb: Vec<[f64; 2]> = (0..4000)
            .map(|tooth| {
                let out = if tooth % 2 == 0 { 1.0 } else { 8.0 };
                [f64::from(tooth) / 100.0, out]
            })
            .chain([[50.0, 0.0], [-1.0, 0.0]])
            .collect();
        assert_eq!(crossing(&closed(&comb)), None);
    }

    #[test]
    fn the_first_corner_given_again_is_found() {
        let corners = [[0.0, 0.0], [1.0, 1.0], [2.0, 0.0], [1.0, 1.0], [0.0, 0.0]];
        assert_eq!(repeated(&corners), Some((1, 3)));
        assert_eq!(repeated(&corners[..3]), None);
    }
}
