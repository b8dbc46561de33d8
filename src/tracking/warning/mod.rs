//! Warnings of launches: boosters seen from space by line of sight alone.
//!
//! `track` keeps a warning as a track; `boost` is what its lines say, by a flight of each known
//! profile (`reference`) that is fitted to them (`fit`) from what is known before (`prior`), with
//! the end of thrust unknown (`cutoff`); `estimate` tells of launch and impact (`impact`).

pub mod boost;
pub(super) mod cutoff;
pub(super) mod estimate;
pub(super) mod fit;
pub(super) mod hypothesis;
pub(super) mod impact;
pub(super) mod mixture;
pub(super) mod parameters;
pub(super) mod prior;
pub(super) mod reference;
pub(super) mod track;

pub use self::cutoff::SilentLook;
pub use self::fit::BoosterLine;
pub(crate) use self::track::{
    RefreshScope, begin, belief_until, burn_out, coasting, estimate, is_burnt_out, part, refresh,
    sight,
};
