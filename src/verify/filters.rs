//! Filters: small linear models in the engine's filter.

use super::case::{CaseError, Quantities, ReferenceCase};
use super::judge::{Quantity, Tolerance};
use super::late_plots::{LineMotion, PositionPlot};
use super::linear::{LinearMeasurement, LinearStep, SmallBelief, inside, listed};
use crate::tracking::track::history::Refilter;
use nalgebra::{DMatrix, DVector, Matrix6, Vector6};

/// A square matrix of this size in a cell, inside another of six.
fn square(case: &ReferenceCase, name: &str, size: usize) -> Result<Matrix6<f64>, CaseError> {
    let rows = case.matrix(name)?;
    let fits = rows.len() == size && rows.iter().all(|row| row.len() == size);
    fits.then(|| inside(&rows))
        .ok_or_else(|| case.not(name, &format!("a matrix of {size} rows and columns")))
}

fn dense(rows: &[Vec<f64>]) -> DMatrix<f64> {
    let columns = rows.first().map_or(0, Vec::len);
    DMatrix::from_row_iterator(rows.len(), columns, rows.iter().flatten().copied())
}

/// A linear model, and what goes into it.
struct Sequence {
    transition: Matrix6<f64>,
    noise: Matrix6<f64>,
    /// Known input to the mean, step by step.
    pushes: Vec<Vector6<f64>>,
    gradients: DMatrix<f64>,
    errors: DMatrix<f64>,
    tolerance: Tolerance,
}

impl Sequence {
    fn read(case: &ReferenceCase, size: usize) -> Result<Self, CaseError> {
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
            tolerance: case.relative_and_absolute()?,
        })
    }

    /// Plays a step, the `number`-th from 0, and compares all that it says; also gives the squared
    /// innovation and the logarithm of its density.
    fn play(
        &self,
        small: &mut SmallBelief,
        (number, step): (usize, &ReferenceCase),
    ) -> Result<(Vec<Quantity>, [f64; 2]), CaseError> {
        let (size, tolerance) = (small.size, self.tolerance);
        let push = self.pushes.get(number).copied();
        let (mean, covariance) = small.predict(&LinearStep {
            transition: self.transition,
            noise: self.noise,
            push: push.unwrap_or_else(Vector6::zeros),
        });
        let mut found = vec![
            step.compare_list(tolerance, "x_pred", mean.iter().copied().take(size))?,
            step.compare_matrix(tolerance, "P_pred", listed(&covariance, size))?,
        ];
        for by_points in &mut found {
            by_points.name.push_str(", unscented");
        }
        found.push(step.compare_list(tolerance, "x_pred", small.mean())?);
        found.push(step.compare_matrix(tolerance, "P_pred", small.covariance())?);
        let measured = LinearMeasurement {
            values: DVector::from_vec(step.numbers("z")?),
            gradients: self.gradients.clone(),
            errors: self.errors.clone(),
        };
        if measured.values.len() != self.gradients.nrows() {
            return Err(step.not("z", "a list that fits `H`"));
        }
        let innovation = &measured.values - &self.gradients * small.mean.rows(0, size);
        let innovation = innovation.iter().copied();
        found.push(step.compare_list(tolerance, "innovation", innovation)?);
        let known = small.covariance.view((0, 0), (size, size)).clone_owned();
        let spread = &self.gradients * known * self.gradients.transpose() + &self.errors;
        found.push(step.compare_matrix(tolerance, "S", spread.iter().copied())?);
        let taken = small.update(&measured);
        let (innovation, log_density) = taken.ok_or_else(|| step.not("R", "positive definite"))?;
        let nis = innovation.distance2;
        found.push(step.compare_list(tolerance, "x_upd", small.mean())?);
        found.push(step.compare_matrix(tolerance, "P_upd", small.covariance())?);
        let scalars = [("nis", nis), ("log_likelihood", log_density)];
        found.extend(step.compare(tolerance, scalars)?);
        for quantity in &mut found {
            quantity.name = format!("{} of step {}", quantity.name, number + 1);
        }
        Ok((found, [nis, log_density]))
    }
}

