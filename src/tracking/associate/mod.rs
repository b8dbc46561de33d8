//! Association: which plot of a scan belongs to which track.
//!
//! `scan` has the rule and the work space, `gate` what is near enough, `joint` the probabilities of
//! joint events.

pub(super) mod gate;
pub(super) mod joint;
pub mod scan;

pub use self::scan::Workspace;
