#!/bin/sh
# Joins the shares, after the array: the bytes of the sweep without shares. Submitted by submit.sh.
# Where a share is missing it says so and ends with 1; once that is there, submit it again.
#SBATCH --ntasks=1
#SBATCH --requeue
set -eu
exec "${LISBON:-lisbon}" collect "$RESULTS"/share-*/ --out "$RESULTS/all"
