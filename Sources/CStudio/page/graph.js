// The graph of stages: each stage a card with its steps, lines from what it is made from.
import { h, s, icon, fill } from "./dom.js";
import { selectStep, stagesBehind, store, whenDifferent } from "./store.js";
import { t, percent } from "./i18n.js";
import { chooseOperation } from "./operations.js";
import { addFirstStep, addStepAfter } from "./edits.js";
import { toast } from "./dom.js";

let nodes = new Map(), edges, added = null;

/** Draws the graph whenever it, or what is said in it, changes. */
export function startGraph() {
  store.on(["graph", "language", "applied", "findings"], whenDifferent(drawnFrom, draw));
  store.on(["graph"], selectAdded);
  store.on(["selected", "stage"], mark);
  new ResizeObserver(drawEdges).observe(document.getElementById("graph"));
  document.getElementById("graph").addEventListener("keydown", moveByArrows);
}

/** All that the drawing shows: where something stands in its line is no part of it, and a moved slider changes little else. */
function drawnFrom() {
  const { stages, outputs, readability } = store.get("graph") ?? {};
  const wrong = store.get("findings").filter((one) => one.severity === "error").map((one) => one.line);
  const line = (name, value) => (name === "span" ? value?.line : value);
  return [JSON.stringify([stages, outputs, readability], line), store.get("applied").map((one) => [one.stage, one.step]), wrong, store.get("language"), [...stagesBehind()]];
}

function draw() {
  const graph = store.get("graph");
  if (!graph) return;
  const place = document.getElementById("graph");
  const focus = document.activeElement?.closest?.("#graph [data-stage]");
  const wanted = focus ? [focus.dataset.stage, focus.dataset.place] : null;
  nodes = new Map();
  const source = h("button", { type: "button", class: "source-node", data: { stage: "page" }, onclick: () => store.set({ stage: "page", view: "page" }) }, t("page"));
  nodes.set("page", source);
  const list = h("ol", { class: "stages" }, h("li", {}, source), graph.stages.map((stage) => h("li", {}, stageCard(stage, graph))));
  edges = s("svg", { class: "edges", "aria-hidden": "true" });
  list.append(edges);
  fill(place, list);
  mark();
  drawEdges();
  if (wanted) find(wanted[0], wanted[1])?.focus({ preventScroll: true });
}

const find = (stage, place) => [...document.querySelectorAll("#graph [data-stage]")]
  .find((one) => one.dataset.stage === stage && one.dataset.place === place);

function stageCard(stage, graph) {
  const head = h("button", {
    type: "button", class: "node-head", data: { stage: stage.name },
    onclick: () => store.set({ selected: { stage: stage.name, place: null }, stage: lastStage() === stage.name ? null : stage.name, view: "page" }),
  }, h("span", { class: "name" }, stage.name), stage.p < 1 ? h("small", {}, percent(stage.p)) : null,
  graph.readability?.stage === stage.name ? markOf("eye", t("readHere")) : null);
  const card = h("div", { class: "node" }, head);
  const blank = stage.from.includes("blank"), many = stage.from.length > 1;
  if (blank || many) card.append(h("p", { class: "node-from" }, many ? `${stage.merge}: ${stage.from.join(", ")}` : t("fromBlank")));
  card.append(...stage.steps.flatMap((step) => stepRows(stage, step, false)));
  card.append(h("button", { type: "button", class: "node-add", "aria-label": t("addStepTo", { stage: stage.name }), onclick: () => addTo(stage) }, `+ ${t("addStep")}`));
  const outputs = graph.outputs.filter((one) => one.stage === stage.name);
  if (outputs.length > 0) card.append(h("div", { class: "node-ends" }, outputs.map((one) => h("span", { class: "badge accent" }, icon("flag"), one.name))));
  nodes.set(stage.name, card);
  return card;
}

const markOf = (name, text) => { const drawn = icon(name); drawn.removeAttribute("aria-hidden"); drawn.setAttribute("role", "img"); drawn.setAttribute("aria-label", text); return drawn; };
const lastStage = () => store.get("graph")?.outputs[0]?.stage;

