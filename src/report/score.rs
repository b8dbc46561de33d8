//! Score of the tracks of recorded plots, as a page and as JSON.

use super::json::{lines, object};
use super::rounding::{self, counted};
use super::sheet::{Align, Block, Sheet, TextGrid};
use crate::account::provenance::VERSION;
use crate::outcome::picture::siap::Siap;
use crate::outcome::picture::{PictureParameters, PictureQuality};
use crate::recorded::score::RecordingScore;

/// Decimals of what is told in metres, and of shares and other numbers.
const LENGTH_DECIMALS: usize = 2;
/// See [`LENGTH_DECIMALS`].
const SHARE_DECIMALS: usize = 4;

/// The page: what was judged, and a line for each figure.
pub fn page(score: &RecordingScore) -> Sheet {
    let mut page = Sheet::default();
    page.push(Block::Lines(vec![head(score)]));
    let header = ["figure", "value", ""];
    page.push_grid(TextGrid::new(Align::Left, header, rows(score)));
    page
}

fn head(score: &RecordingScore) -> String {
    let objects = counted(score.objects, "object");
    let tracks = counted(score.tracks, "track");
    let samples = counted(score.judgement.samples, "time");
    let span = score.span_s.map_or(String::new(), |(first_s, last_s)| {
        let [first, last] = [first_s, last_s].map(rounding::plain);
        format!(" from {first} to {last} s")
    });
    format!("{objects}, {tracks}, judged at {samples}{span}")
}

/// Name, value and what the value is.
type FigureRow<'a> = (&'static str, String, &'a str);

fn rows(score: &RecordingScore) -> Vec<Vec<String>> {
    let siap = &score.judgement.siap;
    let rate = share(siap.track_changes_per_h()) + " per hour tracked";
    let cutoff_km = rounding::plain(PictureParameters::RECORDING.base.cutoff_m / 1000.0);
    let ospa = format!("m, mean of order 2, cut-off {cutoff_km} km");
    let gospa = format!("{ospa}, alpha 2");
    let rows = apart(&score.judgement, [&gospa, &ospa]).into_iter().chain(attributes(siap, &rate));
    rows.map(|(name, value, what)| vec![name.into(), value, what.into()]).collect()
}

fn length(of: f64) -> String {
    rounding::number(of, LENGTH_DECIMALS)
}

fn share(of: f64) -> String {
    rounding::number(of, SHARE_DECIMALS)
}

fn apart<'a>(judged: &PictureQuality, [gospa, ospa]: [&'a str; 2]) -> [FigureRow<'a>; 7] {
    let square = "m, root of the mean square";
    [
        ("GOSPA", length(judged.gospa_m), gospa),
        (" pairs", length(judged.gospa_localisation_m), square),
        (" missed", share(judged.missed), "objects, mean"),
        (" false", share(judged.spurious), "tracks, mean"),
        ("OSPA", length(judged.ospa_m), ospa),
        (" pairs", length(judged.ospa_localisation_m), square),
        (" numbers", length(judged.ospa_cardinality_m), square),
    ]
}

fn attributes<'a>(siap: &Siap, rate: &'a str) -> [FigureRow<'a>; 8] {
    let maybe = |of: Option<f64>, told: fn(f64) -> String| of.map_or_else(|| "-".into(), told);
    let position = maybe(siap.position_error_m, length);
    let velocity = maybe(siap.velocity_error_mps, length);
    let changes = siap.track_number_changes.to_string();
    let segment = share(siap.longest_track_segment);
    let per_state = "per state, mean of a track; 1 is ideal";
    [
        ("completeness", share(siap.completeness), "of the objects have a track"),
        ("ambiguity", share(siap.ambiguity), "tracks per object that has one"),
        ("spuriousness", share(siap.spuriousness), "of the tracks are of no object"),
        ("position error", position, "m, mean of a track"),
        ("velocity error", velocity, "m/s, mean of a track"),
        ("track number changes", changes, rate),
        ("longest track segment", segment, "of an object's life"),
        ("NEES", maybe(siap.nees, share), per_state),
    ]
}

/// The figures as JSON, unrounded; `null` where no track has an object.
pub fn json(score: &RecordingScore) -> String {
    let (judged, siap) = (&score.judgement, &score.judgement.siap);
    let PictureParameters { base, rule } = PictureParameters::RECORDING;
    lines(&object! {
        lisbon: VERSION,
        objects: score.objects,
        tracks: score.tracks,
        times: judged.samples,
        from_s: score.span_s.map(|span| span.0),
        to_s: score.span_s.map(|span| span.1),
        cutoff_m: base.cutoff_m,
        order: base.order,
        threshold_m: rule.threshold_m,
        gospa_m: judged.gospa_m,
        gospa_localisation_m: judged.gospa_localisation_m,
        gospa_missed: judged.missed,
        gospa_false: judged.spurious,
        ospa_m: judged.ospa_m,
        ospa_localisation_m: judged.ospa_localisation_m,
        ospa_cardinality_m: judged.ospa_cardinality_m,
        completeness: siap.completeness,
        ambiguity: siap.ambiguity,
        spuriousness: siap.spuriousness,
        position_error_m: siap.position_error_m,
        velocity_error_mps: siap.velocity_error_mps,
        track_number_changes: siap.track_number_changes,
        track_changes_per_h: siap.track_changes_per_h(),
        longest_track_segment: siap.longest_track_segment,
        nees: siap.nees,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ballistics::state::State;
    use crate::recorded::score::RecordingScorer;
    use crate::recorded::{Snapshot, Truth};
    use nalgebra::Vector3;

    /// An object that nobody tracks has no errors, and that is not told as no error.
    #[test]
    fn what_there_is_not_is_a_dash_and_null() {
        let still = Vector3::zeros();
        let truth = |time_s| Truth {
            time_s,
            object: 0,
            state: State { position_m: still, velocity_mps: still },
        };
        let truths = [truth(0.0), truth(1.0)];
        let mut record = RecordingScorer::new(&truths);
        for time_s in [0.0, 0.5, 1.0] {
            record.take(&Snapshot { time_s, has_plots: true, fixes: &[] });
        }
        let score = record.score();
        let rows = rows(&score);
        for (name, value) in [
            ("completeness", "0.0000"),
            ("position error", "-"),
            ("NEES", "-"),
            ("OSPA", "5000.00"),
            (" missed", "1.0000"),
        ] {
            let row = rows.iter().find(|row| row[0] == name);
            assert_eq!(row.expect(name)[1], value, "{name}");
        }
        assert_eq!(head(&score), "1 object, 0 tracks, judged at 2 times from 0 to 1 s");
        let json: serde_json::Value = serde_json::from_str(&json(&score)).expect("JSON");
        assert!(json["nees"].is_null() && json["completeness"] == 0.0);
    }
}
