//! The tracks of one tracker, from the first plot to the last.
//!
//! `tracker` is what is kept, `life` how a track begins, is confirmed and ends; `history` uses what
//! comes late at its own time by the filter of `refilter`; `part` tells what a track would be
//! without some sensors, `counterpart` which track of the other side is of its object, `pair` when
//! that is sure, `compare` and `relative` what such objects tell of sensors' errors,
//! `classification` whether a track is of a payload, `existence` whether its object is still there.

pub mod classification;
pub(super) mod compare;
pub(crate) mod counterpart;
pub mod existence;
pub mod history;
pub mod life;
pub(super) mod near;
pub(super) mod observation;
pub(crate) mod pair;
pub mod part;
pub(super) mod refilter;
pub(crate) mod relative;
pub mod tracker;
pub(super) mod update;

pub use self::tracker::{Origin, Track, Tracker};
