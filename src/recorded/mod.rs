//! Recorded plots: the tracker of a system, played over plots from a file.
//!
//! The same calls as in a tick ([`take_in`](crate::tracking::take_in) and
//! [`settle`](crate::tracking::settle)) on plots that somebody recorded, so that the tracker can
//! be judged alone, beside others on the same plots. Ticks are played from the first plot to the
//! last; a plot between two ticks is taken in at its own time, and the tick after it confirms and
//! drops. What is true at some times may be read beside it, for the judge: the tracker is asked
//! what it believes then. Leaves out satellites' lines of sight.

mod read;
mod replay;
pub mod score;
mod table;
mod truth;

pub use self::read::{COLUMNS, count, read};
pub use self::replay::{Fix, Recording, Snapshot, replay, watch};
pub use self::truth::{COLUMNS as TRUTH_COLUMNS, Truth, read as read_truth};
