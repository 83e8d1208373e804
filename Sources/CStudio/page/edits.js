// Changes to the pipeline that leave everything else in its text as it is: comments, order, line breaks.
import { codeMirror, nameOf } from "./editor.js";
import { readStep, itemOf, skipSpace } from "./locate.js";

/** A value as it may stand in the text: quoted where a bare one would mean something else. */
export function written(value) {
  const text = value.trim();
  if (/^(".*"|'.*'|\[.*\]|\{.*\})$/s.test(text)) return text;
  return text === "" || /[#{}[\],]|: |^[&*!%@`?>"']|:$/.test(text) ? JSON.stringify(text) : text;
}

/** How the selected step is written, or null where it cannot be found. */
export function stepText(selected) {
  const name = nameOf(selected);
  if (!name) return null;
  const editor = codeMirror();
  return readStep(editor.getValue(), editor.indexFromPos(name.to));
}

/** Exchanges a piece of the text. Edits with one `origin` that begins with + and follow each other go back together. */
export function replace(from, to, text, origin) {
  const editor = codeMirror();
  editor.replaceRange(text, editor.posFromIndex(from), editor.posFromIndex(to), origin);
}

/**
 * Writes a parameter of the selected step. Movements of one slider have one `origin`, so that going back takes them
 * together. False where the step is written in a way that has to be edited by hand.
 */
export function setParameter(selected, name, value, main, origin = "+control") {
  const step = stepText(selected);
  if (!step || step.form === "other") return false;
  const text = written(value);
  const there = step.entries.find((one) => one.name === name || (one.name === null && name === main));
  if (there && /^[|>]/.test(there.text)) return false;
  if (there) replace(there.from, there.to, there.from === there.to ? ` ${text}` : text, origin);
  else if (step.form === "bare") replace(step.at, step.at, `: {${name}: ${text}}`, origin);
  else if (step.form === "empty") replace(step.at, step.at, `{${name}: ${text}}${step.at < codeMirror().getValue().length ? " " : ""}`, origin);
  else if (step.form === "short") {
    const { from, to, text: old } = step.entries[0];
    if (!main) return false;
    replace(from, to, `{${main}: ${old}, ${name}: ${text}}`, origin);
  } else if (step.form === "flow") {
    const last = step.entries.at(-1);
    if (last) replace(last.to, last.to, `, ${name}: ${text}`, origin);
    else replace(step.open + 1, step.open + 1, `${name}: ${text}`, origin);
  } else replace(step.end, step.end, `\n${" ".repeat(step.indent)}${name}: ${text}`, origin);
  return true;
}

/** Takes a parameter out of the text, so that its default holds again. */
export function removeParameter(selected, name, main) {
  const step = stepText(selected);
  const at = step?.entries.findIndex((one) => one.name === name || (one.name === null && name === main)) ?? -1;
  if (at < 0) return false;
  const text = codeMirror().getValue();
  const { entries } = step;
  if (step.form === "block") {
    if (entries.length === 1) return leaveBare(selected);
    const lower = text.lastIndexOf("\n", entries[at].keyFrom - 1);
    const end = text.indexOf("\n", entries[at].to);
    replace(lower, end < 0 ? text.length : end, "", "control");
  } else if (entries.length === 1) return leaveBare(selected);
  else if (at + 1 < entries.length) replace(entries[at].keyFrom, entries[at + 1].keyFrom, "", "control");
  else replace(entries[at - 1].to, entries[at].to, "", "control");
  return true;
}

/** Only the step's name is left of it; a comment at the end of the line stays. */
function leaveBare(selected) {
  const editor = codeMirror();
  const step = stepText(selected);
  const after = editor.indexFromPos(nameOf(selected).to);
  const end = step.form === "flow" ? step.close + 1 : step.form === "block" ? step.end : step.entries[0].to;
  replace(after, end, "", "control");
  return true;
}

function itemAt(selected) {
  const name = nameOf(selected);
  if (!name) return null;
  const editor = codeMirror();
  const text = editor.getValue();
  return { text, ...itemOf(text, editor.indexFromPos(name.from), editor.indexFromPos(name.to)) };
}

/** Writes a step behind the given one, in the same list. */
export function addStepAfter(selected, operation) {
  const item = itemAt(selected);
  if (!item) return false;
  if (item.flow) replace(item.upper, item.upper, `, ${operation}`, "control");
  else {
    const newline = item.text[item.upper - 1] === "\n" ? "" : "\n";
    replace(item.upper, item.upper, `${newline}${" ".repeat(item.indent)}- ${operation}\n`, "control");
  }
  return true;
}

/** Gives a stage that has none a list of steps with that one. */
export function addFirstStep(stage, operation) {
  const name = nameOf({ stage, place: null });
  if (!name) return false;
  const editor = codeMirror();
  const written = readStep(editor.getValue(), editor.indexFromPos(name.to));
  const list = written.form === "short" ? written.entries[0] : written.entries.find((one) => one.name === "steps");
  if (list) {
    if (list.text !== "" && !/^\[\s*\]$/.test(list.text)) return false;
    replace(list.from, list.to, `${list.from === list.to ? " " : ""}[${operation}]`, "control");
  } else if (written.form === "empty") {
    replace(written.at, written.at, `\n${" ".repeat(4)}- ${operation}`, "control");
  } else if (written.form === "flow") {
    const last = written.entries.at(-1);
    replace(last?.to ?? written.open + 1, last?.to ?? written.open + 1, `${last ? ", " : ""}steps: [${operation}]`, "control");
  } else if (written.form === "block") {
    const indent = " ".repeat(written.indent);
    replace(written.end, written.end, `\n${indent}steps:\n${indent}  - ${operation}`, "control");
  } else return false;
  return true;
}

/** Writes a section at the end of the pipeline. */
export function appendText(section) {
  const end = codeMirror().getValue().length;
  replace(end, end, section, "control");
}

/** Takes a step out of its list. */
export function removeStep(selected) {
  const item = itemAt(selected);
  if (!item) return false;
  let { lower, upper } = item;
  if (item.flow) {
    const next = skipSpace(item.text, upper);
    if (item.text[next] === ",") upper = skipSpace(item.text, next + 1);
    else {
      const comma = item.text.lastIndexOf(",", lower);
      if (comma >= 0 && /^[,\s]*$/.test(item.text.slice(comma, lower))) lower = comma;
    }
  }
  replace(lower, upper, "", "control");
  return true;
}
