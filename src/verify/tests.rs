//! The shipped cases, and that they could fail.

use super::list::{Evaluator, LISTED};
use super::*;

/// The text of a shipped file that is judged in no time: none for which the engine plays its runs.
fn quick(file: &str) -> Option<SourceText> {
    (!file.starts_with("09_defence")).then(|| shipped(file)).flatten()
}

/// Another text in the place of a shipped file, verified alone.
fn with(file: &str, text: &str) -> (Verification, Faults) {
    let only = [list::named(file).expect(file)];
    verify(&only, |name| Ok(Some(SourceText::new(name, text))), |_| ())
}

/// All listed files.
fn all() -> Vec<&'static ReferenceFile> {
    LISTED.iter().collect()
}

fn verdicts<'a>(verification: &'a Verification, file: &str) -> Option<&'a CaseVerdicts> {
    let found = verification.files.iter().find(|of| of.file.name == file);
    found.expect(file).verdicts.as_ref()
}

/// A file judged by an evaluator.
pub(super) fn judged(source: &SourceText, evaluator: Evaluator) -> (CaseVerdicts, Vec<Fault>) {
    let (cases, wrong) = read::cases(source, 0);
    let quantities = cases.iter().map(evaluator).collect();
    judge(0, &cases, quantities, wrong)
}

fn text(file: &str) -> String {
    shipped(file).expect(file).text
}

/// Deep tails, tiny and huge degrees of freedom; 40-digit inversion with mpmath.
#[test]
fn extreme_quantiles_hold() {
    let text = include_str!("../../tests/reference/statistics_extreme_quantiles.csv");
    let source = SourceText::new("statistics_extreme_quantiles.csv", text);
    let judged = judged(&source, statistics::quantiles).0;
    assert_eq!((judged.faults, judged.off()), (0, 0));
    assert!(judged.cases.len() >= 50, "{}", judged.cases.len());
}

/// Every number matters: an input or an expected value that is off by a hundredth is noticed. What
/// the engine's runs estimate has a test of its own (`defence`). That all shipped files hold is for
/// the command's test to say (`tests/it/cli/verify.rs`): once is enough, for the runs take a
/// minute.
#[test]
fn a_value_that_is_off_is_noticed() {
    // Tolerances, and what the file tells twice or for information.
    const IDLE: [&str; 5] = ["tol_", "j2_displacement_m", "mdot_kg_s", "isp_s", "allowed_"];
    // Published to the decimetre: a hundredth of a short flight's drag is less, so that one row
    // that notices is enough; where all rows have 0 another number is noticed too.
    const MEASURED: &str = "04_nesc_checkcases.csv";
    for listed in LISTED.iter().filter(|of| !read::is_json(of.name)) {
        let evaluate = listed.evaluator;
        if listed.name.starts_with("09_defence") {
            continue;
        }
        let shipped = text(listed.name);
        let right = judged(&SourceText::new(listed.name, &*shipped), evaluate).0;
        assert_eq!((right.faults, right.off()), (0, 0), "{}", listed.name);
        let mut reader = csv::Reader::from_reader(shipped.as_bytes());
        let header = reader.headers().expect("a header").clone();
        let rows: Vec<_> = reader.records().map(|row| row.expect("a row")).collect();
        for (place, column) in header.iter().enumerate() {
            let idle = IDLE.iter().any(|idle| column.starts_with(idle));
            if idle || listed.left_out.contains(column) {
                continue;
            }
            let number = |row: &csv::StringRecord| row[place].parse::<f64>().ok();
            let is_zero = |number: f64| number.abs() <= 1e-6;
            let numbers = rows.iter().filter_map(|row| Some((row, number(row)?)));
            let mut numbers: Vec<_> = numbers.collect();
            if numbers.iter().any(|of| !is_zero(of.1)) {
                numbers.retain(|of| !is_zero(of.1));
            } else if listed.name != MEASURED {
                continue;
            }
            numbers.truncate(if listed.name == MEASURED { usize::MAX } else { 1 });
            let is_noticed = |&(row, number): &(&csv::StringRecord, f64)| {
                let other = if is_zero(number) { number + 0.01 } else { number * 1.01 };
                let mut changed: Vec<String> = row.iter().map(str::to_owned).collect();
                changed[place] = other.to_string();
                let mut writer = csv::Writer::from_writer(Vec::new());
                writer.write_record(&header).expect("memory");
                writer.write_record(&changed).expect("memory");
                let bytes = writer.into_inner().expect("memory");
                let text = String::from_utf8(bytes).expect("text");
                let source = SourceText::new(listed.name, text);
                let judged = judged(&source, evaluate).0;
                judged.faults + judged.off() > 0
            };
            let noticed = numbers.is_empty() || numbers.iter().any(is_noticed);
            assert!(noticed, "{}: {column}", listed.name);
        }
    }
}

#[test]
fn a_missing_file_fails() {
    let missing = "03_gravity_j2.csv";
    let (verification, faults) =
        verify(&all(), |name| Ok((name != missing).then(|| quick(name)).flatten()), |_| ());
    assert_eq!(faults.count(), 0);
    assert_eq!(verdicts(&verification, missing), None);
    assert!(!verification.holds());
}

