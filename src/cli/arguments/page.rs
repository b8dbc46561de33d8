//! The words of `lisbon compare` that say how much it tells.

use crate::outcome::metric::Metric;
use crate::report::comparison::{PageExtent, PageSection};
use crate::scenario::near::nearest;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

/// Extent of the report.
#[derive(Debug, Args)]
pub struct PageArguments {
    /// Architecture that the others are held against [default: the first]
    #[arg(long, value_name = "ARCHITECTURE")]
    pub reference: Option<String>,
    /// Measures of the first screen, instead of the usual three; `--format json` has them all
    #[arg(long, value_name = "A,B,...", value_delimiter = ',', value_parser = metric)]
    pub metrics: Vec<Metric>,
    /// Sections below the first screen
    #[arg(long = "section", value_name = "A,B,...", value_delimiter = ',')]
    #[arg(value_parser = sections(), conflicts_with = "full")]
    pub sections: Vec<PageSection>,
    /// All sections
    #[arg(long)]
    pub full: bool,
}

impl PageArguments {
    /// Extent that they ask for.
    pub fn extent(&self) -> PageExtent {
        let sections = if self.full { PageSection::ALL.to_vec() } else { self.sections.clone() };
        PageExtent { metrics: self.metrics.clone(), sections }
    }
}

fn sections() -> impl TypedValueParser<Value = PageSection> {
    let names = PageSection::ALL.iter().map(|section| section.name());
    let of = |name: String| PageSection::ALL.iter().copied().find(|one| one.name() == name);
    PossibleValuesParser::new(names).try_map(move |name| of(name).ok_or("no section has this name"))
}

fn metric(name: &str) -> Result<Metric, String> {
    let found = Metric::ALL.iter().copied().find(|metric| metric.name() == name);
    found.ok_or_else(|| {
        let near = nearest(name, Metric::ALL.iter().map(|metric| metric.name()));
        let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        format!("no measure has this name{near}")
    })
}
