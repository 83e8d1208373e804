// Controls for what holds steps: of a stage what it is made from, how that is merged and its chance; of a group its kind and number.
import { h, tool, toast } from "./dom.js";
import { selectStep, store } from "./store.js";
import { t, percent } from "./i18n.js";
import { addStepAfter, removeStep, written as quoted } from "./edits.js";
import { changeKind, groupKinds, holderText, weighs } from "./structure.js";
import { parameterControls } from "./parameter.js";
import { chooseOperation } from "./operations.js";

const merges = ["multiply", "darken", "lighten", "screen", "overlay", "average", "over"];

/** The chance of a step or a stage as a parameter. */
export const chance = (help) => ({ name: "p", kind: "share", unit: null, minimum: 0, maximum: 1, choices: null, optional: false, default: "1", help });

/** How much a step is taken against others, as a parameter. */
export const weight = () => ({ ...chance(t("weightHelp")), name: "weight", kind: "number", maximum: 20 });

const whole = (name, maximum, help) => ({ ...chance(help), name, kind: "count", maximum, needed: true });

const writtenIn = (selected) => (name) => holderText(selected)?.entries.find((one) => one.name === name)?.text ?? null;

/** The panel of a stage. `hand(name)` gives the changes of one of its keys. */
export function stagePanel(selected, stage, hand) {
  const written = writtenIn(selected);
  return [
    h("div", { class: "step-head" }, h("div", { class: "crumb" }, t("stage")), h("h2", {}, stage.name), h("p", {}, t("stageHow"))),
    h("div", { class: "parameters" },
      inputs(stage, written("from"), hand("from"), hand("merge"), written("merge")),
      stage.from.length > 1 ? words("merge", t("mergeHelp"), merges, stage.merge, written("merge"), hand("merge"), (one) => t(`merge_${one}`)) : null,
      parameterControls(chance(t("stageChanceHelp")), written("p"), null, hand("p"))),
  ];
}

function section(name, title, help, written, forget, ...content) {
  return h("section", { class: `parameter ${written === null ? "unset" : ""}`, data: { parameter: name } },
    h("div", { class: "parameter-head" }, h("h3", {}, title),
      written === null ? h("span", { class: "badge" }, t("default")) : forget ? tool("reset", t("toDefault", { name }), forget, "small") : null),
    h("p", { class: "help" }, help), ...content);
}

/** Words of which one holds; `about` says what each means. */
function words(name, help, choices, now, written, { write, forget, settle }, about) {
  const said = h("p", { class: "help" }, about(now));
  return section(name, name, help, written, forget, h("div", { class: "chips", role: "group", "aria-label": t("choicesOf", { name }) }, choices.map((one) => h("button", {
    type: "button", class: "chip", "aria-pressed": String(one === now), data: { say: about(one) }, onclick: () => { write(one, false); settle(); },
  }, one))), said);
}

/** One chooser for each input, in order: the first gives the size. */
function inputs(stage, written, { write, forget, settle }, merge, mergeWritten) {
  const stages = store.get("graph").stages.map((one) => one.name);
  const above = ["page", "blank", ...stages.slice(0, stages.indexOf(stage.name))];
  const now = [...stage.from];
  const put = (list) => {
    write(list.length === 1 ? list[0] : `[${list.map(quoted).join(", ")}]`, false);
    if (list.length === 1 && mergeWritten !== null) merge.forget();
    settle();
  };
  const said = (name) => ({ page: t("cleanPage"), blank: t("blankSheet") })[name] ?? name;
  const rows = now.map((name, at) => h("div", { class: "value-row" },
    h("select", { class: "select", "aria-label": t("inputNumber", { number: at + 1 }), onchange: (event) => put(now.with(at, event.target.value)) },
      above.map((one) => h("option", { value: one, selected: one === name }, said(one)))),
    now.length > 1 ? tool("trash", t("removeInput", { name: said(name) }), () => put(now.toSpliced(at, 1)), "small") : null));
  const free = above.filter((one) => !now.includes(one)).at(-1);
  const more = h("button", { type: "button", class: "button quiet", id: "add-input", onclick: () => put([...now, free]) }, `+ ${t("addInput")}`);
  return section("from", t("madeFrom"), t("fromHelp"), written, forget, rows, free ? h("div", {}, more) : null);
}

/** What stands below the head of a group of steps. */
export function groupPanel(selected, group, weighed, hand) {
  const written = writtenIn(selected);
  const kind = { write: (one) => { if (one !== group.kind && !changeKind(selected, group, one)) toast(t("byHand"), "bad"); }, forget: null, settle: () => {} };
  return [h("div", { class: "parameters" },
    words("kind", t("kindHelp"), groupKinds, group.kind, group.kind, kind, (one) => t(`kind_${one}`)),
    group.kind === "some-of" ? parameterControls(whole("count", group.steps.length, t("countHelp")), written("count") ?? "1", null, hand("count")) : null,
    group.kind === "repeat" ? parameterControls(whole("times", 100, t("timesHelp")), written("times") ?? "1", null, hand("times")) : null,
    parameterControls(chance(t("groupChanceHelp")), written("p"), null, hand("p")),
    weighed ? parameterControls(weight(), written("weight"), null, hand("weight")) : null,
    members(selected, group))];
}

/** The steps of a group, with the share of each where one is taken by weight. */
function members(selected, group) {
  const total = group.steps.reduce((sum, one) => sum + one.weight, 0);
  const at = (step) => ({ stage: selected.stage, place: step.place });
  const row = (step) => h("li", {}, h("button", { type: "button", class: "name", onclick: () => selectStep(selected.stage, step.place) }, step.operation ?? step.kind),
    weighs(group.kind) ? h("small", { data: { say: t("weightHelp") } }, percent(step.weight / total)) : null,
    group.steps.length > 1 ? tool("trash", t("removeMember", { name: step.operation ?? step.kind }), () => removeStep(at(step)), "small") : null);
  const add = async () => {
    const operation = await chooseOperation();
    if (operation && !addStepAfter(at(group.steps.at(-1)), operation)) toast(t("byHand"), "bad");
  };
  return h("section", { class: "parameter members", data: { parameter: "steps" } }, h("div", { class: "parameter-head" }, h("h3", {}, t("steps"))),
    h("ol", {}, group.steps.map(row)), h("div", {}, h("button", { type: "button", class: "button quiet", id: "add-member", onclick: add }, `+ ${t("addStep")}`)));
}
