#!/bin/sh
# A share of a sweep for each task of a job array. Submit with submit.sh.
#
# Each task has a folder of its own, so no common file system is needed but to collect. Units are
# there whole or not at all, so a task goes on where its folder ends. One whose node is lost Slurm
# puts back into the queue (--requeue); one whose program is killed does so itself, RESTARTS times
# at most, before it has ended, so that the job that waits for it goes on waiting.
#SBATCH --ntasks=1
#SBATCH --requeue
#SBATCH --open-mode=append
set -eu
code=0
"${LISBON:-lisbon}" sweep "$SWEEP" --quiet \
    --shard "$SLURM_ARRAY_TASK_ID/$SHARES" \
    --threads "${SLURM_CPUS_PER_TASK:-1}" \
    --out "$RESULTS/share-$SLURM_ARRAY_TASK_ID" || code=$?
if [ "$code" -gt 128 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt "${RESTARTS:-3}" ]; then
    echo "ended with $code; back into the queue"
    scontrol requeue "$SLURM_JOB_ID"
    sleep 60 # until Slurm ends this script
fi
exit "$code"
