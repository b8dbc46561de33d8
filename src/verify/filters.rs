//! Filters, and what comes late: small linear models in the engine's filter, and late plots in its
//! history.

use super::case::Case;
use super::case::Misread;
use super::judge::Quantity;
use super::judge::Tolerance;
use super::linear::Measured;
use super::linear::Small;
use super::linear::Step;
use super::linear::inside;
use super::linear::listed;
use crate::tracking::track::history::Refilter;
use crate::tracking::track::history::TrackHistory;
use crate::tracking::track::life::Confirmation;
use crate::tracking::track::life::ConfirmationStatus;
use crate::tracking::track::life::PlotCount;
use nalgebra::DMatrix;
use nalgebra::DVector;
use nalgebra::Matrix6;
use nalgebra::Vector6;
use std::cmp::Ordering;

type Evaluated = Result<Vec<Quantity>, Misread>;

/// A square matrix of this size in a cell, inside another of six.
fn square(case: &Case, name: &str, size: usize) -> Result<Matrix6<f64>, Misread> {
    let rows = case.matrix(name)?;
    let fits = rows.len() == size && rows.iter().all(|row| row.len() == size);
    fits.then(|| inside(&rows))
        .ok_or_else(|| case.not(name, &format!("a matrix of {size} rows and columns")))
}

fn dense(rows: &[Vec<f64>]) -> DMatrix<f64> {
    let columns = rows.first().map_or(0, Vec::len);
    DMatrix::from_row_iterator(rows.len(), columns, rows.iter().flatten().copied())
}

fn start(case: &Case) -> Result<Small, Misread> {
    let small = Small::new(&case.numbers("x0")?, &case.matrix("P0")?);
    small.ok_or_else(|| {
        case.not(
            "P0",
            "a positive definite matrix that fits `x0`, of 1 to 6 rows",
        )
    })
}

/// A linear model, and what goes into it.
struct Sequence {
    transition: Matrix6<f64>,
    noise: Matrix6<f64>,
    /// What is added to the mean, step by step.
    pushes: Vec<Vector6<f64>>,
    gradients: DMatrix<f64>,
    errors: DMatrix<f64>,
    tolerance: Tolerance,
}

impl Sequence {
    fn read(case: &Case, size: usize) -> Result<Self, Misread> {
        let gradients = dense(&case.matrix("H")?);
        let errors = dense(&case.matrix("R")?);
        if gradients.ncols() != size || errors.shape() != (gradients.nrows(), gradients.nrows()) {
            return Err(case.not("H", "a matrix that fits `x0` and `R`"));
        }
        let mut noise = square(case, "Q", size)?;
        noise.view_mut((size, size), (6 - size, 6 - size)).fill(0.0);
        Ok(Self {
            transition: square(case, "F", size)?,
            noise,
            pushes: pushes(case, size)?,
            gradients,
            errors,
            tolerance: case.relative("tol_rel")?.plus(case.number("tol_abs")?),
        })
    }

    /// Plays a step, the `number`-th from 0, and compares all that it says; returns the squared
    /// innovation and the logarithm of its density.
    fn play(
        &self,
        small: &mut Small,
        (number, step): (usize, &Case),
        found: &mut Vec<Quantity>,
    ) -> Result<[f64; 2], Misread> {
        let push = self.pushes.get(number).copied();
        let (mean, covariance) = small.predict(&Step {
            transition: self.transition,
            noise: self.noise,
            push: push.unwrap_or_else(Vector6::zeros),
        });
        let mut compare = |name: &str, got: Vec<f64>, expected: Vec<f64>| {
            let name = format!("{name} of step {}", number + 1);
            found.push(Quantity::new(&name, got, expected, self.tolerance));
        };
        let size = small.size;
        let by_points = mean.rows(0, size).iter().copied().collect();
        compare("x_pred", small.mean(), step.numbers("x_pred")?);
        compare("x_pred, unscented", by_points, step.numbers("x_pred")?);
        let expected = step.matrix("P_pred")?.concat();
        compare(
            "P_pred, unscented",
            listed(&covariance, size),
            expected.clone(),
        );
        compare("P_pred", small.covariance(), expected);
        let measured = Measured {
            values: DVector::from_vec(step.numbers("z")?),
            gradients: self.gradients.clone(),
            errors: self.errors.clone(),
        };
        if measured.values.len() != self.gradients.nrows() {
            return Err(step.not("z", "a list that fits `H`"));
        }
        let innovation = &measured.values - &self.gradients * small.mean.rows(0, size);
        compare(
            "innovation",
            innovation.iter().copied().collect(),
            step.numbers("innovation")?,
        );
        let known = small.covariance.view((0, 0), (size, size)).clone_owned();
        let spread = &self.gradients * known * self.gradients.transpose() + &self.errors;
        compare(
            "S",
            spread.iter().copied().collect(),
            step.matrix("S")?.concat(),
        );
        let taken = small.update(&measured);
        let (innovation, log_density) = taken.ok_or_else(|| step.not("R", "positive definite"))?;
        let distance2 = innovation.distance2;
        compare("x_upd", small.mean(), step.numbers("x_upd")?);
        compare("P_upd", small.covariance(), step.matrix("P_upd")?.concat());
        compare("nis", vec![distance2], vec![step.number("nis")?]);
        compare(
            "log_likelihood",
            vec![log_density],
            vec![step.number("log_likelihood")?],
        );
        Ok([distance2, log_density])
    }
}

