#!/usr/bin/env bash
# Runs for viewers of other makers, read by those who know the formats: GDAL counts what is in KML and
# GeoJSON, Cesium loads CZML in a headless browser and shows a threat where `lisbon fly` has it.
#
#     scripts/viewers.sh LISBON
#
# Installs what is missing where it may (Debian's gdal-bin and chromium, npm's cesium and
# playwright-core); what cannot be had is left out, with a word.
set -euo pipefail
lisbon=$(realpath "$1")
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
scenario=scenarios/seam.toml
run=(run "$scenario" --architecture shared --run 6)
for format in czml kml geojson; do
    "$lisbon" "${run[@]}" --format "$format" >"$work/run.$format"
done

# Installs Debian packages; false where that cannot be done.
has() { command -v "$1" >/dev/null || { apt-get update && apt-get install -y "$2"; } >/dev/null 2>&1; }

if has ogrinfo gdal-bin; then
    # Features of each role as GeoJSON has them are the placemarks of its folder.
    count() { ogrinfo -q -sql "SELECT COUNT(*) FROM \"$2\" ${3:-}" "$work/run.$1" | awk -F' = ' '/COUNT/ { print $2 }'; }
    layer=$(ogrinfo -q "$work/run.geojson" | sed -E 's/^1: //; s/ \(.*\)$//')
    for pair in threat:threats interceptor:interceptors track:tracks moment:moments radar:radars asset:assets; do
        role=${pair%%:*} folder=${pair##*:}
        geojson=$(count geojson "$layer" "WHERE role = '$role'")
        kml=$(count kml "$folder")
        printf '%-12s GeoJSON %4s  KML %4s\n' "$folder" "$geojson" "$kml"
        [ -n "$kml" ] && [ "$geojson" = "$kml" ] || { echo "the counts of $folder differ"; exit 1; }
    done
else
    echo "left out: GDAL cannot be had"
fi

if has chromium chromium && command -v npm >/dev/null &&
    npm install --silent --no-save --prefix "$work" cesium playwright-core >/dev/null 2>&1; then
    "$lisbon" fly "$scenario" --threat raid-7 --run 6 --every 1 --format json >"$work/flight.json"
    cp scripts/cesium.mjs "$work/"
    node "$work/cesium.mjs" "$work" raid-7
else
    echo "left out: Chromium or Cesium cannot be had"
fi