/// Contribution of a known input to the mean, step by step; nothing without one.
fn pushes(case: &ReferenceCase, size: usize) -> Result<Vec<Vector6<f64>>, CaseError> {
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

pub(super) fn kalman_sequence(case: &ReferenceCase) -> Quantities {
    let mut small = SmallBelief::of(case)?;
    let sequence = Sequence::read(case, small.size)?;
    let mut found = Vec::new();
    let mut sums = [0.0; 2];
    for step in case.entries("steps")?.iter().enumerate() {
        let (quantities, both) = sequence.play(&mut small, step)?;
        found.extend(quantities);
        sums = [sums[0] + both[0], sums[1] + both[1]];
    }
    let names = ["nis_sum", "log_likelihood_sum"];
    found.extend(case.compare(sequence.tolerance, names.into_iter().zip(sums))?);
    Ok(found)
}

/// Steps after which a recursion has come to rest, if no step before has left it as it was.
const STEPS_TO_REST: usize = 10_000;

/// The information of a linear model is the inverse of its filter's covariance.
pub(super) fn information_recursion(case: &ReferenceCase) -> Quantities {
    if case.has("J0") { scalar_information(case) } else { constant_velocity_information(case) }
}

fn scalar_information(case: &ReferenceCase) -> Quantities {
    let variance = 1.0 / case.positive("J0")?;
    let mut small = SmallBelief::new(&[0.0], &[vec![variance]])
        .ok_or_else(|| case.not("J0", "a number whose inverse is one"))?;
    let (mut noise, mut transition) = (Matrix6::zeros(), Matrix6::identity());
    noise[(0, 0)] = case.number("q")?;
    transition[(0, 0)] = case.number("f")?;
    let step = LinearStep { transition, noise, push: Vector6::zeros() };
    let (h, r) = (case.number("h")?, case.positive("r")?);
    let mut next = || {
        small.predict(&step);
        small.update(&LinearMeasurement::scalar(0.0, &[h], r));
        small.covariance[(0, 0)]
    };
    let expected = case.numbers("J_sequence")?;
    let variances: Vec<f64> = expected.iter().map(|_| next()).collect();
    let mut last = next();
    for _ in 0..STEPS_TO_REST {
        let before = std::mem::replace(&mut last, next());
        if last.total_cmp(&before).is_eq() {
            break;
        }
    }
    let tolerance = case.relative("tol_rel")?;
    let informations: Vec<f64> = variances.iter().map(|variance| 1.0 / variance).collect();
    let mut found =
        case.compare(tolerance, [("J_steady_state", 1.0 / last), ("crlb_steady_state", last)])?;
    found.push(case.compare_list(tolerance, "J_sequence", informations)?);
    found.push(case.compare_list(tolerance, "crlb_sequence", variances)?);
    Ok(found)
}

fn constant_velocity_information(case: &ReferenceCase) -> Quantities {
    let start = SmallBelief::new(&[0.0, 0.0], &case.matrix("P0")?);
    let start = start.ok_or_else(|| case.not("P0", "a positive definite matrix of 2 rows"))?;
    let line = LineMotion { noise_m2ps3: case.number("psd")?, start_s: 0.0, start };
    let (period_s, sigma_m) = (case.positive("T_s")?, case.positive("sigma_m")?);
    let tolerance = case.relative("tol_rel")?;
    let mut belief = (0.0, start);
    let mut found = Vec::new();
    let (mut of_position, mut of_velocity) = (Vec::new(), Vec::new());
    for (number, expected) in (1..).zip(case.matrices("J_sequence")?) {
        let ping = PositionPlot {
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
        let information = known.try_inverse().map_or(Vec::new(), |it| it.as_slice().to_vec());
        let name = format!("J_sequence, {number}");
        found.push(Quantity::new(name, information, expected, tolerance));
    }
    for (name, got) in [("crlb_position_m2", of_position), ("crlb_velocity_m2_s2", of_velocity)] {
        found.push(case.compare_list(tolerance, name, got)?);
    }
    Ok(found)
}
