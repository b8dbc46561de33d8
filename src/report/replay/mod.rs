//! A [`Replay`](crate::account::replay::Replay) in the forms of viewers of other makers: CZML for
//! Cesium and STK, KML for Google Earth,
//! GeoJSON for geographic information systems, ACMI for Tacview.
//!
//! Each begins with what it takes to get the same run again. A run has no date: time zero is shown
//! as [`EPOCH`], the second day of the Lisbon summit.

mod acmi;
mod czml;
mod geojson;
mod kml;
mod words;

pub use self::acmi::acmi;
pub use self::czml::czml;
pub use self::geojson::geojson;
pub use self::kml::kml;

/// Moment that viewers are told for time zero.
pub const EPOCH: &str = "2010-11-20T00:00:00Z";