/// What a known input adds to the mean, step by step; nothing without one.
fn pushes(case: &Case, size: usize) -> Result<Vec<Vector6<f64>>, Misread> {
    if !case.has("B") {
        return Ok(Vec::new());
    }
    let by = dense(&case.matrix("B")?);
    let inputs = case.matrix("u")?;
    if by.nrows() != size || inputs.iter().any(|input| input.len() != by.ncols()) {
        return Err(case.not("B", "a matrix that fits `x0` and `u`"));
    }
    let push = |input: &Vec<f64>| {
        let mut push = Vector6::zeros();
        let by_input = &by * DVector::from_column_slice(input);
        push.rows_mut(0, size).copy_from(&by_input);
        push
    };
    Ok(inputs.iter().map(push).collect())
}

pub(super) fn kalman_sequence(case: &Case) -> Evaluated {
    let mut small = start(case)?;
    let sequence = Sequence::read(case, small.size)?;
    let mut found = Vec::new();
    let mut sums = [0.0; 2];
    for step in case.entries("steps")?.iter().enumerate() {
        let both = sequence.play(&mut small, step, &mut found)?;
        sums = [sums[0] + both[0], sums[1] + both[1]];
    }
    for (name, got) in ["nis_sum", "log_likelihood_sum"].into_iter().zip(sums) {
        found.push(Quantity::new(
            name,
            [got],
            [case.number(name)?],
            sequence.tolerance,
        ));
    }
    Ok(found)
}

/// Steps after which a recursion has long come to rest.
const STEPS_TO_REST: usize = 10_000;

/// The information of a linear model is the inverse of its filter's covariance.
pub(super) fn information_recursion(case: &Case) -> Evaluated {
    if case.has("J0") {
        scalar_information(case)
    } else {
        constant_velocity_information(case)
    }
}

fn scalar_information(case: &Case) -> Evaluated {
    let variance = 1.0 / case.positive("J0")?;
    let mut small = Small::new(&[0.0], &[vec![variance]])
        .ok_or_else(|| case.not("J0", "a number whose inverse is one"))?;
    let (mut noise, mut transition) = (Matrix6::zeros(), Matrix6::identity());
    noise[(0, 0)] = case.number("q")?;
    transition[(0, 0)] = case.number("f")?;
    let step = Step {
        transition,
        noise,
        push: Vector6::zeros(),
    };
    let (h, r) = (case.number("h")?, case.positive("r")?);
    let mut next = || {
        small.predict(&step);
        small.update(&Measured::scalar(0.0, &[h], r));
        small.covariance[(0, 0)]
    };
    let expected = case.numbers("J_sequence")?;
    let variances: Vec<f64> = expected.iter().map(|_| next()).collect();
    let last = (0..STEPS_TO_REST).fold(f64::NAN, |_, _| next());
    let tolerance = case.relative("tol_rel")?;
    let informations: Vec<f64> = variances.iter().map(|variance| 1.0 / variance).collect();
    let bounds = case.numbers("crlb_sequence")?;
    let (at_rest, bound) = (
        case.number("J_steady_state")?,
        case.number("crlb_steady_state")?,
    );
    Ok(vec![
        Quantity::new("J_sequence", informations, expected, tolerance),
        Quantity::new("crlb_sequence", variances, bounds, tolerance),
        Quantity::new("J_steady_state", [1.0 / last], [at_rest], tolerance),
        Quantity::new("crlb_steady_state", [last], [bound], tolerance),
    ])
}

