// One parameter as controls, drawn from its declaration; what is changed goes into the text at once.
import { h, tool } from "./dom.js";
import { t } from "./i18n.js";
import { dial } from "./dial.js";
import { parse, format, reshape, choiceText } from "./values.js";

const numeric = new Set(["number", "share", "length", "angle", "count"]);

/**
 * The controls of a parameter. `text` is its value in the pipeline, or null where the default holds; `drawn` what the variant shown
 * drew; `write(text, moving)` puts a value into the pipeline, `forget()` takes it out, unless it is needed.
 */
export function parameterControls(parameter, text, drawn, { write, forget, redraw }) {
  const value = parse(text ?? parameter.default);
  const box = h("section", { class: `parameter ${text === null ? "unset" : ""}`, data: { parameter: parameter.name } });
  box.append(
    h("div", { class: "parameter-head" }, h("h3", {}, parameter.name, " ", h("small", {}, unitOf(parameter))),
      text === null ? h("span", { class: "badge" }, t("default")) : parameter.needed ? null : tool("reset", t("toDefault", { name: parameter.name }), forget, "small")),
    h("p", { class: "help", lang: "en" }, parameter.help));
  const field = h("input", { class: "field code value-text", value: text ?? parameter.default, spellcheck: false, "aria-label": t("valueOf", { name: parameter.name }) });
  field.addEventListener("input", () => { field.dataset.typed = ""; });
  field.addEventListener("change", () => { delete field.dataset.typed; if (field.value.trim() !== "") { write(field.value, false); redraw(); } });
  field.addEventListener("blur", () => { delete field.dataset.typed; });
  const into = (made, moving) => { field.value = made; box.classList.remove("unset"); write(made, moving); };
  box.append(...controls(parameter, value, drawn, into, redraw, field));
  return box;
}

function unitOf({ kind, unit, optional }) {
  const name = kind === "length" ? "mm" : kind === "angle" ? "°" : kind === "share" ? t("share") : kind === "count" ? t("count") : unit ?? "";
  return optional ? `${name} ${t("optional")}`.trim() : name;
}

function controls(parameter, value, drawn, into, redraw, field) {
  const { kind } = parameter;
  if (numeric.has(kind) && parameter.minimum !== null && parameter.maximum !== null && value.form in { fixed: 1, range: 1, log: 1, normal: 1 }) {
    return numberControls(parameter, value, typeof drawn === "number" ? drawn : null, into, redraw, field);
  }
  if (parameter.choices && (value.form === "choice" || kind === "flag" || value.form === "fixed")) {
    return [chips(parameter, value, drawn, into, redraw), h("div", { class: "value-row" }, field)];
  }
  if (kind === "color") return [h("div", { class: "value-row" }, swatch(parameter, field, into), field)];
  return [h("div", { class: "value-row" }, field)];
}

function numberControls(parameter, value, drawn, into, redraw, field) {
  const width = (made) => Math.abs(made.form === "normal" ? made.high * 4 : made.high - made.low) || Math.abs(made.high) || parameter.maximum - parameter.minimum;
  const say = (made) => format(made, { kind: parameter.kind, width: width(made) });
  const forms = ["fixed", "range", "normal", ...(parameter.minimum >= 0 ? ["log"] : [])];
  const form = h("select", { class: "select", "aria-label": t("formOf", { name: parameter.name }) }, forms.map((one) => h("option", { value: one, selected: one === value.form }, t(`form_${one}`))));
  form.addEventListener("change", () => { into(say(reshape(value, form.value, parameter)), false); redraw(); });
  const slider = dial(parameter, value, drawn, (made) => into(say(made), true));
  return [slider, h("div", { class: "value-row" }, form, field)];
}

/** Words of a choice: a click takes one in or out, a click with Shift (or the number) weighs it. */
function chips(parameter, value, drawn, into, redraw) {
  const items = value.items ?? [{ text: value.text, weight: 1 }];
  const choices = parameter.kind === "flag" ? ["true", "false"] : parameter.choices;
  const total = items.reduce((sum, one) => sum + one.weight, 0);
  const group = h("div", { class: "chips", role: "group", "aria-label": t("choicesOf", { name: parameter.name }) });
  for (const choice of choices) {
    const item = items.find((one) => one.text === choice);
    const share = item && items.length > 1 ? Math.round(100 * item.weight / total) : null;
    group.append(h("button", {
      type: "button", class: `chip ${String(drawn) === choice ? "drawn" : ""}`, "aria-pressed": String(Boolean(item)),
      onclick: (event) => { into(choiceText(toggled(items, choice, event.shiftKey || event.ctrlKey)), false); redraw(); },
      data: { say: t("chipHint") },
    }, parameter.kind === "flag" ? t(`flag_${choice}`) : choice, share === null ? null : h("small", {}, `${share} %`)));
  }
  return group;
}

/** A click chooses that word alone; with Shift or Ctrl it is added, weighed more, and after the third time left out. */
function toggled(items, choice, several) {
  if (!several) return [{ text: choice, weight: 1 }];
  const there = items.find((one) => one.text === choice);
  if (!there) return [...items, { text: choice, weight: 1 }];
  if (there.weight < 3) return items.map((one) => (one === there ? { ...one, weight: Math.floor(one.weight) + 1 } : one));
  const rest = items.filter((one) => one !== there);
  return rest.length > 0 ? rest : [{ text: choice, weight: 1 }];
}

function swatch(parameter, field, into) {
  const first = field.value.match(/#[0-9a-f]{6}/i)?.[0] ?? grayOf(field.value);
  const input = h("input", { type: "color", class: "swatch", value: first, "aria-label": t("colorOf", { name: parameter.name }) });
  input.addEventListener("input", () => into(`"${input.value}"`, true));
  return input;
}

function grayOf(text) {
  const gray = Number(text.match(/^\d+/)?.[0] ?? NaN);
  return Number.isNaN(gray) ? "#808080" : `#${Math.min(255, gray).toString(16).padStart(2, "0").repeat(3)}`;
}
