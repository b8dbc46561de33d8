#!/usr/bin/env bash
# "More is never worse" in full: every shipped scenario and architecture, every change, 400 runs each,
# in release; prints the table, and fails where more is worse (docs/more-is-never-worse.md).
#
#     scripts/monotone.sh [RUNS] [SCENARIOS [ARCHITECTURES [CHANGES]]]
#
# Each of the last three holds words parted by commas: those that hold one of them are played, such as
#     scripts/monotone.sh 60 seam,decoys '' 'channels,latency'
set -euo pipefail
cd "$(dirname "$0")/.."

export LISBON_MONOTONE_RUNS=${1:-400}
export LISBON_MONOTONE_SCENARIOS=${2:-}
export LISBON_MONOTONE_ARCHITECTURES=${3:-}
export LISBON_MONOTONE_CHANGES=${4:-}
cargo test --locked --release --test it monotone -- --nocapture
