#!/usr/bin/env bash
# Reads the tables of a comparison and of a sweep with DuckDB, Polars and pandas. Needs Python with
# pip and the network; without them it says so and ends with 0.
#
#   scripts/readers.sh [path of the program]
set -euo pipefail
cd "$(dirname "$0")/.."
lisbon=${1:-target/release/lisbon}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
if ! { python3 -m venv "$folder/python" &&
    "$folder/python/bin/pip" install -q duckdb polars pandas pyarrow; } >/dev/null 2>&1; then
    echo "no Python with pip here: the readers are not tried"
    exit 0
fi
"$lisbon" compare scenarios/quickstart.toml --runs 70 --quiet --out "$folder/compare" >/dev/null
"$lisbon" sweep scenarios/sweeps/raid-inventory.toml --runs 2 --quiet --out "$folder/sweep" \
    >/dev/null || true
"$folder/python/bin/python" scripts/readers.py "$folder/compare"
"$folder/python/bin/python" scripts/readers.py "$folder/sweep"
