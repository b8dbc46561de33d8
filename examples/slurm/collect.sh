#!/bin/sh
# Joins the shares, after the array: the bytes of the sweep without shares. Submitted by submit.sh.
#SBATCH --ntasks=1
#SBATCH --requeue
set -eu
exec "${LISBON:-lisbon}" collect "$RESULTS"/share-* --out "$RESULTS/all"
