//! Fire: the guidance of rounds in flight and the assessment of those that have met their time.

pub(crate) mod assess;
pub(crate) mod guide;
