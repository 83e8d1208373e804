// The page on its table: drawn on a canvas, moved and enlarged to the pixel, with the clean page under a sliding line.
import { h } from "./dom.js";
import { store } from "./store.js";
import { t, percent } from "./i18n.js";
import { onShown, wantWidth } from "./preview.js";
import { startLabels, placeLabels } from "./labels.js";

const margin = 18;
const view = { zoom: null, x: 0, y: 0 };    // zoom: screen pixels per pixel of the page, null: as large as fits; x, y: of its middle
let stage, canvas, wipe, sides, after = null, before = null, frame = 0;
let timing = null;

/** Puts the page's table into the page. */
export function startTable() {
  canvas = h("canvas", { role: "img" });
  wipe = h("div", { class: "wipe", role: "slider", tabIndex: 0, "aria-valuemin": "0", "aria-valuemax": "100", "aria-orientation": "horizontal" });
  sides = [h("span", { class: "side before" }), h("span", { class: "side after" })];
  stage = h("div", { class: "page-stage", id: "page-stage", tabIndex: 0, role: "group" }, canvas);
  const table = document.getElementById("table");
  table.append(stage, ...sides, wipe, h("div", { class: "busy", id: "busy" }));
  startLabels(stage);
  onShown("picture", (bitmap, size, made) => { after?.bitmap.close(); after = { bitmap, size }; timing = made; draw(); });
  onShown("clean", (bitmap, size) => { before?.bitmap.close(); before = { bitmap, size }; draw(); });
  store.on(["compare", "stage", "language", "view"], () => { sayWhatIsShown(); draw(); });
  new ResizeObserver(() => draw()).observe(table);
  listenToHands();
  listenToWipe(table);
  document.getElementById("zoom-in").onclick = () => zoomBy(1.4);
  document.getElementById("zoom-out").onclick = () => zoomBy(1 / 1.4);
  document.getElementById("zoom-fit").onclick = () => { view.zoom = view.zoom === null ? 1 : null; view.x = view.y = 0; draw(); };
  sayWhatIsShown();
}

function sayWhatIsShown() {
  const shown = store.get("stage") ?? t("result");
  stage.setAttribute("aria-label", t("pageKeys"));
  canvas.setAttribute("aria-label", t("pagePicture", { stage: shown }));
  wipe.setAttribute("aria-label", t("wipe"));
  sides[0].textContent = t("cleanPage");
  sides[1].textContent = shown;
}

const fitting = () => {
  const [width, height] = after.size;
  return Math.min((stage.clientWidth - 2 * margin) / width, (stage.clientHeight - 2 * margin) / height);
};

/** Where the page's own corner lies on the table, and how large its pixels are. */
function placement() {
  const zoom = view.zoom ?? fitting();
  const [width, height] = after.size;
  if (view.zoom === null) view.x = view.y = 0;
  const reach = (size, room) => Math.max(0, (size * zoom - room) / 2 + margin);
  view.x = Math.min(reach(width, stage.clientWidth), Math.max(-reach(width, stage.clientWidth), view.x));
  view.y = Math.min(reach(height, stage.clientHeight), Math.max(-reach(height, stage.clientHeight), view.y));
  return { zoom, left: (stage.clientWidth - width * zoom) / 2 + view.x, top: (stage.clientHeight - height * zoom) / 2 + view.y };
}

/** Draws before the next frame of the screen. */
export function draw() {
  if (frame === 0) frame = requestAnimationFrame(() => { frame = 0; drawNow(); });
}

function drawNow() {
  placeWipe(lineAt());
  if (!after || stage.clientWidth === 0) return;
  const dense = devicePixelRatio, at = placement();
  const wide = Math.round(stage.clientWidth * dense), high = Math.round(stage.clientHeight * dense);
  if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
  const pen = canvas.getContext("2d");
  pen.setTransform(dense, 0, 0, dense, 0, 0);
  pen.clearRect(0, 0, wide, high);
  const [width, height] = after.size;
  const line = lineAt();
  pen.shadowColor = "#0006";
  pen.shadowBlur = 14;
  pen.fillStyle = "#fff";
  pen.fillRect(at.left, at.top, width * at.zoom, height * at.zoom);
  pen.shadowBlur = 0;
  pen.imageSmoothingEnabled = at.zoom * width / after.bitmap.width < 2;
  pen.imageSmoothingQuality = "high";
  pen.drawImage(after.bitmap, at.left, at.top, width * at.zoom, height * at.zoom);
  if (line !== null && before) drawBefore(pen, at, line);
  wantWidth(width * at.zoom * dense);
  placeLabels(at);
  document.getElementById("zoom-fit").textContent = percent(Math.round(at.zoom * dense * 100) / 100);
  sayTime();
}

