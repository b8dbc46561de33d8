//! Corridors: their flights solved, as those of raids are.

use super::objects::{self, Last};
use super::{Builder, MARGIN_S, loft};
use crate::ballistics::aim::{self, AimError};
use crate::earth::frames::Geodetic;
use crate::scenario::parts::{self, Corridor};
use crate::scenario::{Fault, schema};
use rayon::prelude::*;
use std::sync::Arc;

impl Builder<'_> {
    /// The corridors, with their flights solved in parallel.
    pub(super) fn corridors(
        &self,
        kinds: &[Arc<parts::ThreatKind>],
        faults: &mut Vec<Fault>,
    ) -> Vec<Corridor> {
        let written = &self.file.corridors;
        let solved: Vec<_> = (written.par_iter())
            .map(|written| self.solved(written, kinds))
            .collect();
        let mut corridors = Vec::new();
        for (index, solved) in solved.into_iter().enumerate() {
            match solved {
                Ok(corridor) => {
                    faults.extend(self.outlasts(&corridor));
                    corridors.push(corridor);
                }
                Err(error) => faults.push(self.not_flown(index, &error)),
            }
        }
        corridors
    }

    fn solved(
        &self,
        written: &schema::Corridor,
        kinds: &[Arc<parts::ThreatKind>],
    ) -> Result<Corridor, AimError> {
        let place = kinds.iter().position(|kind| kind.name == written.threat);
        let kind = &kinds[place.unwrap_or_default()];
        let [start, end] =
            [written.start_deg, written.end_deg].map(|[latitude_deg, longitude_deg]| {
                Geodetic::degrees(latitude_deg, longitude_deg, 0.0)
            });
        let loft = loft(written.loft_deg);
        Ok(Corridor {
            name: written.id.clone(),
            system: self.system_id(&written.system),
            kind: kind.clone(),
            start,
            end,
            loft,
            steering: aim::solve(&kind.vehicle, start, end, loft)?,
        })
    }

    /// A run in which a corridor is flown must last as long as its flight.
    fn outlasts(&self, corridor: &Corridor) -> Option<Fault> {
        let lasts = objects::lasts(&corridor.kind, &corridor.flight(), f64::INFINITY);
        let is_beyond = |last: &&Last| last.time_s + MARGIN_S > self.file.simulation.duration_s;
        let last = lasts.iter().find(is_beyond)?;
        Some(self.too_short(&corridor.name, last, last.time_s))
    }

    fn not_flown(&self, index: usize, error: &AimError) -> Fault {
        let written = &self.file.corridors[index];
        let path = format!("corridors[{index}].end_deg");
        let (threat, id) = (&written.threat, &written.id);
        let title = format!("`{threat}` cannot fly corridor `{id}`");
        self.document
            .fault_at(&path, title, error.to_string())
            .help("choose nearer places, another loft or a longer-range type")
    }
}
