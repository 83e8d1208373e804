// What is known of the selected step or stage, and controls for its parameters.
import { h, tool, fill, toast } from "./dom.js";
import { operations, stagesBehind, store } from "./store.js";
import { t } from "./i18n.js";
import { stepText, setParameter, removeParameter, removeStep, addStepAfter } from "./edits.js";
import { addAlternative, removeKey, setKey, weighs } from "./structure.js";
import { chance, groupPanel, stagePanel, weight } from "./groups.js";
import { parameterControls } from "./parameter.js";
import { chooseOperation } from "./operations.js";
import { costPanel } from "./costs.js";

let writing = 0;    // while a control writes, the controls stay as they are

/** Shows whatever is selected. */
export function startInspector() {
  store.on(["selected", "language"], show);
  store.on(["graph", "applied"], () => { if (busy()) later(); else show(); });
  show();
}

/** Whether a hand is at one of the controls: what is typed or held stays under it. */
const busy = () => performance.now() - writing <= 900 || document.querySelector("#inspector :active, #inspector [data-typed]") !== null;

let timer = 0;
function later() {
  clearTimeout(timer);
  timer = setTimeout(() => { if (busy()) later(); else show(); }, 950);
}

const stageOf = (selected) => store.get("graph")?.stages.find((one) => one.name === selected.stage);

function stepOf(selected) {
  const steps = [...(stageOf(selected)?.steps ?? [])];
  while (steps.length > 0) {
    const step = steps.shift();
    if (step.place === selected.place) return step;
    steps.push(...step.steps);
  }
  return undefined;
}

/** Draws the panel anew; the control that had the focus has it again, with what was being typed into it. */
export function show() {
  const panel = document.getElementById("inspector");
  const selected = store.get("selected");
  const held = heldControl(panel);
  const top = panel.scrollTop;
  if (!selected || !stageOf(selected)) {
    fill(panel, welcome());
    return;
  }
  const step = selected.place === null ? null : stepOf(selected);
  if (selected.place === null) fill(panel, ...stagePanel(selected, stageOf(selected), hand(selected, null)));
  else fill(panel, ...(step ? stepPanel(selected, step) : []));
  panel.scrollTop = panel.dataset.of === JSON.stringify(selected) ? top : 0;
  panel.dataset.of = JSON.stringify(selected);
  held?.();
}

/** What one can begin with, as long as nothing is selected. */
function welcome() {
  const open = (id, name) => h("button", { type: "button", class: "link", onclick: () => document.getElementById(id).click() }, t(name));
  return h("div", { class: "empty" }, h("strong", {}, t("nothingSelected")), h("ol", { class: "first" },
    h("li", {}, open("open-page", "beginPage")), h("li", {}, open("open-presets", "beginPreset")), h("li", {}, t("nothingSelectedHow"))));
}

const controlsOf = (section) => [...section?.querySelectorAll("input, select, button") ?? []];

function heldControl(panel) {
  const active = document.activeElement;
  if (!panel.contains(active)) return null;
  const sectionNow = () => panel.querySelector(`[data-parameter="${active.closest("[data-parameter]")?.dataset.parameter}"]`);
  const nameOf = (one) => one.getAttribute("aria-label") ?? one.firstChild?.textContent;
  const number = controlsOf(sectionNow()).indexOf(active);
  const { value, selectionStart, selectionEnd } = active;
  const typed = "typed" in active.dataset;
  return () => {
    const all = controlsOf(sectionNow());
    const again = all.find((one) => nameOf(one) === nameOf(active)) ?? all[Math.min(number, all.length - 1)];
    again?.focus();
    if (!again?.classList.contains("value-text") || !(typed || again.value === value)) return;
    if (typed) [again.value, again.dataset.typed] = [value, ""];
    again.setSelectionRange(selectionStart, selectionEnd);
  };
}

