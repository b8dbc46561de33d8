//! Traffic: the counts of what each link was given and carried.

/// Traffic of a link, plots included, which have no events of their own.
///
/// A message that was sent was refused, is lost, has been received, or is still on the way. What
/// was received was used, came too late, or was of no use for another reason: no warning could be
/// made of it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Traffic {
    /// Messages that the sender's policy kept back; none of them was sent.
    pub withheld: u64,
    /// Messages sent.
    pub sent: u64,
    /// Messages that the link did not take: it was down, or its queue full.
    pub refused: u64,
    /// Messages that will never arrive.
    pub lost: u64,
    /// Messages that have arrived.
    pub received: u64,
    /// Messages that the receiver made use of.
    pub used: u64,
    /// Messages that told nothing any more when they arrived: the receiver knew of something later,
    /// or no longer kept what they would have changed.
    pub late: u64,
    /// Bytes that the link took.
    pub bytes: u64,
    /// Sum of the ages of what they said on arrival, s.
    pub age_s: f64,
    /// Sum of the ages of what was used when it was used, s.
    pub used_age_s: f64,
    /// Greatest of those ages, s.
    pub used_age_s_max: f64,
}

impl Traffic {
    /// Adds what another link carried.
    pub fn add(&mut self, other: &Self) {
        self.withheld += other.withheld;
        self.sent += other.sent;
        self.refused += other.refused;
        self.lost += other.lost;
        self.received += other.received;
        self.used += other.used;
        self.late += other.late;
        self.bytes += other.bytes;
        self.age_s += other.age_s;
        self.used_age_s += other.used_age_s;
        self.used_age_s_max = self.used_age_s_max.max(other.used_age_s_max);
    }
}
