//! Where the game itself lets more be worse, and by how much. Each has its mechanism here and in
//! `docs/more-is-never-worse.md`.

/// A difference that may be on the wrong side: its place (scenario, architecture, change, party,
/// metric), and the most that more may be worse.
type Exception = ([&'static str; 5], f64);

const LATER: &str = "decision delay 90 -> 30 s";
const PERFECT: &str = "tier of exchange, no delay";
const LARGE: &str = "tier of exchange, raid x 2";

const EXCEPTIONS: [Exception; 14] = [
    // Of the two sides' assets in its sector a node saves those that come first, with what those
    // that come last could have had.
    (["seam", "sectoral", LATER, "nato", "leakage"], 0.02),
    (["seam", "sectoral-backup", LATER, "nato", "leakage"], 0.02),
    (["seam", "sectoral-crossing", LATER, "nato", "leakage"], 0.02),
    (["seam", "sectoral", LATER, "nato", "defended_value"], 0.05),
    (["seam", "sectoral-backup", LATER, "nato", "defended_value"], 0.05),
    (["seam", "sectoral-crossing", LATER, "nato", "defended_value"], 0.05),
    // A city is lost with its first missile: fewer leakers in all places leave fewer cities than
    // more in one. What NATO gains, Russia loses.
    (["seam", "isolated -> joint", LARGE, "both", "defended_value"], 0.15),
    (["seam", "shared -> joint", LARGE, "both", "defended_value"], 0.15),
    (["seam", "coordinated -> joint", LARGE, "both", "defended_value"], 0.15),
    // Who knows earlier decides when fewer are known, and expects as many again.
    (["seam", "isolated -> shared", LARGE, "russia", "defended_value"], 0.05),
    // Who helps the partner when all that it has found for itself is met lacks a channel for what it
    // finds next. What NATO loses, Russia gains.
    (["two-centres", "shared -> coordinated", PERFECT, "nato", "leakage"], 0.02),
    (["two-centres", "shared -> coordinated", PERFECT, "nato", "defended_value"], 0.05),
    // The price of a plan in expectation, of a raid whose end no node knows: shots of one command
    // for all fly long, and hold channels that what comes last then lacks.
    (["southern-raid", "coordinated -> joint", LARGE, "both", "leakage"], 0.01),
    (["southern-raid", "coordinated -> joint", LARGE, "both", "defended_value"], 0.04),
];

/// True where a difference at a place may be so much on the wrong side.
pub(super) fn is_exception(place: [&str; 5], harm: f64) -> bool {
    EXCEPTIONS.iter().any(|(at, harm_max)| *at == place && harm <= *harm_max)
}
