//! World: what every room of the tick shares, the clock, the order of the steps, the nodes, the
//! journal.

pub mod clock;
pub mod conduct;
pub mod journal;
pub mod launch;
pub mod node;
pub mod outage;
pub mod phase;
pub mod radar_time;
pub mod sample;
pub mod traffic;
