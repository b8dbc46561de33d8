//! What must hold in every run, judged from the journal and the scenario alone.
//!
//! The judge reads the journal in the order in which it was written: a shot's launch is written
//! when it is ordered, with the time at which it leaves. What a node thinks of as one object has no
//! name in the journal; its tracks are those that it took for one another.

use lisbon::earth::frames::Ecef;
use lisbon::earth::wgs84::MEAN_RADIUS_M;
use lisbon::outcome;
use lisbon::scenario::identity::{FireUnitId, InterceptorId, ObjectId, SystemId, TrackId};
use lisbon::scenario::model::{Architecture, Content, Scenario};
use lisbon::world::journal::{Event, Evidence, Journal, ShotResult, Subject};
use std::collections::{BTreeMap, BTreeSet};

/// What must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rule {
    /// A fire unit launches what it has beyond its reserve, and nothing twice.
    Inventory,
    /// It guides no more interceptors at a time than it has channels, each as its type needs.
    Channels,
    /// No shot without an order, and none ordered before its system had a firm track of the object
    /// for as long as its decision takes.
    Decision,
    /// No shot without data: its track is confirmed, or the partner has told of it; its plots had
    /// been made by then, by sensors that its system hears of.
    Data,
    /// The point where it is to meet is one that its type reaches, in the time that it has.
    Reach,
    /// No more shots at an object than the doctrine has, volley by volley. An object that its system
    /// takes for a new one, which it says by another firm track of that name, is another.
    Doctrine,
    /// Each shot has one end, at its time, and one assessment, after its delay.
    End,
    /// What is killed is dead: it is killed once and does not leak.
    Death,
    /// The metrics add up.
    Sums,
}

/// A rule that was broken, and how.
pub(crate) type Breach = (Rule, String);

/// A run to be judged.
#[derive(Clone, Copy)]
pub(crate) struct Run<'a> {
    pub(crate) scenario: &'a Scenario,
    pub(crate) architecture: &'a Architecture,
    pub(crate) journal: &'a Journal,
}

/// Everything in a run that must not be.
pub(crate) fn breaches(run: Run) -> Vec<Breach> {
    let mut judge = Judge {
        run,
        breaches: Vec::new(),
        classes: BTreeMap::new(),
        firm: Vec::new(),
        commanded: Vec::new(),
        data: BTreeSet::new(),
        order: None,
        units: BTreeMap::new(),
        volleys: BTreeMap::new(),
        shots: BTreeMap::new(),
        killed: BTreeSet::new(),
    };
    for (time_s, event) in &run.journal.events {
        judge.take(*time_s, event);
    }
    judge.ends();
    judge.breaches.extend(super::sums::breaches(run));
    judge.breaches
}

/// Times are sums of the same numbers, or of numbers a table apart.
const ROUNDING_S: f64 = 1e-6;

#[derive(Default)]
struct UnitState {
    launched: BTreeSet<u16>,
    /// Times from which and until which channels are held, s.
    held_s: Vec<[f64; 2]>,
}

/// Where a system stands with the shots at a track.
#[derive(Default)]
struct Volley {
    over: u32,
    ordered: u32,
    in_flight: u32,
}

struct Shot {
    at: Target,
    intercept_s: f64,
    met: u32,
    assessed: u32,
}

/// An object by the name of its track, for a system, and how many objects had that name before.
type Target = (SystemId, TrackId, usize);

/// An order, and when it was given.
struct Order {
    time_s: f64,
    system: SystemId,
    track: TrackId,
    unit: FireUnitId,
    aim: Ecef,
}

struct Judge<'a> {
    run: Run<'a>,
    breaches: Vec<Breach>,
    /// Each system's tracks that were taken for one another: the first of them.
    classes: BTreeMap<(SystemId, TrackId), TrackId>,
    /// When each system had which track to launch on, s.
    firm: Vec<(SystemId, TrackId, f64)>,
    /// Systems that were sent an order by the one that commands, and when, s.
    commanded: Vec<(SystemId, f64)>,
    /// The tracks that each system has, or has heard of.
    data: BTreeSet<(SystemId, TrackId)>,
    /// The order that the next launch carries out.
    order: Option<Order>,
    units: BTreeMap<FireUnitId, UnitState>,
    volleys: BTreeMap<Target, Volley>,
    shots: BTreeMap<InterceptorId, Shot>,
    killed: BTreeSet<ObjectId>,
}

