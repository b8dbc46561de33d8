//! Where the game itself lets more be worse. Each has its mechanism here and in
//! `docs/more-is-never-worse.md`.

/// A comparison that may be on the wrong side.
struct Exception {
    scenario: &'static str,
    architecture: &'static str,
    change: &'static str,
    party: &'static str,
}

/// Of the two sides' assets in its sector a node saves those that come first, with what those that
/// come last could have had.
const fn sector(architecture: &'static str) -> Exception {
    let change = "decision delay 90 -> 30 s";
    Exception { scenario: "seam", architecture, change, party: "nato" }
}

const EXCEPTIONS: [Exception; 3] =
    [sector("sectoral"), sector("sectoral-backup"), sector("sectoral-crossing")];

/// True of a named exception: architecture, change, party.
pub(super) fn is_exception(scenario: &str, [architecture, change, party]: [&str; 3]) -> bool {
    EXCEPTIONS.iter().any(|one| {
        one.scenario == scenario
            && one.architecture == architecture
            && one.change == change
            && one.party == party
    })
}