/** The clean page lies with its middle on the result's, left of the line, as large as its own pixels are. */
function drawBefore(pen, at, line) {
  const [width, height] = before.size;
  const left = at.left + (after.size[0] - width) * at.zoom / 2, top = at.top + (after.size[1] - height) * at.zoom / 2;
  pen.save();
  pen.beginPath();
  pen.rect(0, 0, line, stage.clientHeight);
  pen.clip();
  pen.clearRect(0, 0, line, stage.clientHeight);
  pen.drawImage(before.bitmap, left, top, width * at.zoom, height * at.zoom);
  pen.restore();
}

const lineAt = () => (store.get("compare") === null || store.get("stage") === "page" ? null : store.get("compare") * stage.clientWidth);

function placeWipe(line) {
  const hidden = line === null || store.get("view") === "sheet";
  wipe.hidden = sides[0].hidden = sides[1].hidden = hidden;
  if (hidden) return;
  wipe.style.left = `${line}px`;
  wipe.setAttribute("aria-valuenow", String(Math.round(100 * store.get("compare"))));
}

/** Says how long it took from the change to the picture, once it is on the screen. */
function sayTime() {
  if (!timing) return;
  const { began, timing: server, pipeline, variant } = timing;
  timing = null;
  requestAnimationFrame(() => {
    const took = performance.now() - began;
    performance.measure("foxing-shown", { start: began, duration: took, detail: { server, pipeline, variant } });
    document.getElementById("shown").textContent = t("shownIn", { time: Math.round(took) });
  });
}

function zoomBy(factor, x = 0, y = 0) {
  if (!after) return;
  const old = view.zoom ?? fitting();
  const zoom = Math.min(16, Math.max(Math.min(fitting(), 1) * 0.5, old * factor));
  view.zoom = zoom;
  view.x = x - (x - view.x) * zoom / old;
  view.y = y - (y - view.y) * zoom / old;
  draw();
}

function listenToHands() {
  const fingers = new Map();
  stage.addEventListener("wheel", (event) => {
    event.preventDefault();
    const at = stage.getBoundingClientRect();
    zoomBy(Math.exp(-event.deltaY * 0.0016), event.clientX - at.left - at.width / 2, event.clientY - at.top - at.height / 2);
  }, { passive: false });
  stage.addEventListener("pointerdown", (event) => { fingers.set(event.pointerId, [event.clientX, event.clientY]); stage.setPointerCapture(event.pointerId); });
  stage.addEventListener("pointermove", (event) => {
    const last = fingers.get(event.pointerId);
    if (!last) return;
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    const now = [event.clientX, event.clientY];
    if (other) zoomBy(Math.hypot(now[0] - other[0], now[1] - other[1]) / Math.max(1, Math.hypot(last[0] - other[0], last[1] - other[1])));
    else { view.zoom ??= fitting(); view.x += now[0] - last[0]; view.y += now[1] - last[1]; draw(); }
    fingers.set(event.pointerId, now);
  });
  for (const end of ["pointerup", "pointercancel"]) stage.addEventListener(end, (event) => fingers.delete(event.pointerId));
  stage.addEventListener("dblclick", () => document.getElementById("zoom-fit").click());
  stage.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
    if (step) { view.zoom ??= fitting(); view.x += step[0]; view.y += step[1]; draw(); }
    else if (event.key === "+" || event.key === "=") zoomBy(1.4);
    else if (event.key === "-") zoomBy(1 / 1.4);
    else if (event.key === "0") { view.zoom = null; draw(); }
    else if (event.key === "1") { view.zoom = 1 / devicePixelRatio; draw(); }
    else return;
    event.preventDefault();
  });
}

function listenToWipe(table) {
  const set = (share) => store.set({ compare: Math.min(1, Math.max(0, share)) });
  wipe.addEventListener("pointerdown", (event) => { wipe.setPointerCapture(event.pointerId); event.preventDefault(); wipe.focus({ focusVisible: false }); });
  wipe.addEventListener("pointermove", (event) => {
    if (!wipe.hasPointerCapture(event.pointerId)) return;
    const at = table.getBoundingClientRect();
    set((event.clientX - at.left) / at.width);
  });
  wipe.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -0.02, ArrowRight: 0.02, PageDown: -0.1, PageUp: 0.1, Home: -1, End: 1 }[event.key];
    if (!step) return;
    set(store.get("compare") + step);
    event.preventDefault();
  });
}