impl Judge<'_> {
    fn break_rule(&mut self, rule: Rule, how: String) {
        self.breaches.push((rule, how));
    }

    fn holds(&mut self, rule: Rule, is_kept: bool, how: impl FnOnce() -> String) {
        if !is_kept {
            self.break_rule(rule, how());
        }
    }

    fn take(&mut self, time_s: f64, event: &Event) {
        match event {
            Event::Confirmed { track, .. } => {
                self.data.insert((track.system, *track));
            }
            Event::Received { link, subject: Subject::Track(track), .. } => {
                let to = self.run.scenario.links[link.index()].to;
                self.data.insert((to, *track));
            }
            Event::Received { link, subject: Subject::Order(_), .. } => {
                let to = self.run.scenario.links[link.index()].to;
                self.commanded.push((to, time_s));
            }
            Event::Correlated { own, remote } => self.unite(*own, *remote),
            Event::Firm { system, track } => self.firm.push((*system, *track, time_s)),
            Event::Ordered { system, track, unit, aim_m, .. } => {
                self.order = Some(Order {
                    time_s,
                    system: *system,
                    track: *track,
                    unit: *unit,
                    aim: Ecef(*aim_m),
                });
            }
            Event::Launched { .. } => self.launched(time_s, event),
            Event::Intercept { .. } => self.met(time_s, event),
            Event::Assessed { interceptor, .. } => self.assessed(time_s, *interceptor),
            Event::Impact { threat, dead, .. } => {
                let was_killed = self.killed.contains(&ObjectId::payload(*threat));
                self.holds(Rule::Death, was_killed == *dead, || {
                    format!("{threat:?} comes down dead: {dead}, was killed: {was_killed}")
                });
            }
            _ => {}
        }
    }

    fn class(&self, system: SystemId, track: TrackId) -> TrackId {
        *self.classes.get(&(system, track)).unwrap_or(&track)
    }

    fn target(&self, system: SystemId, track: TrackId) -> Target {
        let is_it = |firm: &&(SystemId, TrackId, f64)| (firm.0, firm.1) == (system, track);
        (system, track, self.firm.iter().filter(is_it).count())
    }

    fn unite(&mut self, own: TrackId, remote: TrackId) {
        let system = own.system;
        let [one, other] = [own, remote].map(|track| self.class(system, track));
        for track in [own, remote] {
            self.classes.entry((system, track)).or_insert(track);
        }
        for ((of, _), class) in &mut self.classes {
            if *of == system && *class == other {
                *class = one;
            }
        }
    }

    fn launched(&mut self, time_s: f64, event: &Event) {
        let Event::Launched { interceptor, track, intercept_s, evidence } = event else {
            return;
        };
        let unit = &self.run.scenario.fire_units[interceptor.unit.index()];
        let order = self.order.take();
        let order = order.filter(|order| {
            order.track == *track && order.unit == interceptor.unit && order.system == unit.system
        });
        let Some(order) = order else {
            self.break_rule(Rule::Decision, format!("{interceptor:?} without an order"));
            return;
        };
        self.stock(*interceptor, [time_s, *intercept_s]);
        self.decision(&order, *interceptor);
        self.data(&order, evidence, *interceptor);
        let preparation_s = unit.kind.preparation_s;
        self.holds(Rule::Reach, time_s >= order.time_s + preparation_s - ROUNDING_S, || {
            format!("{interceptor:?} leaves before it is prepared")
        });
        self.reach(&order, intercept_s - time_s, *interceptor);
        self.doctrine(&order, *interceptor);
        let shot = Shot {
            at: self.target(order.system, order.track),
            intercept_s: *intercept_s,
            met: 0,
            assessed: 0,
        };
        self.shots.insert(*interceptor, shot);
    }

    fn stock(&mut self, interceptor: InterceptorId, flight_s: [f64; 2]) {
        let unit = &self.run.scenario.fire_units[interceptor.unit.index()];
        let reserve = self.run.scenario.systems[unit.system.index()].command.reserve;
        let state = self.units.entry(interceptor.unit).or_default();
        let is_new = state.launched.insert(interceptor.shot);
        let stretches = unit.kind.guidance.stretches(flight_s);
        state.held_s.extend(stretches.iter().filter(|[from_s, until_s]| from_s < until_s));
        // At most where one begins.
        let at = |time_s: f64| {
            let held = state.held_s.iter();
            held.filter(|[from_s, until_s]| *from_s <= time_s && time_s < until_s - ROUNDING_S)
                .count()
        };
        let most = state.held_s.iter().map(|[from_s, _]| at(*from_s)).max().unwrap_or(0);
        let launched = state.launched.len();
        let has = unit.inventory.saturating_sub(reserve) as usize;
        self.holds(Rule::Inventory, is_new && launched <= has, || {
            format!("{interceptor:?} is launch {launched} of {has}, new: {is_new}")
        });
        self.holds(Rule::Channels, most <= unit.channels as usize, || {
            format!("{interceptor:?}: {most} guided, {} channels", unit.channels)
        });
    }

    fn decision(&mut self, order: &Order, interceptor: InterceptorId) {
        let delay_s = self.run.scenario.systems[order.system.index()].command.decision_delay_s;
        let class = self.class(order.system, order.track);
        let is_it = |(system, track, firm_s): &(SystemId, TrackId, f64)| {
            *system == order.system
                && self.class(*system, *track) == class
                && firm_s + delay_s <= order.time_s + ROUNDING_S
        };
        // What the other side's node commands it has decided.
        let is_command = |(system, time_s): &(SystemId, f64)| {
            *system == order.system && *time_s <= order.time_s + ROUNDING_S
        };
        let is_decided = self.firm.iter().any(is_it) || self.commanded.iter().any(is_command);
        self.holds(Rule::Decision, is_decided, || {
            format!("{interceptor:?} at {:?} before it could be decided", order.track)
        });
    }

    fn data(&mut self, order: &Order, evidence: &Evidence, interceptor: InterceptorId) {
        let Run { scenario, architecture, journal } = self.run;
        let is_known = self.data.contains(&(order.system, order.track));
        self.holds(Rule::Data, is_known, || {
            format!("{interceptor:?} at {:?}, of which nothing is known", order.track)
        });
        let plots = evidence.serials();
        let is_own = order.track.system == order.system;
        let may_be_remote = architecture.exchange.is_some();
        self.holds(Rule::Data, is_own || may_be_remote, || {
            format!("{interceptor:?} on a track that nobody sends")
        });
        self.holds(Rule::Data, !(is_own && plots.is_empty()), || {
            format!("{interceptor:?} on an own track without a plot")
        });
        let has_plots = architecture.exchange.is_some_and(|of| of.content == Content::Plots);
        for serial in plots {
            let plot = journal.plots[*serial as usize];
            let plot_s = f64::from(plot.tick) * scenario.step_s;
            let is_own = scenario.sensor_system(plot.sensor) == order.system;
            let is_heard = is_own || has_plots;
            let is_right = is_heard && plot_s <= order.time_s + ROUNDING_S;
            self.holds(Rule::Data, is_right, || {
                format!("{interceptor:?} rests on a plot at {plot_s} s, own: {is_own}")
            });
        }
    }

    /// The table is asked again at the point on the ellipsoid; the planner takes a sphere's
    /// distances and a near altitude, and interpolates.
    fn reach(&mut self, order: &Order, flight_s: f64, interceptor: InterceptorId) {
        const SLACK: f64 = 0.01;
        const ALTITUDE_SLACK_M: f64 = 200.0;
        let unit = &self.run.scenario.fire_units[interceptor.unit.index()];
        let flyout = &unit.kind.flyout;
        let site = unit.place.ecef().0;
        let altitude_m = order.aim.geodetic().altitude_m;
        let cosine = site.dot(&order.aim.0) / (site.norm() * order.aim.0.norm());
        let range_m = MEAN_RADIUS_M * libm::acos(cosine.clamp(-1.0, 1.0));
        let top_m = flyout.max_altitude_m().unwrap_or(0.0);
        let within_m = altitude_m.clamp(flyout.floor_m(), top_m);
        let reach_m = flyout.reach_m(within_m).unwrap_or(0.0);
        let is_near = range_m <= reach_m * (1.0 + SLACK);
        self.holds(
            Rule::Reach,
            is_near && (altitude_m - within_m).abs() <= ALTITUDE_SLACK_M,
            || format!("{interceptor:?} is sent {range_m} m far and {altitude_m} m high"),
        );
        let arrival = flyout.arrival(range_m.min(reach_m), within_m);
        let table_s = arrival.map_or(f64::INFINITY, |arrival| arrival.time_s);
        self.holds(Rule::Reach, (flight_s - table_s).abs() <= SLACK * table_s, || {
            format!("{interceptor:?} has {flight_s} s for what takes {table_s} s")
        });
    }

    fn doctrine(&mut self, order: &Order, interceptor: InterceptorId) {
        let doctrine = self.run.scenario.systems[order.system.index()].command.doctrine;
        let target = self.target(order.system, order.track);
        let volley = self.volleys.entry(target).or_default();
        volley.ordered += 1;
        volley.in_flight += 1;
        let most = doctrine.volley(volley.over);
        let ordered = volley.ordered;
        self.holds(Rule::Doctrine, ordered <= most, || {
            format!("{interceptor:?} is shot {ordered} of {most} at {:?}", order.track)
        });
    }

    fn met(&mut self, time_s: f64, event: &Event) {
        let Event::Intercept { interceptor, object, result, .. } = event else {
            return;
        };
        let is_its_time = match self.shots.get_mut(interceptor) {
            Some(shot) => {
                shot.met += 1;
                shot.met == 1 && shot.intercept_s.total_cmp(&time_s).is_eq()
            }
            None => false,
        };
        self.holds(Rule::End, is_its_time, || {
            format!("{interceptor:?} ends at {time_s} s, unlaunched, twice or not at its time")
        });
        let is_dead = object.is_some_and(|met| self.killed.contains(&met));
        let is_right = match result {
            ShotResult::Killed => object.is_some_and(|met| self.killed.insert(met)),
            ShotResult::AlreadyDead => is_dead,
            ShotResult::Failed => !is_dead,
            ShotResult::OutOfReach | ShotResult::NoHandover => true,
        };
        self.holds(Rule::Death, is_right, || {
            format!("{interceptor:?} {result:?} {object:?}, dead before: {is_dead}")
        });
    }

    fn assessed(&mut self, time_s: f64, interceptor: InterceptorId) {
        let system = self.run.scenario.fire_units[interceptor.unit.index()].system;
        let delay_s = self.run.scenario.systems[system.index()].command.assessment_delay_s;
        let is_due = match self.shots.get_mut(&interceptor) {
            Some(shot) => {
                shot.assessed += 1;
                let volley = self.volleys.entry(shot.at).or_default();
                volley.in_flight = volley.in_flight.saturating_sub(1);
                if volley.in_flight == 0 {
                    (volley.over, volley.ordered) = (volley.over + 1, 0);
                }
                shot.met == 1
                    && shot.assessed == 1
                    && time_s >= shot.intercept_s + delay_s - ROUNDING_S
            }
            None => false,
        };
        self.holds(Rule::End, is_due, || {
            format!("{interceptor:?} is assessed at {time_s} s, too early or twice")
        });
    }

    fn ends(&mut self) {
        let open = self.shots.iter().filter(|(_, shot)| shot.met != 1 || shot.assessed != 1);
        let open: Vec<Breach> = open
            .map(|(interceptor, shot)| {
                let how = format!("{interceptor:?} met {}, assessed {}", shot.met, shot.assessed);
                (Rule::End, how)
            })
            .collect();
        self.breaches.extend(open);
        let fates = outcome::fates(self.run.scenario, self.run.journal);
        for object in self.killed.clone() {
            let leaked = fates[object.threat.index()].and_then(|fate| fate.leaked_into);
            let is_leaker = object.is_payload() && leaked.is_some();
            self.holds(Rule::Death, !is_leaker, || format!("{object:?} was killed and leaked"));
        }
    }
}
