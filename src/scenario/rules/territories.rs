//! Territories and sectors: polygons with an inside.
//!
//! An edge takes the shorter way round the Earth, so a polygon may cross the meridian of 180°, and
//! is then unrolled: longitudes go on counting beyond it. Leaves out polygons whose edges cross
//! each other without cancelling their area.

use super::ScenarioRule::{self, Each};
use crate::scenario::error::Fault;
use crate::scenario::read::tree::TreeNode;

pub(super) const RULES: &[ScenarioRule] = &[
    Each("systems[].territory_deg", |polygon| is_polygon(polygon, "territory_deg")),
    Each("systems[].sector_deg", |polygon| is_polygon(polygon, "sector_deg")),
];

/// A polygon of less area, square degrees, is a line: about a hundred metres squared.
const LEAST_AREA_DEG2: f64 = 1.0e-6;

/// A polygon may be this wide; beyond it, its inside could be either side.
const WIDEST_DEG: f64 = 180.0;

pub(super) fn is_polygon(polygon: &TreeNode, key: &str) -> Option<Fault> {
    let items = polygon.items();
    let corners: Vec<[f64; 2]> = items.iter().filter_map(corner).collect();
    if corners.len() < 3 || corners.len() != items.len() {
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
    let label = "its corners lie on a line, or its edges cross";
    let fault = polygon.fault(format!("`{key}` has no area"), label);
    let advice = "name the corners in their order round the polygon";
    (area(&unrolled) < LEAST_AREA_DEG2).then(|| fault.help(advice))
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
    fn the_first_corner_given_again_is_found() {
        let corners = [[0.0, 0.0], [1.0, 1.0], [2.0, 0.0], [1.0, 1.0], [0.0, 0.0]];
        assert_eq!(repeated(&corners), Some((1, 3)));
        assert_eq!(repeated(&corners[..3]), None);
    }
}