fn constant_velocity_information(case: &Case) -> Evaluated {
    let start = Small::new(&[0.0, 0.0], &case.matrix("P0")?);
    let start = start.ok_or_else(|| case.not("P0", "a positive definite matrix of 2 rows"))?;
    let line = Line {
        noise_m2ps3: case.number("psd")?,
        start_s: 0.0,
        start,
    };
    let (period_s, sigma_m) = (case.positive("T_s")?, case.positive("sigma_m")?);
    let tolerance = case.relative("tol_rel")?;
    let mut belief = (0.0, start);
    let mut found = Vec::new();
    let (mut of_position, mut of_velocity) = (Vec::new(), Vec::new());
    for (number, expected) in (1..).zip(case.matrices("J_sequence")?) {
        let ping = Ping {
            time_s: f64::from(number) * period_s,
            position_m: 0.0,
            sigma_m,
            sensor: 1.0,
            available_s: 0.0,
        };
        line.take(&mut belief, &ping);
        let known = belief.1.covariance.fixed_view::<2, 2>(0, 0).clone_owned();
        of_position.push(known[(0, 0)]);
        of_velocity.push(known[(1, 1)]);
        let information = known
            .try_inverse()
            .map_or(Vec::new(), |it| it.as_slice().to_vec());
        let name = format!("J_sequence, {number}");
        found.push(Quantity::new(name, information, expected, tolerance));
    }
    for (name, got) in [
        ("crlb_position_m2", of_position),
        ("crlb_velocity_m2_s2", of_velocity),
    ] {
        found.push(Quantity::new(name, got, case.numbers(name)?, tolerance));
    }
    Ok(found)
}

/// A number that was measured of a point on a line.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Ping {
    time_s: f64,
    position_m: f64,
    sigma_m: f64,
    sensor: f64,
    available_s: f64,
}

/// A point on a line at constant velocity but for white acceleration.
#[derive(Debug, Clone, Copy)]
struct Line {
    noise_m2ps3: f64,
    start_s: f64,
    start: Small,
}

impl Line {
    fn predict(&self, at: &mut (f64, Small), time_s: f64) {
        let t = time_s - at.0;
        let mut step = Step {
            transition: Matrix6::identity(),
            noise: Matrix6::zeros(),
            push: Vector6::zeros(),
        };
        step.transition[(0, 1)] = t;
        step.noise[(0, 0)] = self.noise_m2ps3 * t * t * t / 3.0;
        step.noise[(0, 1)] = self.noise_m2ps3 * t * t / 2.0;
        step.noise[(1, 0)] = step.noise[(0, 1)];
        step.noise[(1, 1)] = self.noise_m2ps3 * t;
        at.1.predict(&step);
        at.0 = time_s;
    }
}

impl Refilter for Line {
    type Estimate = (f64, Small);
    type Observation = Ping;

    fn begin(&self, first: &Ping) -> Option<(f64, Small)> {
        let mut begun = (self.start_s, self.start);
        self.take(&mut begun, first);
        Some(begun)
    }

    fn take(&self, belief: &mut (f64, Small), ping: &Ping) {
        self.predict(belief, ping.time_s);
        let variance_m2 = ping.sigma_m * ping.sigma_m;
        belief
            .1
            .update(&Measured::scalar(ping.position_m, &[1.0, 0.0], variance_m2));
    }

    fn is_past(belief: &(f64, Small), ping: &Ping) -> bool {
        belief.0 > ping.time_s
    }

    fn order(one: &Ping, other: &Ping) -> Ordering {
        let by_time = one.time_s.total_cmp(&other.time_s);
        by_time.then(one.sensor.total_cmp(&other.sensor))
    }
}

