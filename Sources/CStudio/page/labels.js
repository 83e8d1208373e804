// Outlines and baselines over the page, each with its text.
import { h, s } from "./dom.js";
import { store } from "./store.js";

let drawing, tip, placed = { zoom: 1, left: 0, top: 0 };

/** Lays the drawing over the canvas. */
export function startLabels(stage) {
  drawing = s("svg", { class: "labels", "aria-hidden": "true" });
  tip = h("div", { class: "word-tip", hidden: true });
  stage.append(drawing, tip);
  store.on(["labels", "words", "baselines"], draw);
  drawing.addEventListener("pointermove", (event) => {
    const text = event.target.dataset?.text;
    tip.hidden = !text;
    if (!text) return;
    const at = stage.getBoundingClientRect();
    tip.textContent = text;
    tip.style.left = `${Math.min(event.clientX - at.left + 14, at.width - tip.offsetWidth - 6)}px`;
    tip.style.top = `${event.clientY - at.top + 16}px`;
  });
  drawing.addEventListener("pointerleave", () => { tip.hidden = true; });
}

/** Moves the drawing with the page; texts are written once they can be read. */
export function placeLabels(at) {
  const redraw = at.zoom >= 0.9 !== placed.zoom >= 0.9;
  placed = at;
  drawing.style.transform = `translate(${at.left}px, ${at.top}px) scale(${at.zoom})`;
  if (redraw) draw();
}

function draw() {
  const labels = store.get("labels");
  const pieces = [];
  const written = placed.zoom >= 0.9;
  if (labels && (store.get("words") || store.get("baselines"))) {
    for (const region of labels.regions) for (const line of region.lines) {
      if (store.get("words")) pieces.push(...outlines(line, written));
      if (store.get("baselines")) pieces.push(...baseline(line, written));
    }
  }
  drawing.replaceChildren(...pieces);
}

const points = (list) => list.map(([x, y]) => `${x},${y}`).join(" ");

function outlines(line, written) {
  const words = line.words.length > 0 ? line.words : [line];
  return words.filter((word) => word.outline.length > 0).flatMap((word) => {
    const outline = s("polygon", { points: points(word.outline), class: word.legible ? "word" : "word illegible" });
    outline.dataset.text = word.legible ? word.text : `${word.text} · ${word.why ?? ""}`;
    if (!written || store.get("baselines")) return [outline];
    const [x, y] = word.outline[0];
    const size = Math.max(6, Math.hypot(word.outline.at(-1)[0] - x, word.outline.at(-1)[1] - y) * 0.42);
    return [outline, s("text", { x, y: y - 1, "font-size": size }, word.text)];
  });
}

function baseline(line, written) {
  const course = line.baseline ?? [];
  if (course.length === 0) return [];
  const drawn = [s("polyline", { points: points(course), class: "base" })];
  if (written && line.outline.length > 0) {
    const size = Math.max(7, (course[0][1] - line.outline[0][1]) * 0.5);
    drawn.push(s("text", { x: course[0][0], y: course[0][1] + size, "font-size": size, class: "line-text" }, line.text));
  }
  return drawn;
}
