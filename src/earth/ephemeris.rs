//! Ephemeris: the path of a satellite as a table of places fixed to the Earth.
//!
//! Between rows the place is Lagrange's polynomial through the eight rows around it, axis by axis,
//! as is usual for tables like SP3 (Schenewerk, *GPS Solutions* 6, 2003). The
//! nearer the rows, the better; near a table's ends it is worst, so a table should go on for some
//! rows before and after what is asked of it. A table of one row stands still: a geostationary
//! satellite. Leaves out velocities in the table, and forces: nothing is propagated.

use super::frames::Ecef;
use nalgebra::Vector3;
use std::sync::Arc;

/// Rows that one polynomial goes through: with more it swings near a table's ends.
const NODES: usize = 8;

/// Places at times; at least one row, times strictly rising.
#[derive(Debug, Clone, PartialEq)]
pub struct Ephemeris {
    rows: Arc<[EphemerisEntry]>,
}

/// A row of a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EphemerisEntry {
    /// Time of the scenario, s.
    pub time_s: f64,
    /// Place.
    pub place: Ecef,
}

impl Ephemeris {
    /// A place that does not move.
    pub fn fixed(place: Ecef) -> Self {
        let row = EphemerisEntry { time_s: 0.0, place };
        Self { rows: Arc::new([row]) }
    }

    /// A table; `None` without a row, or if its times do not strictly rise.
    pub fn new(rows: impl Into<Arc<[EphemerisEntry]>>) -> Option<Self> {
        let rows = rows.into();
        let is_rising = rows.is_sorted_by(|a, b| a.time_s < b.time_s);
        (is_rising && !rows.is_empty()).then_some(Self { rows })
    }

    /// The place at a time from the first row to the last, s. Beyond them it is the continued
    /// polynomial, which soon is nowhere; the check demands that a table covers the run.
    pub fn place(&self, time_s: f64) -> Ecef {
        interpolated(self.around(time_s, NODES), time_s)
    }

    /// The row after which the place is least certain of all gaps that lie in a span of time, s,
    /// and how far there a polynomial through one row less is from [`Ephemeris::place`], m.
    pub fn worst_gap(&self, from_s: f64, to_s: f64) -> (usize, f64) {
        let nodes = NODES.min(self.rows.len());
        let mut worst = (0, 0.0);
        for (row, pair) in self.rows.windows(2).enumerate() {
            if pair[1].time_s <= from_s || pair[0].time_s >= to_s {
                continue;
            }
            let middle_s = 0.5 * (pair[0].time_s + pair[1].time_s);
            let fewer = interpolated(self.around(middle_s, nodes - 1), middle_s);
            let off_m = (self.place(middle_s).0 - fewer.0).norm();
            if off_m > worst.1 {
                worst = (row, off_m);
            }
        }
        worst
    }

    /// So many rows, if there are, half of them before a time and half after it if they can be.
    fn around(&self, time_s: f64, count: usize) -> &[EphemerisEntry] {
        let count = count.min(self.rows.len());
        let after = self.rows.partition_point(|row| row.time_s <= time_s);
        let first = after.saturating_sub(count.div_ceil(2));
        let first = first.min(self.rows.len() - count);
        &self.rows[first..first + count]
    }
}

