#!/usr/bin/env bash
# Each shipped sweep with few runs, held to its expectations; verdicts go to results/NAME.xml.
#
#   scripts/gate.sh [path of the program] [runs]
set -euo pipefail
cd "$(dirname "$0")/.."
lisbon=${1:-target/release/lisbon}
failed=0
for sweep in scenarios/sweeps/*.toml; do
    name=$(basename "$sweep" .toml)
    echo "== $name"
    "$lisbon" sweep "$sweep" --runs "${2:-8}" --quiet --junit "results/$name.xml" || failed=1
done
exit $failed