function stepPanel(selected, step) {
  const operation = operations.get(step.operation);
  const inText = stepText(selected);
  const head = h("div", { class: "step-head" },
    h("div", { class: "crumb" }, h("span", {}, `${selected.stage} · ${selected.place}`), h("span", { class: "step-tools" },
      tool("branch", t("addAlternative"), () => add(selected, weighedIn(selected) ? addStepAfter : addAlternative), "small"),
      tool("plus", t("addAfter"), () => add(selected, addStepAfter), "small"), tool("trash", t("removeStep"), () => remove(selected, step), "small"))),
    h("h2", {}, step.operation ?? step.kind));
  if (!operation) return [head, ...groupPanel(selected, step, weighedIn(selected), hand(selected, null))];
  head.append(h("p", { lang: "en" }, operation.summary), tags(selected, step, operation));
  const main = operation.mainParameter;
  const written = (name) => inText?.entries.find((one) => one.name === name || (one.name === null && name === main))?.text ?? null;
  const drawn = drawnIn(selected)?.parameters ?? {};
  const millimeters = (one) => (one.kind === "length" && typeof drawn[one.name] === "number" ? drawn[one.name] * 25.4 / store.get("page").dpi : drawn[one.name] ?? null);
  const bind = (name) => hand(selected, main)(name);
  const list = h("div", { class: "parameters" },
    parameterControls(chance(t("chanceHelp")), written("p"), null, bind("p")),
    weighedIn(selected) ? parameterControls(weight(), written("weight"), null, bind("weight")) : null,
    Object.keys(operation.severities).length > 0 ? severity(selected, written("severity"), main) : null,
    operation.parameters.map((one) => parameterControls(withSeverity(one, operation, written("severity")), written(one.name), millimeters(one), bind(one.name))));
  return [head, list, costPanel(selected, step)];
}

/** A severity is a set of parameters to begin with: it stands in for the defaults. */
function withSeverity(parameter, operation, severity) {
  const value = operation.severities[severity]?.[parameter.name];
  return value ? { ...parameter, default: value } : parameter;
}

const drawnIn = (selected) => store.get("applied").find((one) => one.stage === selected.stage && String(one.step) === selected.place);

function tags(selected, step, operation) {
  const ran = drawnIn(selected);
  return h("div", { class: "step-tags" },
    stagesBehind().has(selected.stage) ? h("span", { class: `badge ${ran ? "good" : ""}` }, ran ? t("ran") : t("idle")) : null,
    h("span", { class: "badge", lang: "en" }, operation.family),
    operation.movesLabels ? h("span", { class: "badge" }, t("movesLabels")) : null);
}

function severity(selected, now, main) {
  const group = h("div", { class: "segments", role: "group", "aria-label": t("severity") });
  const choose = (name) => {
    writing = 0;
    if (name === null) removeParameter(selected, "severity", main); else setParameter(selected, "severity", name, main, "control");
    show();
  };
  for (const name of [null, "mild", "medium", "strong"]) {
    group.append(h("button", { type: "button", "aria-pressed": String(now === name), onclick: () => choose(name) }, t(`severity_${name}`)));
  }
  return h("section", { class: "parameter", data: { parameter: "severity" } }, h("div", { class: "parameter-head" }, h("h3", {}, t("severity"))), group);
}

/** How the control of a parameter changes the text: `settle` lets what comes of it be drawn at once, `redraw` draws what is known now. */
const hand = (selected, main) => (name) => {
  const isStep = operations.has(stepOf(selected)?.operation);
  const set = (text, origin) => (isStep ? setParameter(selected, name, text, main, origin) : setKey(selected, name, text, origin));
  return {
    write: (text, moving) => {
      writing = performance.now();
      if (!set(text, moving ? `+move-${selected.stage}-${selected.place}-${name}` : "control")) toast(t("byHand"), "bad");
    },
    forget: () => { writing = 0; if (isStep) removeParameter(selected, name, main); else removeKey(selected, name); show(); },
    redraw: () => { writing = 0; show(); },
    settle: () => { writing = 0; },
  };
};

async function add(selected, put) {
  const operation = await chooseOperation();
  if (operation && !put(selected, operation)) toast(t("byHand"), "bad");
}

function remove(selected, step) {
  if (selected.place.includes(".") && parentOf(selected).steps.length === 1) { toast(t("onlyStep"), "bad"); return; }
  store.set({ selected: null });
  removeStep(selected);
  toast(t("removed", { name: step.operation ?? step.kind }));
}

const parentOf = (selected) => stepOf({ ...selected, place: selected.place.slice(0, selected.place.lastIndexOf(".")) });

/** Whether the step is one of several that are taken by weight. */
const weighedIn = (selected) => selected.place.includes(".") && weighs(parentOf(selected)?.kind);
