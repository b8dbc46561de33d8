//! One way in for every file: what wrote it, and how it is named, makes no difference.

use super::{directory, done, lisbon, text};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

const S1: &str = "scenarios/tracker/s1.toml";

/// One target, a plot each second.
const PLOTS: &str = "\
time_s,sensor,range_m,azimuth_rad,elevation_rad\n\
0.0,radar-0,590932.221,5.554207113,0.447893701\n\
1.0,radar-0,588431.941,5.566010008,0.450594411\n\
2.0,radar-0,586002.360,5.576042013,0.453257466\n\
3.0,radar-0,583756.824,5.586422480,0.457059290\n\
4.0,radar-0,581381.048,5.595562821,0.459620854\n\
5.0,radar-0,579124.437,5.606858289,0.463674615\n\
6.0,radar-0,576946.818,5.616433102,0.467145878\n\
7.0,radar-0,574804.373,5.627545341,0.469794303\n\
8.0,radar-0,572666.531,5.638018446,0.475380143\n\
9.0,radar-0,570613.008,5.647821883,0.477558627\n\
10.0,radar-0,568600.906,5.658470446,0.480513944\n\
11.0,radar-0,566683.031,5.669658873,0.483338516\n\
";

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// What `track` makes of plots in a file of this name.
fn tracked(name: &Path, bytes: &[u8]) -> super::Done {
    fs::write(name, bytes).unwrap();
    done(&["track", S1, "--plots", &text(name)])
}