function stepRows(stage, step, inner) {
  const ran = store.get("applied").some((one) => one.stage === stage.name && String(one.step) === step.place);
  const idle = step.kind === "operation" && !ran && store.get("applied").length > 0 && stagesBehind().has(stage.name);
  const wrong = store.get("findings").some((one) => one.line === step.span?.line && one.severity === "error");
  const row = h("button", {
    type: "button", data: { stage: stage.name, place: step.place },
    class: `node-step ${inner ? "inner" : ""} ${step.kind === "operation" ? "" : "group"} ${idle ? "idle" : ""} ${wrong ? "wrong" : ""}`,
    onclick: () => selectStep(stage.name, step.place),
  }, h("span", { class: "name", title: step.operation ?? step.kind }, step.operation ?? step.kind), step.p < 1 ? h("span", { class: "chance" }, percent(step.p)) : null,
  idle ? h("span", { class: "unseen" }, t("idle")) : null);
  return [row, ...step.steps.flatMap((one) => stepRows(stage, one, true))];
}

async function addTo(stage) {
  const operation = await chooseOperation();
  if (!operation) return;
  const last = stage.steps.at(-1);
  const done = last ? addStepAfter({ stage: stage.name, place: last.place }, operation) : addFirstStep(stage.name, operation);
  if (!done) { toast(t("byHand"), "bad"); return; }
  added = { stage: stage.name, place: String(Number(last?.place ?? 0) + 1), operation };
}

/** Selects the step that was added, as soon as the graph has it. */
function selectAdded() {
  const stage = store.get("graph")?.stages.find((one) => one.name === added?.stage);
  if (!stage?.steps.some((step) => step.place === added.place && step.operation === added.operation)) return;
  const { place } = added;
  added = null;
  selectStep(stage.name, place);
}

function mark() {
  const selected = store.get("selected");
  const shown = store.get("stage") ?? lastStage();
  for (const one of document.querySelectorAll("#graph [data-stage]")) {
    const on = selected?.stage === one.dataset.stage && (selected.place ?? undefined) === one.dataset.place;
    if (on) one.setAttribute("aria-current", "true"); else one.removeAttribute("aria-current");
    if (on) one.scrollIntoView({ block: "nearest" });
  }
  for (const [name, card] of nodes) card.classList.toggle("current", name === shown);
  drawEdges();
}

/** Neighbors are joined straight; what reaches further runs in a lane at the left, one for each line that overlaps. */
function drawEdges() {
  const graph = store.get("graph");
  if (!edges || !graph || !edges.isConnected) return;
  const order = ["page", ...graph.stages.map((one) => one.name)];
  const lines = graph.stages.flatMap((stage) => stage.from.filter((from) => order.includes(from)).map((from) => ({ from: order.indexOf(from), to: order.indexOf(stage.name) })));
  const lanes = [];
  for (const line of lines.filter((one) => one.to - one.from > 1).sort((a, b) => a.to - a.from - (b.to - b.from))) {
    let lane = lanes.findIndex((taken) => taken.every((one) => one.to <= line.from || one.from >= line.to));
    if (lane < 0) lane = lanes.push([]) - 1;
    lanes[lane].push(line);
    line.lane = lane;
  }
  const list = edges.parentElement;
  list.style.paddingLeft = lanes.length > 0 ? `${6 + lanes.length * 8}px` : "0";
  const own = list.getBoundingClientRect();
  const box = (index) => { const at = nodes.get(order[index]).getBoundingClientRect(); return { left: at.left - own.left, top: at.top - own.top, bottom: at.bottom - own.top }; };
  const selected = store.get("selected")?.stage;
  edges.replaceChildren(...lines.map((line) => {
    const a = box(line.from), b = box(line.to);
    const on = order[line.to] === selected ? "on" : null;
    if (line.lane === undefined) return s("path", { class: on, d: `M${a.left + 22} ${a.bottom}V${b.top}` });
    const x = a.left - 6 - line.lane * 8, from = a.bottom - 10, to = b.top + 14;
    return s("path", { class: on, d: `M${a.left} ${from}Q${x} ${from} ${x} ${from + 8}V${to - 8}Q${x} ${to} ${b.left} ${to}` });
  }));
}

function moveByArrows(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const all = [...document.querySelectorAll("#graph [data-stage]")];
  const at = all.indexOf(document.activeElement);
  all[Math.max(0, Math.min(all.length - 1, at + step))]?.focus();
  event.preventDefault();
}
