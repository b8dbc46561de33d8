#!/bin/sh
# A share of a sweep for each task of a job array. Submit with submit.sh.
#
# Each task has a folder of its own, so no common file system is needed but to collect. A task that
# was killed or requeued goes on where its folder ends: units are there whole or not at all.
#SBATCH --ntasks=1
#SBATCH --requeue
#SBATCH --open-mode=append
set -eu
exec "${LISBON:-lisbon}" sweep "$SWEEP" --quiet \
    --shard "$SLURM_ARRAY_TASK_ID/$SHARES" \
    --threads "${SLURM_CPUS_PER_TASK:-1}" \
    --out "$RESULTS/share-$SLURM_ARRAY_TASK_ID"
