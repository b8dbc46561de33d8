//! Raids that are drawn anew in each run: how many threats, of which type, from where, when.
//!
//! Each part has a stream of its own, keyed by the raid's name: the same draw meets every
//! architecture, and a constant in the place of a law shifts no other draw. All that may be drawn
//! is solved beforehand, so that a run is that of the file with the drawn values written in it.

use super::{Scenario, Threat};
use crate::random::{Purpose, RunSeed};
use rand::RngExt;
use std::borrow::Cow;
use std::sync::Arc;

/// A raid of which some part is drawn.
#[derive(Debug, Clone)]
pub struct DrawnRaid {
    /// Name.
    pub name: String,
    /// Number of its draws, made of its name alone.
    pub key: u64,
    /// Place of its first threat in [`Scenario::threats`].
    pub first: usize,
    /// The raid as written, then its alternatives; one of them is drawn.
    pub variants: Lottery<RaidVariant>,
}

/// A raid as written, or one of its alternatives.
#[derive(Debug, Clone)]
pub struct RaidVariant {
    /// Its place in the file: 0 as written, 1 the first alternative.
    pub place: usize,
    /// Number of threats.
    pub counts: Lottery<u32>,
    /// Launch of the first, s.
    pub starts_s: Lottery<f64>,
    /// Time between two launches, s.
    pub spacings_s: Lottery<f64>,
    /// Types: places in [`Scenario::threat_kinds`], drawn for each threat.
    pub kinds: Lottery<usize>,
    /// Lofts, degrees, drawn for each threat.
    pub lofts_deg: Lottery<f64>,
    /// Number of aims among which each threat draws; 1 where they are taken in turn.
    pub aims: usize,
    /// All flights that may be drawn, solved: by count, threat, type, loft and aim, the last of
    /// which moves first. Their launch times are not set.
    pub flights: Vec<Threat>,
}

/// Values, one of which is drawn in each run.
#[derive(Debug, Clone, PartialEq)]
pub struct Lottery<T> {
    /// The values, each with the probability of it and of all before it.
    values: Vec<(T, f64)>,
}

/// A raid as it is in one run.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RaidDraw {
    /// Its name.
    pub raid: String,
    /// Place of its variant in the file: 0 as written, 1 the first alternative.
    pub variant: usize,
    /// Launch of its first threat, s.
    pub start_s: f64,
    /// Time between two launches, s.
    pub spacing_s: f64,
    /// Place of its first threat in [`Scenario::threats`].
    pub first: usize,
    /// Its threats: places among the variant's flights.
    flights: Vec<usize>,
}

/// Parts of a raid that are drawn once; what each threat draws follows.
#[derive(Clone, Copy)]
enum Part {
    Variant,
    Count,
    Start,
    Spacing,
    Kind(usize),
    Loft(usize),
    Aim(usize),
}

impl Part {
    fn index(self) -> u64 {
        let (place, of) = match self {
            Self::Variant => (0, 0),
            Self::Count => (0, 1),
            Self::Start => (0, 2),
            Self::Spacing => (0, 3),
            Self::Kind(threat) => (threat + 1, 0),
            Self::Loft(threat) => (threat + 1, 1),
            Self::Aim(threat) => (threat + 1, 2),
        };
        4 * place as u64 + of
    }
}

impl<T> Lottery<T> {
    /// Values with weights, of which one is above 0; those of weight 0 are left out. Of such that
    /// have none the first stands alone.
    pub fn new(weighted: impl IntoIterator<Item = (T, f64)>) -> Self {
        let mut all: Vec<(T, f64)> = weighted.into_iter().collect();
        let total: f64 = all.iter().map(|(_, weight)| weight).sum();
        if total > 0.0 {
            all.retain(|(_, weight)| *weight > 0.0);
        } else {
            all.truncate(1);
        }
        let mut sum = 0.0;
        let share = |(value, weight)| {
            sum += weight;
            (value, sum / total)
        };
        Self { values: all.into_iter().map(share).collect() }
    }

    /// All values that may be drawn, in their order.
    pub fn values(&self) -> impl ExactSizeIterator<Item = &T> {
        self.values.iter().map(|(value, _)| value)
    }

    /// Whether there is more than one.
    pub fn is_drawn(&self) -> bool {
        self.values.len() > 1
    }

    /// Place of the value below which a share of the probability lies, 0 to 1.
    pub fn place(&self, share: f64) -> usize {
        let above = self.values.partition_point(|(_, up_to)| *up_to <= share);
        above.min(self.values.len().saturating_sub(1))
    }
}

impl RaidVariant {
    /// Number of its flights.
    pub fn flight_count(&self) -> usize {
        let threats: usize = self.counts.values().map(|count| *count as usize).sum();
        threats * self.kinds.values().len() * self.lofts_deg.values().len() * self.aims
    }

    fn is_drawn(&self) -> bool {
        self.counts.is_drawn()
            || self.starts_s.is_drawn()
            || self.spacings_s.is_drawn()
            || self.kinds.is_drawn()
            || self.lofts_deg.is_drawn()
            || self.aims > 1
    }

    /// Place of a flight among all: of a count, by its place, and of one of so many threats, by
    /// the places of its type, its loft and its aim.
    fn flight(&self, count: usize, threat: usize, [kind, loft, aim]: [usize; 3]) -> usize {
        let before: u32 = self.counts.values().take(count).sum();
        let threats = before as usize + threat;
        let kinds = threats * self.kinds.values().len() + kind;
        (kinds * self.lofts_deg.values().len() + loft) * self.aims + aim
    }
}

