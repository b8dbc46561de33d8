//! The list of files, each with its evaluator.
//!
//! A row is a file, the part of the work that it belongs to, the room whose functions it tests and
//! its evaluator. To add a file, put it into `reference/`, write a function from a case to its
//! quantities and name both here.

use super::assignment;
use super::case::{Quantities, ReferenceCase};
use super::defence;
use super::designs;
use super::earth;
use super::filters;
use super::flight;
use super::fusion;
use super::late_plots;
use super::nesc;
use super::reentry;
use super::sensing;
use super::sequential;
use super::statistics;
use super::tracks;

/// From a case to its compared quantities.
pub(super) type Evaluator = fn(&ReferenceCase) -> Quantities;

/// A file of reference cases.
#[derive(Debug, Clone, Copy)]
pub struct ReferenceFile {
    /// Name of the file.
    pub name: &'static str,
    /// Part of the work, 1 to 6, with which its evaluator came.
    pub part: u8,
    /// The room whose functions it tests.
    pub room: &'static str,
    /// The text that ships with the project.
    pub(super) shipped: &'static str,
    pub(super) evaluator: Evaluator,
    /// Columns that are not compared, and why; empty if all are.
    pub left_out: &'static str,
}

impl PartialEq for ReferenceFile {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// The listed file of this name.
pub fn named(name: &str) -> Option<&'static ReferenceFile> {
    LISTED.iter().find(|file| file.name == name)
}

macro_rules! listed {
    ($part:literal, $room:literal, $file:literal, $evaluator:expr) => {
        listed!($part, $room, $file, $evaluator, "")
    };
    ($part:literal, $room:literal, $file:literal, $evaluator:expr, $left_out:expr) => {
        ReferenceFile {
            name: $file,
            part: $part,
            room: $room,
            shipped: include_str!(concat!("../../reference/", $file)),
            evaluator: $evaluator,
            left_out: $left_out,
        }
    };
}

/// Columns that are not compared.
const INTERMEDIATE: &str = "decel_parameter: an intermediate of the closed form";
const FITS: &str = "snr_albersheim_dB, snr_shnidman_dB, albersheim_minus_exact_dB, \
                    shnidman_minus_exact_dB: fits that the engine, being exact, does not use";
const BOUND: &str = "crlb_sigma_range_rect_spectrum_m, ratio_crlb_to_simple: a bound that the \
                     engine does not use";

const WAITING: &str = "mean_scans_to_first_detection, mean_scans_to_m_consecutive: waiting times \
                       that no rule of the engine has";

const OTHERS: &str = "barrage_shots_same_leak_if_perfect, one_by_one_expected_shots: of other \
                         doctrines than the case's own";

const INTERVALS: &str = "wald_lower, wald_upper, agresti_coull_lower, agresti_coull_upper, \
                         jeffreys_lower, jeffreys_upper: intervals that no report has";

const UNPAIRED: &str = "welch_df, welch_lower, welch_upper: a test that ignores the pairs";

const NORMAL: &str = "se_difference, wald_lower_95, wald_upper_95, mcnemar_chi2_uncorrected: \
                      approximations for many pairs, for which reports have the exact test and \
                      Newcombe's interval";

const ADJUSTED: &str = "bonferroni, benjamini_hochberg: corrections that no report uses";

const RANDOM: &str = "var_mean_simple_random: of a design that no sweep has";

const SECOND: &str = "S2_13, published: indices of two factors together, which no report has, and \
                      values rounded";

const WALD: &str = "alpha, beta, log_upper, log_lower, line_intercept_accept_h0, \
                    line_intercept_accept_h1, asn_wald_h0, asn_wald_h1: bounds of a test that \
                    accepts, where confidence sequences only refuse";