/// Lagrange's polynomial through the rows.
fn interpolated(rows: &[EphemerisEntry], time_s: f64) -> Ecef {
    let mut sum = Vector3::zeros();
    for (index, row) in rows.iter().enumerate() {
        let mut weight = 1.0;
        for (other, node) in rows.iter().enumerate() {
            if other != index {
                weight *= (time_s - node.time_s) / (row.time_s - node.time_s);
            }
        }
        sum += row.place.0 * weight;
    }
    Ecef(sum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::earth::wgs84::{GRAVITATION_M3PS2, ROTATION_RADPS};
    use std::f64::consts::TAU;

    /// An orbit of half a day, high over the north: semi-major axis, m, eccentricity, inclination.
    const MOLNIYA: (f64, f64, f64) = (26_554e3, 0.72, 63.4);
    /// A low one, nearly round.
    const LOW: (f64, f64, f64) = (7_378e3, 0.001, 98.0);

    /// Kepler's orbit as seen from the turning Earth, a time after perigee in the far south.
    fn kepler((axis_m, eccentricity, inclination_deg): (f64, f64, f64), time_s: f64) -> Ecef {
        let mean = (GRAVITATION_M3PS2 / (axis_m * axis_m * axis_m)).sqrt() * time_s;
        let mut anomaly = mean;
        for _ in 0..50 {
            let (sin, cos) = libm::sincos(anomaly);
            anomaly -= (anomaly - eccentricity * sin - mean) / (1.0 - eccentricity * cos);
        }
        let (sin, cos) = libm::sincos(anomaly);
        let minor_m = axis_m * (1.0 - eccentricity * eccentricity).sqrt();
        // Perigee lies on the southern side of the plane, which is tilted about the x axis.
        let (x, along) = (minor_m * sin, -axis_m * (cos - eccentricity));
        let (sin_tilt, cos_tilt) = libm::sincos(inclination_deg.to_radians());
        let (y, z) = (along * cos_tilt, along * sin_tilt);
        let (sin_turn, cos_turn) = libm::sincos(ROTATION_RADPS * time_s);
        Ecef(Vector3::new(x * cos_turn + y * sin_turn, y * cos_turn - x * sin_turn, z))
    }

    /// A table of one revolution and four rows more at each end.
    fn table(orbit: (f64, f64, f64), step_s: f64) -> Ephemeris {
        let count = (period_s(orbit) / step_s).ceil() as i32;
        let row = |index: i32| {
            let time_s = f64::from(index) * step_s;
            let place = kepler(orbit, time_s);
            EphemerisEntry { time_s, place }
        };
        Ephemeris::new((-4..=count + 4).map(row).collect::<Vec<_>>()).unwrap()
    }

    fn period_s((axis_m, ..): (f64, f64, f64)) -> f64 {
        TAU * (axis_m * axis_m * axis_m / GRAVITATION_M3PS2).sqrt()
    }

    /// The largest error at the middles of twenty parts of each gap, m, in a span of time.
    fn error_m(orbit: (f64, f64, f64), step_s: f64, (from_s, to_s): (f64, f64)) -> f64 {
        let table = table(orbit, step_s);
        let count = ((to_s - from_s) / step_s * 20.0) as u32;
        (0..count)
            .map(|index| from_s + (f64::from(index) + 0.5) * step_s / 20.0)
            .map(|time_s| (table.place(time_s).0 - kepler(orbit, time_s).0).norm())
            .fold(0.0, f64::max)
    }

    /// At 300 s a fast perigee is met within 240 m; an hour from it, where such a satellite watches
    /// the north, and on a low round orbit within a metre. The estimate of the worst gap is of the
    /// size of the error.
    #[test]
    fn an_orbit_is_met_between_its_rows() {
        for (orbit, step_s, perigee_m, elsewhere_m) in [
            (MOLNIYA, 60.0, 0.01, 1e-5),
            (MOLNIYA, 120.0, 0.4, 1e-3),
            (MOLNIYA, 300.0, 240.0, 0.1),
            (LOW, 300.0, 1.0, 1.0),
            (LOW, 120.0, 1e-3, 1e-3),
        ] {
            let period_s = period_s(orbit);
            let whole_m = error_m(orbit, step_s, (0.0, period_s));
            assert!(whole_m < perigee_m, "{orbit:?} {step_s} s: {whole_m} m");
            let span_s = (3600.0, period_s - 3600.0);
            let away_m = error_m(orbit, step_s, span_s);
            assert!(away_m < elsewhere_m, "{orbit:?} {step_s} s: {away_m} m");
            let (_, told_m) = table(orbit, step_s).worst_gap(0.0, period_s);
            let is_near = (0.5 * whole_m..20.0 * whole_m).contains(&told_m);
            assert!(is_near, "{orbit:?} {step_s} s: {whole_m} m, told {told_m}");
        }
    }

    #[test]
    fn the_worst_gap_is_where_the_orbit_is_fast() {
        let table = table(MOLNIYA, 600.0);
        let (row, off_m) = table.worst_gap(0.0, period_s(MOLNIYA));
        assert!(off_m > 1e3, "{off_m}");
        // Of the gaps about the end of the revolution, or its start, four rows after the first.
        let time_s = table.rows[row].time_s;
        let from_perigee_s = time_s.min((period_s(MOLNIYA) - time_s).abs());
        assert!(from_perigee_s <= 1200.0, "{time_s}");
        let (_, high_m) = table.worst_gap(10_000.0, 30_000.0);
        assert!(high_m < 100.0, "{high_m}");
    }

    #[test]
    fn a_row_is_met_and_a_single_one_stands_still() {
        let table = table(LOW, 120.0);
        for row in &*table.rows {
            assert_eq!(table.place(row.time_s), row.place);
        }
        let here = Ecef(Vector3::new(4.2e7, -0.1, 3.7));
        for time_s in [-1e6, 0.0, 0.1, 1e6] {
            assert_eq!(Ephemeris::fixed(here).place(time_s), here);
        }
        assert_eq!(Ephemeris::fixed(here).worst_gap(0.0, 1e4), (0, 0.0));
    }

    #[test]
    fn a_table_is_in_order() {
        let row = |time_s| EphemerisEntry { time_s, place: Ecef(Vector3::zeros()) };
        let table = |times: &[f64]| {
            let rows = times.iter().map(|time_s| row(*time_s));
            Ephemeris::new(rows.collect::<Vec<_>>())
        };
        assert!(table(&[0.0, 1.0]).is_some());
        for times in [&[][..], &[0.0, 0.0], &[1.0, 0.0], &[0.0, f64::NAN]] {
            assert!(table(times).is_none(), "{times:?}");
        }
    }

    /// Through four rows a cubic is met, whatever their distances.
    #[test]
    fn few_rows_make_a_polynomial_of_their_own() {
        let cubic = |t: f64| Ecef(Vector3::new(t * t * t, 2.0 - t, 5.0 * t * t));
        let row = |time_s| EphemerisEntry { time_s, place: cubic(time_s) };
        let table = Ephemeris::new([0.0, 1.0, 4.0, 5.0].map(row).to_vec()).unwrap();
        for time_s in [0.3, 2.2, 4.9] {
            assert!((table.place(time_s).0 - cubic(time_s).0).norm() < 1e-12);
        }
    }
}
