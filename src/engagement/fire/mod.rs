//! Fire: the guidance of rounds in flight and the assessment of those that have met their time.

pub(super) mod assess;
pub(super) mod guide;
