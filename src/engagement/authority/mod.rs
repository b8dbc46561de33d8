//! Authority: whose a threat is to shoot at by the architecture, and how far a partner may be
//! relied upon to shoot at what is its.

pub mod reliance;
pub mod responsibility;
