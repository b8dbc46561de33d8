#!/bin/sh
# Usage: submit.sh SWEEP.toml RESULTS [SHARES]
#
# An array of SHARES tasks, and a job that joins them once all have ended. Prints the two job
# numbers. Options for sbatch, such as a partition, come from the environment (SBATCH_PARTITION ...).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
export SWEEP=$1 RESULTS=$2 SHARES=${3:-4}
mkdir -p "$RESULTS"
log="$RESULTS/%x-%a.log"
array=$(sbatch --parsable --array="1-$SHARES" --job-name=share --output="$log" --export=ALL \
    "$here/sweep.sh")
collect=$(sbatch --parsable --dependency="afterany:$array" --job-name=collect \
    --output="$RESULTS/collect.log" --export=ALL "$here/collect.sh")
echo "$array $collect"
