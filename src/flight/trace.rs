//! Trace: one course from launch to ground, as the engine flies it, for people to look at.
//!
//! The states at the ticks are those of a run, to the last bit. What lies between two ticks (the
//! ends of the stages, the cut-off, the apogee, the entry, the peak of drag, rows asked for) is
//! flown from the one before by the same code, and found by halving or by the golden section, not
//! by the nearest tick. It needs no world, and an interceptor does not change it: killed threats
//! fly on as debris. Left out: the time before launch.

mod moments;

use crate::ballistics::flight::{Advance, Flight, FlightPhase};
use crate::ballistics::state::State;
use crate::flight::course::Course;
use crate::world::clock::Clock;

/// Mark of an event at a point of a trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// The launch.
    Launch,
    /// This stage, from 1, has burnt out; the next one burns.
    StageEnd(usize),
    /// Thrust ends.
    Cutoff,
    /// The greatest altitude above the ellipsoid.
    Apogee,
    /// Descent through [`REENTRY_M`]; a flight that never was above it has none.
    ///
    /// [`REENTRY_M`]: crate::ballistics::flight::REENTRY_M
    Entry,
    /// The strongest drag of the descent.
    PeakDrag,
    /// The ground.
    Impact,
}

/// A moment of a trace.
#[derive(Debug, Clone, PartialEq)]
pub struct TracePoint {
    /// Time of the scenario, s.
    pub time_s: f64,
    /// Time since launch, s.
    pub flight_s: f64,
    /// Position and velocity.
    pub state: State,
    /// The part of its flight, as the engine takes it.
    pub phase: FlightPhase,
    /// Size of the deceleration by drag, m/s²: at cut-off that after it.
    pub drag_mps2: f64,
    /// Events here, in the order of [`Mark`]; none at points that are only rows.
    pub marks: Vec<Mark>,
}

/// Sampling of a trace.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TraceSampling {
    /// Length of a tick, s.
    pub step_s: f64,
    /// Last tick of the run: what is still in the air then has no impact.
    pub last_tick: u64,
    /// A point at each multiple of this time of the scenario, s, above 0.
    pub every_s: f64,
}

/// A course as points.
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    points: Vec<TracePoint>,
}

impl Trace {
    /// The trace of a course whose stages burn out at these times since launch, s.
    pub fn of(course: &Course, stage_ends_s: &[f64], pace: TraceSampling) -> Self {
        let mut nodes = flown(course, stage_ends_s, pace);
        for moment in [Course::apogee, Course::entry, Course::peak_drag] {
            nodes.extend(moment(course, &nodes));
            tidy(&mut nodes);
        }
        let rows = multiples(course, &nodes, pace);
        let rows: Vec<TraceNode> = rows.map(|time_s| course.row(&nodes, time_s)).collect();
        nodes.extend(rows);
        tidy(&mut nodes);
        let told = nodes.into_iter().filter(TraceNode::is_told);
        let mut points: Vec<TracePoint> = told.map(|node| course.point(node)).collect();
        // Two moments of a flight may be one of the scenario, whose clock is coarser.
        points.dedup_by(|later, kept| {
            let is_one = later.time_s <= kept.time_s;
            if is_one {
                kept.marks.append(&mut later.marks);
            }
            is_one
        });
        Self { points }
    }

    /// The points in the order of their times, which rise strictly; at least the launch.
    pub fn points(&self) -> &[TracePoint] {
        &self.points
    }

    /// The point with a mark, if the flight has one.
    pub fn find(&self, mark: Mark) -> Option<&TracePoint> {
        self.points.iter().find(|point| point.marks.contains(&mark))
    }
}

/// A state on the way: at a tick, or at something between two.
#[derive(Debug, Clone, PartialEq)]
struct TraceNode {
    time_s: f64,
    flight_s: f64,
    state: State,
    marks: Vec<Mark>,
    is_row: bool,
}