impl DrawnRaid {
    /// Whether there is anything to draw.
    pub fn is_drawn(&self) -> bool {
        self.variants.is_drawn() || self.variants.values().any(RaidVariant::is_drawn)
    }

    /// Most threats that it can have: so many places it takes in [`Scenario::threats`].
    pub fn places(&self) -> usize {
        let counts = self.variants.values().flat_map(|variant| variant.counts.values());
        counts.copied().max().unwrap_or_default() as usize
    }

    /// The most threats that it can have, each with the first of all that it may draw.
    pub fn largest(&self) -> Vec<Threat> {
        let place = |variant: &RaidVariant| {
            variant.counts.values().position(|count| *count as usize == self.places())
        };
        let mut variants = self.variants.values();
        let largest = variants.find_map(|variant| Some((variant, place(variant)?)));
        let Some((variant, count)) = largest else {
            return Vec::new();
        };
        let first = |lottery: &Lottery<f64>| lottery.values().next().copied().unwrap_or_default();
        let draw = RaidDraw {
            raid: self.name.clone(),
            variant: variant.place,
            start_s: first(&variant.starts_s),
            spacing_s: first(&variant.spacings_s),
            first: self.first,
            flights: (0..self.places()).map(|at| variant.flight(count, at, [0; 3])).collect(),
        };
        self.threats(&draw).collect()
    }

    /// The raid of a run.
    pub fn draw(&self, luck: RunSeed) -> RaidDraw {
        let share = |part: Part| luck.stream(Purpose::Raid, self.key, part.index()).random::<f64>();
        let variant = self.variants.place(share(Part::Variant));
        let Some(drawn) = self.variants.values().nth(variant) else {
            return RaidDraw { raid: self.name.clone(), first: self.first, ..RaidDraw::default() };
        };
        let count = drawn.counts.place(share(Part::Count));
        let of = |lottery: &Lottery<f64>, part| {
            let place = lottery.place(share(part));
            lottery.values().nth(place).copied().unwrap_or_default()
        };
        let threats = drawn.counts.values().nth(count).copied().unwrap_or_default() as usize;
        let flight = |threat: usize| {
            let kind = drawn.kinds.place(share(Part::Kind(threat)));
            let loft = drawn.lofts_deg.place(share(Part::Loft(threat)));
            let aim = (share(Part::Aim(threat)) * drawn.aims as f64) as usize;
            drawn.flight(count, threat, [kind, loft, aim.min(drawn.aims.saturating_sub(1))])
        };
        RaidDraw {
            raid: self.name.clone(),
            variant: drawn.place,
            start_s: of(&drawn.starts_s, Part::Start),
            spacing_s: of(&drawn.spacings_s, Part::Spacing),
            first: self.first,
            flights: (0..threats).map(flight).collect(),
        }
    }

    /// The threats of a draw, then those of its places that stay empty.
    fn threats<'a>(&'a self, draw: &'a RaidDraw) -> impl Iterator<Item = Threat> + 'a {
        let variant = self.variants.values().find(|variant| variant.place == draw.variant);
        let flights = variant.map_or(&[][..], |variant| &variant.flights);
        (0..self.places()).filter_map(move |number| {
            let (flight, launch_s) = match draw.flights.get(number) {
                Some(flight) => {
                    (flights.get(*flight), draw.start_s + number as f64 * draw.spacing_s)
                }
                None => (flights.first(), f64::INFINITY),
            };
            let name = format!("{}-{}", self.name, number + 1);
            flight.map(|flight| Threat { name, launch_s, ..flight.clone() })
        })
    }
}

impl RaidDraw {
    /// Number of its threats.
    pub fn count(&self) -> usize {
        self.flights.len()
    }
}

impl Scenario {
    /// The scenario as a run has it: each drawn raid with what that run draws, and nothing left to
    /// draw. Threats that the run has not are in their places and never launch
    /// ([`Threat::flies`]).
    pub fn in_run(&self, luck: RunSeed) -> Cow<'_, Self> {
        if self.drawn_raids.is_empty() {
            return Cow::Borrowed(self);
        }
        let mut run = Self { drawn_raids: Arc::default(), ..self.clone() };
        for raid in self.drawn_raids.iter() {
            let draw = raid.draw(luck);
            let places = run.threats.iter_mut().skip(raid.first);
            for (place, threat) in places.zip(raid.threats(&draw)) {
                *place = threat;
            }
        }
        Cow::Owned(run)
    }

    /// Most threats that a run can have of which something holds.
    pub fn threats_most(&self, holds: impl Fn(&Threat) -> bool) -> usize {
        let is_drawn = |place: &usize| {
            let mut raids = self.drawn_raids.iter();
            raids.any(|raid| (raid.first..raid.first + raid.places()).contains(place))
        };
        let constant = self.threats.iter().enumerate().filter(|(place, _)| !is_drawn(place));
        let constant = constant.filter(|(_, threat)| threat.flies() && holds(threat)).count();
        constant + self.drawn_raids.iter().map(|raid| raid.threats_most(&holds)).sum::<usize>()
    }
}

impl DrawnRaid {
    /// Most threats of a run of which something holds.
    fn threats_most(&self, holds: &impl Fn(&Threat) -> bool) -> usize {
        let of_variant = |variant: &RaidVariant| {
            let choices = variant.kinds.values().len() * variant.lofts_deg.values().len();
            let mut threats = variant.flights.chunks((choices * variant.aims).max(1));
            let of_count = |count: &u32| {
                let threats = threats.by_ref().take(*count as usize);
                threats.filter(|flights| flights.iter().any(holds)).count()
            };
            variant.counts.values().map(of_count).max().unwrap_or_default()
        };
        self.variants.values().map(of_variant).max().unwrap_or_default()
    }
}
