#!/usr/bin/env bash
# Starts a real Slurm of one node, plays a sweep in four shares, kills one with SIGKILL, which is
# requeued, and holds the joined folder to the bytes of the sweep without shares. Needs root and
# Debian's packages (slurmctld slurmd slurm-client munge), which it installs where it may; where
# Slurm cannot be had it says so and ends with 0.
#
#   scripts/slurm.sh [path of the program]
set -euo pipefail
cd "$(dirname "$0")/.."
lisbon=$(realpath "${1:-target/release/lisbon}")
export PATH=$PATH:/usr/sbin
packages="slurmctld slurmd slurm-client munge"
has_all() { for program in slurmctld slurmd sbatch munged; do command -v $program >/dev/null || return 1; done; }
[ "$(id -u)" = 0 ] || { echo "not root: Slurm is not tried"; exit 0; }
has_all || { apt-get update && apt-get install -y --no-install-recommends $packages; } >/dev/null 2>&1 || true
has_all || { echo "Slurm is not to be had here (apt-get install $packages): it is not tried"; exit 0; }
D=$(mktemp -d); host=$(hostname -s)
mkdir -p "$D"/{munge,run,state,spool,log}
chmod 755 "$D"; chmod 700 "$D/munge"
head -c 128 /dev/urandom >"$D/munge/key"; chmod 400 "$D/munge/key"
cat >"$D/slurm.conf" <<CONF
ClusterName=sweep
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=16817
SlurmdPort=16818
AuthType=auth/munge
AuthInfo=socket=$D/run/munge.socket
CredType=cred/munge
SlurmUser=root
SlurmdUser=root
StateSaveLocation=$D/state
SlurmdSpoolDir=$D/spool
SlurmctldPidFile=$D/run/slurmctld.pid
SlurmdPidFile=$D/run/slurmd.pid
SlurmctldLogFile=$D/log/slurmctld.log
SlurmdLogFile=$D/log/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SwitchType=switch/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=sched_interval=1,sched_min_interval=0,batch_sched_delay=0,bf_interval=1
ReturnToService=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=sweep Nodes=$host Default=YES MaxTime=INFINITE State=UP
CONF
export SLURM_CONF=$D/slurm.conf
stop() {
    for pid in "$D"/run/{slurmd,slurmctld,munged}.pid; do
        [ -f "$pid" ] && kill "$(cat "$pid")" 2>/dev/null || true
    done
    sleep 1; rm -rf "$D"
}
trap stop EXIT
munged --force --key-file="$D/munge/key" --socket="$D/run/munge.socket" \
    --pid-file="$D/run/munged.pid" --log-file="$D/log/munged.log" --seed-file="$D/munge/seed"
slurmctld || true; slurmd || true
for _ in $(seq 100); do
    [ "$(sinfo -h -o %T 2>/dev/null)" = idle ] && break; sleep 0.1
done
[ "$(sinfo -h -o %T 2>/dev/null)" = idle ] ||
    { tail -n 5 "$D"/log/*.log; echo "Slurm does not come up here: it is not tried"; exit 0; }
echo "Slurm $(sinfo --version | cut -d' ' -f2) is up"

sweep=$PWD/scenarios/sweeps/raid-inventory.toml
sed "s|\"\.\./|\"$PWD/scenarios/|; s|^runs = .*|runs = 8|" "$sweep" >"$D/sweep.toml"
sed -i '/^\[\[expect\]\]/,$d' "$D/sweep.toml"
export LISBON=$lisbon
"$lisbon" sweep "$D/sweep.toml" --quiet --out "$D/whole" >/dev/null
read -r array collect < <(examples/slurm/submit.sh "$D/sweep.toml" "$D/results" 4)

# The program of one task is killed as soon as it has written a unit; the task goes back into the
# queue by itself.
victim=
for _ in $(seq 400); do
    for share in 1 2 3 4; do
        if ls "$D/results/share-$share/units/"*.unit >/dev/null 2>&1; then
            pid=$(pgrep -f -- "--out $D/results/share-$share\$" | head -1 || true)
            [ -n "$pid" ] && { kill -9 "$pid" && victim=$share; } && break 2
        fi
    done
    sleep 0.05
done
[ -n "$victim" ] || { echo "no task could be killed in time"; exit 1; }
echo "share $victim was killed by SIGKILL"
restarts=0
for _ in $(seq 600); do
    # A requeued task waits for two minutes, unless it is told to begin.
    scontrol update "JobId=${array}_$victim" StartTime=now 2>/dev/null || true
    now=$(scontrol show job "${array}_$victim" 2>/dev/null | sed -n 's/.*Restarts=\([0-9]*\).*/\1/p')
    restarts=${now:-$restarts}
    [ -z "$(squeue -h -j "$array,$collect" 2>/dev/null)" ] && break
    sleep 0.5
done
[ "$restarts" -gt 0 ] || { echo "the task was not requeued"; tail -n 20 "$D"/results/*.log; exit 1; }
if [ ! -f "$D/results/all/summary.json" ]; then
    tail -n 20 "$D"/results/*.log "$D"/log/slurmctld.log; squeue; exit 1
fi
diff -r "$D/whole" "$D/results/all"
echo "four shares under Slurm, one of them killed and requeued: the bytes of the whole sweep"
