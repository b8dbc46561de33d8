//! Fire: the launch of a round, its guidance in flight, and the assessment once it has met its
//! time.

pub(super) mod assess;
pub(super) mod guide;
pub(super) mod launch;