/// What is believed at a time once some measurements have arrived, in their order.
fn posterior<'a>(line: &Line, pings: impl Iterator<Item = &'a Ping>, report_s: f64) -> Small {
    let mut belief = (line.start_s, line.start);
    let mut history: Option<TrackHistory<Ping, (f64, Small)>> = None;
    for ping in pings {
        if let Some(history) = &mut history {
            history.take(*ping, &mut belief, line);
        } else if let Some(begun) = line.begin(ping) {
            belief = begun;
            history = Some(TrackHistory::begun(*ping, begun));
        }
    }
    line.predict(&mut belief, report_s);
    belief.1
}

pub(super) fn asynchronous_fusion(case: &Case) -> Evaluated {
    let line = Line {
        noise_m2ps3: case.number("cwna_psd_m2_s3")?,
        start_s: case.number("t0_s")?,
        start: start(case)?,
    };
    if line.start.size != 2 {
        return Err(case.not("x0", "a position and a velocity"));
    }
    let list = "measurements_in_arrival_order";
    let keys = ["t_valid_s", "z_m", "sigma_m", "sensor", "t_available_s"];
    let ping = |[time_s, position_m, sigma_m, sensor, available_s]: [f64; 5]| Ping {
        time_s,
        position_m,
        sigma_m,
        sensor,
        available_s,
    };
    let pings: Vec<Ping> = case.table(list, keys)?.into_iter().map(ping).collect();
    let report_s = case.number("t_report_s")?;
    let is_sound =
        |ping: &Ping| (line.start_s..=report_s).contains(&ping.time_s) && ping.sigma_m > 0.0;
    if !pings.iter().all(is_sound) {
        let what = "a list of measurements between `t0_s` and `t_report_s` with errors above 0";
        return Err(case.not(list, what));
    }
    let in_time = |ping: &&Ping| ping.available_s <= report_s;
    let of_first = |ping: &&Ping| (ping.sensor - 1.0).abs() < 0.5;
    let tolerance = case.relative("tol_rel")?.plus(case.number("tol_abs")?);
    let mut found = Vec::new();
    for (name, got) in [
        ("posterior_all", posterior(&line, pings.iter(), report_s)),
        (
            "posterior_available_at_5s",
            posterior(&line, pings.iter().filter(in_time), report_s),
        ),
        (
            "posterior_sensor1_only",
            posterior(&line, pings.iter().filter(of_first), report_s),
        ),
    ] {
        let expected = case.entry(name)?;
        let (x, p) = (expected.numbers("x")?, expected.matrix("P")?.concat());
        found.push(Quantity::new(
            format!("{name}, x"),
            got.mean(),
            x,
            tolerance,
        ));
        found.push(Quantity::new(
            format!("{name}, P"),
            got.covariance(),
            p,
            tolerance,
        ));
    }
    Ok(found)
}

/// All that can come of looks, each with its probability, by the rule that confirms tracks.
pub(super) fn m_of_n(case: &Case) -> Evaluated {
    let [plots, looks] = ["m", "n"].map(|name| match case.count(name)? {
        count @ 1..=1000 => Ok(count as u32),
        _ => Err(case.not(name, "a whole number from 1 to 1000")),
    });
    let rule = Confirmation {
        plots: plots?,
        looks: looks?,
    };
    let chance = case.number("p_single")?;
    let confirmed = |rule: Confirmation| {
        // Probability of the tracks that wait, by their plots.
        let mut waiting = vec![1.0];
        let mut confirmed = 0.0;
        for looks in 1..=rule.looks {
            let mut next = vec![0.0; waiting.len() + 1];
            for (plots, share) in (0..).zip(&waiting) {
                for (seen, chance) in [(0, 1.0 - chance), (1, chance)] {
                    let plots = plots + seen;
                    match rule.judge(PlotCount { plots, looks }) {
                        ConfirmationStatus::Confirmed => confirmed += share * chance,
                        ConfirmationStatus::Waiting => next[plots as usize] += share * chance,
                        ConfirmationStatus::Failed => {}
                    }
                }
            }
            waiting = next;
        }
        confirmed
    };
    let tolerance = case.relative("tol_rel")?;
    let once = Confirmation { plots: 1, ..rule };
    [
        ("p_m_of_n", confirmed(rule)),
        ("p_at_least_one_of_n", confirmed(once)),
    ]
    .into_iter()
    .map(|(name, got)| Ok(Quantity::new(name, [got], [case.number(name)?], tolerance)))
    .collect()
}