#[test]
fn the_same_plots_are_the_same_however_they_are_written() {
    let folder = directory("files_same");
    let plots = folder.join("plots.csv");
    let plain = tracked(&plots, PLOTS.as_bytes());
    assert_eq!(plain.code, Some(0), "{}", plain.said);
    assert!(plain.out.lines().count() > 5, "{}", plain.out);
    let half = PLOTS.len() / 2;
    let members =
        [packed(&PLOTS.as_bytes()[..half]), vec![0; 100], packed(&PLOTS.as_bytes()[half..])];
    let ways = [
        ("CRLF", PLOTS.replace('\n', "\r\n").into_bytes()),
        ("byte order mark", format!("\u{feff}{PLOTS}").into_bytes()),
        ("blank lines", PLOTS.replace("\n3.0", "\n\n  \n3.0").into_bytes()),
        ("packed", packed(PLOTS.as_bytes())),
        ("two members and zeros", [members.concat(), vec![0; 512]].concat()),
    ];
    for (way, bytes) in ways {
        let done = tracked(&plots, &bytes);
        assert_eq!((done.code, done.said.as_str()), (Some(0), ""), "{way}");
        assert_eq!(done.out, plain.out, "{way}");
    }
    let mut child = lisbon(&["track", S1, "--plots", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(PLOTS.as_bytes()).unwrap();
    let piped = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(piped.stdout).unwrap(), plain.out);
}

#[test]
fn what_is_no_text_is_refused_with_its_true_cause_and_line() {
    let folder = directory("files_refused");
    let utf16: Vec<u8> = PLOTS.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let latin = [PLOTS.as_bytes(), b"caf\xe9,radar-0,1,1,1\n"].concat();
    let cases: [(&str, Vec<u8>, &str); 7] = [
        ("semicolons", PLOTS.replace(',', ";").into_bytes(), "the cells are parted by semicolons"),
        ("tabs", PLOTS.replace(',', "\t").into_bytes(), "the cells are parted by tabs"),
        ("old Mac", PLOTS.replace('\n', "\r").into_bytes(), "line 1 has a carriage return"),
        ("UTF-16", utf16.clone(), "it is UTF-16; save it as UTF-8"),
        ("UTF-16 with a mark", [vec![0xff, 0xfe], utf16].concat(), "it is UTF-16"),
        ("Latin-1", latin, "line 14 is not UTF-8"),
        ("decimal commas", PLOTS.replace('.', ",").into_bytes(), "plots.csv:2:1"),
    ];
    for (what, bytes, reason) in cases {
        let done = tracked(&folder.join("plots.csv"), &bytes);
        assert_eq!((done.code, done.out.as_str()), (Some(2), ""), "{what}: {}", done.said);
        assert!(done.said.contains(reason), "{what}: {}", done.said);
    }
}

/// `05-zenith-rounded`: limits are compared as they are printed.
#[test]
fn rounded_limits_are_angles() {
    let plots = directory("files_rounded").join("plots.csv");
    let zenith = format!("{PLOTS}30.0,radar-0,300000,0,1.5708\n31.0,radar-0,8e5,6.2832,-1.5708\n");
    let done = tracked(&plots, zenith.as_bytes());
    assert_eq!((done.code, done.said.as_str()), (Some(0), ""));
    let beyond = tracked(&plots, format!("{PLOTS}30.0,radar-0,300000,0,1.5709\n").as_bytes());
    assert!(beyond.said.contains("from -1.5708 to 1.5708"), "{}", beyond.said);
}

/// `06-duplicate-plots`: a plot that stands twice is one, and the program says so.
#[test]
fn doubled_plots_are_one_target() {
    let plots = directory("files_doubled").join("plots.csv");
    let once = tracked(&plots, PLOTS.as_bytes());
    let (header, rows) = PLOTS.split_once('\n').unwrap();
    let doubled = format!(
        "{header}\n{rows}{}",
        rows.replace("0.0,radar-0,590932.221", "0,radar-0,590932.22")
    );
    let twice = tracked(&plots, doubled.as_bytes());
    assert_eq!(twice.out, once.out, "{}", twice.said);
    assert!(twice.said.contains("12 of the plots stand in the file once more"), "{}", twice.said);
    // Two objects that a radar can part are two.
    let two = tracked(
        &plots,
        format!("{PLOTS}0.0,radar-0,591532.221,5.554207113,0.447893701\n").as_bytes(),
    );
    assert_eq!(two.said, "");
}

/// `07-zero-noise`: plots without errors are refused, once for each radar, with the key.
#[test]
fn plots_without_errors_are_refused() {
    let folder = directory("files_exact");
    for (key, value) in [("range_floor_m", "20"), ("angle_floor_mrad", "1")] {
        let scenario = fs::read_to_string(S1).unwrap();
        let exact = scenario.replace(&format!("{key} = {value}\n"), &format!("{key} = 0\n"));
        let exact = exact.replace("\"../", &format!("\"{}/scenarios/", env!("CARGO_MANIFEST_DIR")));
        assert_ne!(scenario, exact);
        fs::write(folder.join("s1.toml"), exact).unwrap();
        fs::write(folder.join("plots.csv"), PLOTS).unwrap();
        let done = done(&[
            "track",
            &text(&folder.join("s1.toml")),
            "--plots",
            &text(&folder.join("plots.csv")),
        ]);
        assert_eq!((done.code, done.out.as_str()), (Some(2), ""), "{}", done.said);
        for part in ["plots of `radar-0` would have no errors", key, "plots.csv:2:5", "1 fault"] {
            assert!(done.said.contains(part), "{part} in {}", done.said);
        }
    }
}

/// `08-path-not-utf8`: a path of any bytes is a path.
#[cfg(unix)]
#[test]
fn paths_need_not_be_text() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = directory("files_path").join(OsStr::from_bytes(b"caf\xe9"));
    fs::create_dir_all(folder.join("cases")).unwrap();
    let copy = |from: &str, to: &Path| fs::copy(from, to).unwrap();
    copy("scenarios/quickstart.toml", &folder.join("quickstart.toml"));
    for inner in ["catalogues", "architectures"] {
        fs::create_dir_all(folder.join(inner)).unwrap();
        for entry in fs::read_dir(format!("scenarios/{inner}")).unwrap() {
            let from = entry.unwrap().path();
            fs::copy(&from, folder.join(inner).join(from.file_name().unwrap())).unwrap();
        }
    }
    copy("reference/10_stats_quantiles.csv", &folder.join("cases/10_stats_quantiles.csv"));
    fs::write(folder.join("plots.csv"), PLOTS).unwrap();
    let run = |words: &[&OsStr]| {
        let mut command = lisbon(&[]);
        let output = command.args(words).output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned(), output.stderr)
    };
    let word = |word: &'static str| OsStr::new(word);
    let (code, out, _) = run(&[word("check"), folder.join("quickstart.toml").as_os_str()]);
    assert_eq!(code, Some(0));
    assert!(out.contains("quickstart.toml: right."), "{out}");
    let plots = folder.join("plots.csv");
    let track = [word("track"), word(S1), word("--plots"), plots.as_os_str()];
    let (code, out, _) = run(&track);
    assert_eq!(code, Some(0));
    let written = folder.join(OsStr::from_bytes(b"tracks-\xe9.csv"));
    let (code, ..) = run(&[&track[..], &[word("--out"), written.as_os_str()]].concat());
    assert_eq!(code, Some(0));
    assert_eq!(fs::read_to_string(&written).unwrap(), out);
    let cases = folder.join("cases");
    let verify = [word("verify"), word("--quiet"), word("--file"), word("10_stats_quantiles.csv")];
    let (code, ..) = run(&[&verify[..], &[word("--cases"), cases.as_os_str()]].concat());
    assert_eq!(code, Some(0));
}
