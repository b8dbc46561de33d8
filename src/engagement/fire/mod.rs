//! Fire: the launch of a round, its guidance in flight, which object it flies to where the picture
//! changes, and the assessment once it has met its time.

pub(super) mod assess;
pub(super) mod follow;
pub(super) mod guide;
pub(super) mod launch;
