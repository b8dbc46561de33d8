// Loads FOLDER/run.czml in Cesium, in a headless browser, and compares where it shows a threat at three
// times with FOLDER/flight.json, as `lisbon fly` has it.
//
//     node cesium.mjs FOLDER THREAT        (FOLDER has node_modules; scripts/viewers.sh makes it)
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { createRequire } from "node:module";

const [folder, threat] = process.argv.slice(2);
const { chromium } = createRequire(join(folder, "x.js"))("playwright-core");
const page = `<!doctype html>
<link rel="stylesheet" href="/node_modules/cesium/Build/Cesium/Widgets/widgets.css">
<style>html, body, #globe { width: 100%; height: 100%; margin: 0; overflow: hidden; }</style>
<div id="globe"></div>
<script>window.CESIUM_BASE_URL = "/node_modules/cesium/Build/Cesium/";</script>
<script src="/node_modules/cesium/Build/Cesium/Cesium.js"></script>`;
const types = { ".js": "text/javascript", ".json": "application/json", ".css": "text/css" };

const server = createServer(async (request, answer) => {
    const path = normalize(new URL(request.url, "http://here").pathname);
    if (path === "/") {
        answer.setHeader("content-type", "text/html");
        return answer.end(page);
    }
    if (path === "/favicon.ico") {
        answer.statusCode = 204;
        return answer.end();
    }
    try {
        const bytes = await readFile(join(folder, path));
        answer.setHeader("content-type", types[extname(path)] ?? "application/octet-stream");
        answer.end(bytes);
    } catch {
        answer.statusCode = 404;
        answer.end();
    }
}).listen(0, "127.0.0.1");
await new Promise((ready) => server.once("listening", ready));
const origin = `http://127.0.0.1:${server.address().port}/`;

const flags = "--no-sandbox --use-gl=angle --use-angle=swiftshader --enable-unsafe-swiftshader " +
    "--disable-background-networking --disable-component-update --disable-sync --no-first-run --disable-quic";
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: flags.split(" ") });
const faults = [];
try {
    const tab = await browser.newPage();
    tab.on("console", (line) => line.type() === "error" && faults.push(line.text()));
    tab.on("pageerror", (error) => faults.push(String(error)));
    await tab.goto(origin);
    const { rows } = JSON.parse(await readFile(join(folder, "flight.json"), "utf8"));
    // In three parts of the flight, between the file's own places.
    const between = rows.filter((row) => row.time_s % 5 === 2);
    const asked = [0.2, 0.5, 0.8].map((part) => between[Math.floor(part * between.length)]);
    const shown = await tab.evaluate(async ({ threat, asked }) => {
        const viewer = new Cesium.Viewer("globe", {
            baseLayer: false, baseLayerPicker: false, geocoder: false,
        });
        const source = await viewer.dataSources.add(Cesium.CzmlDataSource.load("/run.czml"));
        const entity = source.entities.getById(`threat/${threat}`);
        const epoch = Cesium.JulianDate.fromIso8601("2010-11-20T00:00:00Z");
        const places = asked.map((row) => {
            const time = Cesium.JulianDate.addSeconds(epoch, row.time_s, new Cesium.JulianDate());
            const at = entity.position.getValue(time);
            const there = Cesium.Cartesian3.fromDegrees(row.longitude_deg, row.latitude_deg, row.altitude_m);
            return { time_s: row.time_s, off_m: Cesium.Cartesian3.distance(at, there) };
        });
        viewer.clock.currentTime = Cesium.JulianDate.addSeconds(epoch, asked[1].time_s, new Cesium.JulianDate());
        const camera = { destination: Cesium.Cartesian3.fromDegrees(38, 25, 5e6), orientation: { pitch: -1.2 } };
        viewer.camera.setView(camera);
        viewer.clock.shouldAnimate = false;
        viewer.render();
        return { entities: source.entities.values.length, places };
    }, { threat, asked });
    const packets = JSON.parse(await readFile(join(folder, "run.czml"), "utf8")).length;
    console.log(`Cesium: ${shown.entities} entities of ${packets} packets`);
    for (const { time_s, off_m } of shown.places) {
        console.log(`Cesium: ${threat} at ${time_s} s is ${off_m.toFixed(2)} m off`);
        if (!(off_m < 30)) faults.push(`${threat} is ${off_m} m off at ${time_s} s`);
    }
    if (shown.entities !== packets - 1) faults.push("not every packet is an entity");
    // For who wants to look at it.
    if (process.env.LISBON_PICTURE) await tab.screenshot({ path: process.env.LISBON_PICTURE });
} finally {
    await browser.close();
    server.close();
}
if (faults.length > 0) {
    console.log(faults.join("\n"));
    process.exit(1);
}
