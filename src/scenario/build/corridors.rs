//! Corridors: their flights solved, as those of raids are.

use super::convert::loft;
use super::objects::{self, ObjectEnd};
use super::{Builder, MARGIN_S, named};
use crate::ballistics::aim::{self, AimError};
use crate::earth::frames::Geodetic;
use crate::scenario::error::Fault;
use crate::scenario::model::{Corridor, ThreatKind};
use crate::scenario::schema::{self, PointDeg};
use rayon::prelude::*;
use std::sync::Arc;

impl Builder<'_> {
    /// The corridors, with their flights solved in parallel.
    pub(super) fn corridors(
        &self,
        kinds: &[Arc<ThreatKind>],
        faults: &mut Vec<Fault>,
    ) -> Vec<Corridor> {
        let written = &self.file.corridors;
        let solved: Vec<_> =
            (written.par_iter()).map(|written| self.solved(written, kinds)).collect();
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
        kinds: &[Arc<ThreatKind>],
    ) -> Result<Corridor, AimError> {
        let kind = named(kinds, &written.threat, |kind| &kind.name).unwrap_or_default();
        let kind = &kinds[kind];
        let point = |PointDeg(latitude_deg, longitude_deg)| {
            Geodetic::degrees(latitude_deg, longitude_deg, 0.0)
        };
        let (start, end) = (point(written.start_deg), point(written.end_deg));
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
        let ends = objects::ends(&corridor.kind, &corridor.flight(), f64::INFINITY);
        let is_beyond = |end: &&ObjectEnd| end.time_s + MARGIN_S > self.file.simulation.duration_s;
        let end = ends.iter().find(is_beyond)?;
        Some(self.too_short(&corridor.name, end, end.time_s))
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
