//! Time budget of a radar: what was asked for, and how it was spent.

/// Time budget of a radar beside its fence, summed over its revisits.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct RadarTime {
    /// Revisits.
    pub revisits: u64,
    /// Time that search left, s.
    pub available_s: f64,
    /// Time that the looks at all tracks would have taken, each with the track dwell, s.
    pub wanted_s: f64,
    /// Time spent on tracks, s; more than wanted where looks were lengthened.
    pub tracks_s: f64,
    /// Time spent on search windows: cues, and tracks that no beam holds yet, s.
    pub windows_s: f64,
    /// Time of both that was spent on objects that interceptors fly to, before all others, s.
    pub engaged_s: f64,
    /// Looks at tracks.
    pub looks: u64,
    /// Looks at tracks that were dropped for want of time.
    pub dropped: u64,
    /// Greatest share of the available time that tracks wanted in one revisit; above 1, and above
    /// what is not kept for search windows, some were dropped.
    pub load_max: f64,
}

impl RadarTime {
    /// Adds what happened later.
    pub fn add(&mut self, later: &Self) {
        self.revisits += later.revisits;
        self.available_s += later.available_s;
        self.wanted_s += later.wanted_s;
        self.tracks_s += later.tracks_s;
        self.windows_s += later.windows_s;
        self.engaged_s += later.engaged_s;
        self.looks += later.looks;
        self.dropped += later.dropped;
        self.load_max = self.load_max.max(later.load_max);
    }
}
