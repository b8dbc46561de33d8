//! The ground as a grid of cells in latitude and longitude, and whose each is.
//!
//! The grid covers the box around all territories; all cells have the same height and width in
//! degrees, and are as wide as they are high at the middle of the box. A cell is whose its middle
//! is.

use crate::earth::area::Bounds;
use crate::earth::frames::Geodetic;
use crate::earth::wgs84::MEAN_RADIUS_M;
use crate::scenario::identity::SystemId;
use crate::scenario::model::Scenario;

/// Cells of a grid of which no size was asked, about.
const CELLS: f64 = 1000.0;

/// The size of such cells is a multiple of this, m.
const ROUND_M: f64 = 10e3;

/// Most cells of a grid.
pub const CELLS_MAX: usize = 100_000;

/// A grid.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// Rows, from south to north.
    pub rows: usize,
    /// Columns, from west to east.
    pub columns: usize,
    /// Size of a cell as asked for, m: none is higher, nor wider at the middle latitude.
    pub cell_m: f64,
    bounds: Bounds,
}

/// A cell of somebody's territory.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GroundCell {
    /// Its row, from the south.
    pub row: usize,
    /// Its column, from the west.
    pub column: usize,
    /// Its middle.
    pub place: Geodetic,
    /// Its area, m².
    pub area_m2: f64,
    /// Owner; of what is in two territories the first system.
    pub system: SystemId,
}

/// A longitude as maps have it, degrees from -180 to 180.
pub fn longitude_deg(longitude_rad: f64) -> f64 {
    let degrees = longitude_rad.to_degrees();
    match degrees {
        _ if degrees > 180.0 => degrees - 360.0,
        _ if degrees < -180.0 => degrees + 360.0,
        _ => degrees,
    }
}

impl Grid {
    /// The grid over the territories of a scenario, with cells of this size, m, or with about a
    /// thousand in all; `None` if there would be more than [`CELLS_MAX`].
    pub fn over(scenario: &Scenario, cell_m: Option<f64>) -> Option<Self> {
        let territories = scenario.systems.iter();
        let boxes = territories.filter_map(|system| system.territory.bounds());
        let bounds = boxes.reduce(|all, one| all.joined(&one))?;
        let height_m = MEAN_RADIUS_M * (bounds.north_rad - bounds.south_rad);
        let middle_rad = 0.5 * (bounds.north_rad + bounds.south_rad);
        let parallel_m = MEAN_RADIUS_M * libm::cos(middle_rad);
        let width_m = parallel_m * (bounds.east_rad - bounds.west_rad);
        let size_m = (height_m * width_m / CELLS).sqrt();
        let cell_m = cell_m.unwrap_or(ROUND_M * (size_m / ROUND_M).ceil());
        // What rounding makes of a whole number of cells is no further cell.
        let count = |length_m: f64| (length_m / cell_m - 1e-6).ceil().max(1.0);
        let (rows, columns) = (count(height_m), count(width_m));
        (rows * columns <= CELLS_MAX as f64).then_some(Self {
            rows: rows as usize,
            columns: columns as usize,
            cell_m,
            bounds,
        })
    }

    /// The cells that are somebody's, row by row from the south, each from the west.
    pub fn cells(&self, scenario: &Scenario) -> Vec<GroundCell> {
        let all = (0..self.rows).flat_map(|row| (0..self.columns).map(move |column| (row, column)));
        let cell = |(row, column)| {
            let bounds = self.bounds_of(row, column);
            let place = Geodetic {
                latitude_rad: 0.5 * (bounds.south_rad + bounds.north_rad),
                longitude_rad: 0.5 * (bounds.west_rad + bounds.east_rad),
                altitude_m: 0.0,
            };
            let is_in = |system: &crate::scenario::model::System| system.territory.contains(place);
            let system = scenario.systems.iter().position(is_in)?;
            Some(GroundCell {
                row,
                column,
                place,
                area_m2: bounds.area_m2(),
                system: SystemId(system as u16),
            })
        };
        all.filter_map(cell).collect()
    }

    /// Height and width of a cell, degrees.
    pub fn cell_deg(&self) -> [f64; 2] {
        let Bounds { south_rad, north_rad, west_rad, east_rad } = self.bounds_of(0, 0);
        [(north_rad - south_rad).to_degrees(), (east_rad - west_rad).to_degrees()]
    }

    /// Latitude of the middle of a row, rad.
    pub fn latitude_rad(&self, row: usize) -> f64 {
        let bounds = self.bounds_of(row, 0);
        0.5 * (bounds.south_rad + bounds.north_rad)
    }

    /// Longitude of the middle of a column, rad.
    pub fn longitude_rad(&self, column: usize) -> f64 {
        let bounds = self.bounds_of(0, column);
        0.5 * (bounds.west_rad + bounds.east_rad)
    }

    fn bounds_of(&self, row: usize, column: usize) -> Bounds {
        let Bounds { south_rad, north_rad, west_rad, east_rad } = self.bounds;
        let part = |place: usize, of: usize| place as f64 / of as f64;
        let latitude_rad = |row| south_rad + (north_rad - south_rad) * part(row, self.rows);
        let longitude_rad = |column| west_rad + (east_rad - west_rad) * part(column, self.columns);
        Bounds {
            south_rad: latitude_rad(row),
            north_rad: latitude_rad(row + 1),
            west_rad: longitude_rad(column),
            east_rad: longitude_rad(column + 1),
        }
    }
}