impl TraceNode {
    fn is_told(&self) -> bool {
        self.is_row || !self.marks.is_empty()
    }
}

/// The launch, every tick until the ground or the last one, and what is known to happen between.
fn flown(course: &Course, stage_ends_s: &[f64], pace: TraceSampling) -> Vec<TraceNode> {
    let flight = &course.flight;
    let breaks = breaks(flight, stage_ends_s);
    let node = |time_s, flight_s, state, mark: Option<Mark>| TraceNode {
        time_s,
        flight_s,
        state,
        marks: mark.into_iter().collect(),
        is_row: false,
    };
    let mut state = flight.launch_state();
    let mut nodes = vec![node(course.launch_s, 0.0, state, Some(Mark::Launch))];
    let first_tick = (course.launch_s / pace.step_s).floor().max(0.0) as u64;
    for tick in first_tick..=pace.last_tick {
        let step_s = pace.step_s;
        let clock = Clock { tick, step_s };
        let (from_s, to_s) = course.tick_s(clock);
        if to_s <= 0.0 {
            continue;
        }
        let within = breaks.iter().filter(|(break_s, _)| from_s < *break_s && *break_s <= to_s);
        for (break_s, mark) in within {
            if let Advance::Flying(state) = flight.advance(&state, from_s, *break_s) {
                nodes.push(node(course.launch_s + break_s, *break_s, state, Some(*mark)));
            }
        }
        match flight.advance(&state, from_s, to_s) {
            Advance::Flying(next) => {
                state = next;
                nodes.push(node(clock.now_s(), to_s, state, None));
            }
            Advance::Impact { time_s, state } => {
                let at_s = course.launch_s + time_s;
                nodes.push(node(at_s, time_s, state, Some(Mark::Impact)));
                break;
            }
        }
    }
    tidy(&mut nodes);
    nodes
}

/// Changes of the thrust: the ends of the stages that burn out, and the cut-off.
fn breaks(flight: &Flight, stage_ends_s: &[f64]) -> Vec<(f64, Mark)> {
    let cutoff_s = flight.cutoff_s();
    (1..)
        .zip(stage_ends_s)
        .filter(|(_, end_s)| **end_s < cutoff_s)
        .map(|(number, end_s)| (*end_s, Mark::StageEnd(number)))
        .chain([(cutoff_s, Mark::Cutoff)])
        .collect()
}

/// Puts nodes in the order of their times; those of one time become one.
fn tidy(nodes: &mut Vec<TraceNode>) {
    nodes.sort_by(|a, b| a.flight_s.total_cmp(&b.flight_s));
    nodes.dedup_by(|later, kept| {
        let is_one = later.flight_s <= kept.flight_s;
        if is_one {
            kept.is_row |= later.is_row;
            later.marks.retain(|mark| !kept.marks.contains(mark));
            kept.marks.append(&mut later.marks);
        }
        is_one
    });
}

/// The times of the scenario, s, between launch and end at which a row is asked for; one that is a
/// tick but for rounding is that tick.
fn multiples(
    course: &Course,
    nodes: &[TraceNode],
    pace: TraceSampling,
) -> impl Iterator<Item = f64> + use<> {
    const TOLERANCE: f64 = 1e-9;
    let launch_s = course.launch_s;
    let end_s = nodes.last().map_or(launch_s, |node| node.time_s);
    let first = (launch_s / pace.every_s).floor().max(0.0) as u64;
    (first..)
        .map(move |count| {
            let time_s = count as f64 * pace.every_s;
            let tick_s = (time_s / pace.step_s).round() * pace.step_s;
            let is_tick = (time_s - tick_s).abs() <= TOLERANCE * pace.step_s.max(time_s);
            if is_tick { tick_s } else { time_s }
        })
        .take_while(move |time_s| *time_s <= end_s)
        .filter(move |time_s| *time_s > launch_s)
}
