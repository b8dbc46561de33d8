//! Seeds of the fuzz targets, and what fuzzing has found: every file of `fuzz/seeds` is answered,
//! each by the function that its target calls.

use crate::common::path;
use std::fs;

#[expect(unreachable_pub, reason = "the fuzz targets call them from another crate")]
#[path = "../../fuzz/src/answers.rs"]
mod answers;

type Answer = fn(&[u8]);

const TARGETS: [(&str, Answer); 6] = [
    ("architecture", answers::architecture),
    ("cases", answers::cases),
    ("catalogue", answers::catalogue),
    ("plots", answers::plots),
    ("scenario", answers::scenario),
    ("truth", answers::truth),
];

#[test]
fn every_seed_is_answered() {
    let names = |folder: &str| {
        let entries = fs::read_dir(path(folder)).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    assert_eq!(names("fuzz/seeds"), TARGETS.map(|(target, _)| target));
    for (target, answer) in TARGETS {
        let folder = format!("fuzz/seeds/{target}");
        let seeds = names(&folder);
        assert!(!seeds.is_empty(), "{target}");
        for seed in seeds {
            answer(&fs::read(path(&format!("{folder}/{seed}"))).unwrap());
        }
    }
}
