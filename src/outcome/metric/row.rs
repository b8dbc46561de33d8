//! The columns of the table of metrics.

use crate::outcome::score::Score;

/// Group of metrics that the reports show together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MetricGroup {
    /// Losses, interceptors and times of warning.
    Defence,
    /// Chances to shoot at the threats, and waste.
    Engagement,
    /// Leakers by their causes.
    Leakers,
    /// Interceptors, kills and losses by who pays and who is defended.
    Costs,
    /// Tracks beside the truth.
    Picture,
    /// Messages on the links.
    Exchange,
    /// Data given away to the partner.
    Disclosure,
    /// Debris, stages and interceptors that come down, and overflight.
    Debris,
}

/// Kind of a metric's values, which decides how its interval is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MetricKind {
    /// Yes or no in each run.
    Binary,
    /// A share in each run, from 0 to 1.
    Share,
    /// A count of interceptors of the party: at most those that it has.
    Rounds,
    /// A count of threats aimed at the party: at most all of them.
    Threats,
    /// Value of assets of the party: at most that of all of them.
    Value,
    /// A ratio of at least 1.
    Ratio,
    /// Another count, or a time: not below zero.
    Amount,
}

impl MetricKind {
    /// Least and greatest value that one can have in any scenario.
    pub fn range(self) -> [f64; 2] {
        match self {
            Self::Binary | Self::Share => [0.0, 1.0],
            Self::Ratio => [1.0, f64::INFINITY],
            Self::Rounds | Self::Threats | Self::Value | Self::Amount => [0.0, f64::INFINITY],
        }
    }
}

/// Direction in which a metric is better for its party.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// It is a cost or a condition, or has an ideal between.
    Neither,
}

/// One row of the table.
#[derive(Debug)]
pub(super) struct MetricRow {
    pub(super) name: &'static str,
    pub(super) group: MetricGroup,
    pub(super) kind: MetricKind,
    pub(super) unit: &'static str,
    pub(super) better: Better,
    pub(super) legend: &'static str,
    pub(super) source: &'static str,
    pub(super) value: fn(&Score) -> f64,
}

/// Makes `Metric`, `ALL` and `TABLE` from rows `Name = field [MetricKind, unit, Better], legend,
/// source;` by group. The field, of the score or of the part of it that the group names in
/// brackets, holds the value; its name is the metric's in files.
macro_rules! metrics {
    (
        $(#[$about:meta])*
        $($group:ident $part:tt {
            $($(#[$doc:meta])* $metric:ident = $field:ident
                [$kind:ident, $unit:literal, $better:ident], $legend:literal, $source:literal;)+
        })+
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Metric {
            $($($(#[$doc])* #[doc = concat!("\n\nSource: ", $source, ".")] $metric,)+)+
        }

        const ALL: &[Metric] = &[$($(Metric::$metric,)+)+];

        const TABLE: &[MetricRow] = &[$($(MetricRow {
            name: stringify!($field),
            group: MetricGroup::$group,
            kind: MetricKind::$kind,
            unit: $unit,
            better: Better::$better,
            legend: $legend,
            source: $source,
            value: |score| metrics!(@score $part $field),
        },)+)+];
    };
    (@$score:ident [] $field:ident) => { $score.$field };
    (@$score:ident [$part:ident] $field:ident) => { $score.$part.$field };
}

pub(super) use metrics;