/// The files, by part of the model.
#[rustfmt::skip] // a table
pub static LISTED: [ReferenceFile; 48] = [
    listed!(2, "earth", "01_geodesy_geodetic_ecef.csv", earth::geodetic_ecef),
    listed!(2, "earth", "01_geodesy_enu_aer.csv", earth::enu_aer),
    listed!(2, "earth", "01_geodesy_geodesic.csv", earth::geodesic),
    listed!(2, "earth", "02_atmosphere_ussa76_0_86km.csv", earth::atmosphere_low),
    listed!(2, "earth", "02_atmosphere_ussa76_86_1000km.csv", earth::atmosphere_high),
    listed!(2, "earth", "03_gravity_j2.csv", earth::gravity_j2),
    listed!(2, "earth", "03_rotating_frame.csv", earth::rotating_frame),
    listed!(2, "flight", "03_j2_propagation.csv", flight::j2_propagation),
    listed!(2, "flight", "04_ballistic_min_energy.csv", flight::minimum_energy),
    listed!(2, "flight", "04_ballistic_general_arc.csv", flight::general_arc),
    listed!(2, "flight", "04_ballistic_lofted_depressed.csv", flight::lofted_depressed),
    listed!(2, "flight", "04_reentry_numeric.csv", reentry::numeric),
    listed!(2, "flight", "04_reentry_allen_eggers.csv", reentry::allen_eggers, INTERMEDIATE),
    listed!(2, "flight", "04_nesc_checkcases.csv", nesc::sphere),
    listed!(2, "flight", "05_boost_staging.json", flight::staging),
    listed!(2, "flight", "05_boost_vertical_constant_thrust.csv", flight::vertical_burn),
    listed!(3, "sensing", "06_radar_pd_swerling.csv", sensing::detection),
    listed!(3, "sensing", "06_radar_required_snr.csv", sensing::required_snr, FITS),
    listed!(3, "sensing", "06_radar_range_equation.csv", sensing::range_equation),
    listed!(3, "sensing", "06_radar_accuracy.csv", sensing::accuracy, BOUND),
    listed!(4, "tracking", "06_radar_m_of_n.csv", tracks::m_of_n, WAITING),
    listed!(4, "tracking", "07_est_kalman_sequences.json", filters::kalman_sequence),
    listed!(4, "tracking", "07_est_nees_nis_bounds.csv", tracks::normalised_bounds),
    listed!(4, "tracking", "07_est_pcrlb_recursion.json", filters::information_recursion),
    listed!(4, "tracking", "07_est_ospa_gospa.json", tracks::ospa_gospa),
    listed!(4, "tracking", "07_est_asynchronous_fusion.json", late_plots::asynchronous_fusion),
    listed!(4, "tracking", "08_assignment_lsap.json", assignment::linear_sum),
    listed!(5, "picture", "07_est_covariance_intersection.json", fusion::intersection),
    listed!(5, "picture", "07_est_track_to_track_fusion.json", fusion::combination),
    listed!(6, "engagement", "08_assignment_wta.json", assignment::weapon_target),
    listed!(6, "engagement", "09_defence_no_leakers.csv", defence::no_leakers),
    listed!(6, "engagement", "09_defence_layered.json", defence::layered),
    listed!(6, "engagement", "09_defence_shoot_look_shoot.csv", defence::two_volleys, OTHERS),
    listed!(6, "engagement", "09_defence_finite_inventory.csv", defence::finite_inventory),
    listed!(6, "engagement", "09_defence_common_mode.csv", defence::common_mode),
    listed!(6, "engagement", "09_defence_coordination.csv", defence::coordination),
    listed!(6, "engagement", "09_defence_two_systems.csv", defence::two_systems),
    listed!(1, "statistics", "10_stats_binomial_intervals.csv", statistics::binomial, INTERVALS),
    listed!(1, "statistics", "10_stats_paired_difference.json", statistics::paired, UNPAIRED),
    listed!(1, "statistics", "10_stats_paired_binary.csv", statistics::paired_binary, NORMAL),
    listed!(1, "statistics", "10_stats_multiple_comparisons.json", statistics::adjusted, ADJUSTED),
    listed!(1, "statistics", "10_stats_quantiles.csv", statistics::quantiles),
    listed!(1, "statistics", "10_stats_sobol_sequence.json", designs::sobol_sequence),
    listed!(1, "statistics", "10_stats_lhs.json", designs::latin, RANDOM),
    listed!(1, "statistics", "10_stats_sobol_indices.json", designs::indices, SECOND),
    listed!(1, "statistics", "10_stats_sequential_stopping.json", sequential::stopping),
    listed!(1, "statistics", "10_stats_crn_variance.csv", sequential::common_luck),
    listed!(1, "statistics", "10_stats_sprt.csv", sequential::likelihood_bets, WALD),
];