#[test]
fn what_is_not_understood_is_named_with_its_line() {
    let shipped = text("03_rotating_frame.csv");
    let row = |number: usize| shipped.lines().nth(number).expect("a row").to_owned();
    let good = format!("{}\n{}\n", row(0), row(1));
    let broken = |from: &str, to: &str| {
        let second = row(2).replacen(from, to, 1);
        assert_ne!(second, row(2), "{from}");
        format!("{good}{second}\n")
    };
    for (text, line, said) in [
        (broken("600.0", "soon"), 3, "`t_s` is not a number: `soon`"),
        (broken("600.0", ""), 3, "`t_s` is blank"),
        (broken("600.0", "NaN"), 3, "`t_s` is not a number"),
        (broken("600.0", "600.0,1"), 3, "cells, but the header names"),
        (broken("ROT-R02", "ROT-R01"), 3, "a second case is called ROT-R01"),
        (broken("7.292115e-05", "7.3e-05"), 3, "but the engine knows"),
        (good.replacen("t_s", "time", 1), 2, "there is no `t_s`"),
        (row(0), 1, "the file holds no case"),
        (String::new(), 1, "the file holds no case"),
    ] {
        let (verification, faults) = with("03_rotating_frame.csv", &text);
        let fault = faults.list.first().expect(said);
        assert!(fault.title.contains(said), "{said}: {}", fault.title);
        let place = format!("03_rotating_frame.csv:{line}:");
        assert!(faults.place(fault).contains(&place), "{said}: {}", faults.place(fault));
        assert!(!verification.holds());
        let judged = verdicts(&verification, "03_rotating_frame.csv").expect(said);
        assert_eq!(judged.faults, 1, "{said}");
        let understood = usize::from(line == 3);
        assert_eq!(judged.cases.len(), understood, "{said}: the rest is judged");
    }
}

#[test]
fn a_json_file_that_is_not_understood_is_named_with_its_line() {
    let shipped = text("05_boost_staging.json");
    for (from, to, said) in [
        ("\"cases\"", "\"rows\"", "there is no list `cases`"),
        ("\"isp_s\"", "\"isp\"", "`stages` is not a list of objects with isp_s"),
        ("\"case_id\"", "\"name\"", "there is no `case_id`"),
        ("1000.0,", "1000.0", "expected `,`"),
        ("[4.333333333333333]", "4.3", "`mass_ratios` is not a list of numbers: 4.3"),
    ] {
        let broken = shipped.replacen(from, to, 1);
        assert_ne!(broken, shipped, "{from}");
        let (verification, faults) = with("05_boost_staging.json", &broken);
        let fault = faults.list.first().expect(said);
        assert!(fault.title.contains(said), "{said}: {}", fault.title);
        assert!(faults.place(fault).starts_with("05_boost_staging.json:"));
        assert!(!verification.holds());
    }
}

#[test]
fn what_cannot_be_read_is_a_fault() {
    let (verification, faults) = verify(
        &all(),
        |name| {
            if name == "03_gravity_j2.csv" {
                Err("it is a directory, not a file".into())
            } else {
                Ok(quick(name))
            }
        },
        |_| (),
    );
    assert_eq!(faults.count(), 1);
    assert_eq!(faults.place(&faults.list[0]), "03_gravity_j2.csv");
    assert!(!verification.holds());
}

/// A case of sets of points, judged.
fn sets(case: &str) -> CaseVerdicts {
    let file = "07_est_ospa_gospa.json";
    let text = format!("{{\"tol_rel\": 1e-10, \"tol_abs\": 1e-12, \"cases\": [{{{case}}}]}}");
    let evaluator = list::named(file).expect(file).evaluator;
    judged(&SourceText::new(file, text), evaluator).0
}

/// One truth and one estimate 3 and 4 along two axes apart, and one estimate of nothing: by hand
/// with c = 10 and p = 3.
#[test]
fn every_number_of_a_case_of_sets_matters() {
    let case = "\"case_id\": \"X\", \"truth\": [[0, 0]], \"estimates\": [[3, 4], [80, 9]], \
                \"cutoff_c\": 10, \"order_p\": 3, \"ospa\": 8.25481812223657, \
                \"ospa_localisation\": 3.968502629920499, \"ospa_cardinality\": 7.937005259840998, \
                \"gospa_alpha2\": 8.549879733383484, \"gospa_localisation_cost_p\": 125, \
                \"gospa_missed_count\": 0, \"gospa_false_count\": 1, \
                \"gospa_missed_cost_p\": 0, \"gospa_false_cost_p\": 500";
    let right = sets(case);
    assert_eq!((right.faults, right.off()), (0, 0), "{right:#?}");
    let keys: Vec<&str> = case.split(", \"").skip(1).collect();
    let told: Vec<&str> =
        keys.iter().filter_map(|key| key.split_once(": ")).map(|of| of.1).collect();
    for (key, value) in keys.iter().zip(&told) {
        if value.starts_with('[') {
            continue;
        }
        let changed = value.parse::<f64>().expect(key) + 0.01;
        let other = key.replacen(value, &changed.to_string(), 1);
        let off = sets(&case.replacen(key, &other, 1));
        assert!(off.off() + off.faults > 0, "{key}");
    }
    for (from, to) in [
        ("\"order_p\": 3", "\"order_p\": 0.5"),
        ("\"cutoff_c\": 10", "\"cutoff_c\": 0"),
        ("[[0, 0]]", "[[0, 0, 0, 0]]"),
        ("[[0, 0]]", "[[]]"),
        ("[[0, 0]]", "[[0, 0], [1]]"),
        ("[[0, 0]]", "[0, 0]"),
    ] {
        assert_eq!(sets(&case.replacen(from, to, 1)).faults, 1, "{from} to {to}");
    }
}
