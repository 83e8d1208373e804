// Changes to how stages and groups of steps are built, which leave comments, order and line breaks as they are.
import { codeMirror, nameOf } from "./editor.js";
import { itemOf, readHolder } from "./locate.js";
import { replace, setParameter, removeParameter, stepText, written } from "./edits.js";

export const groupKinds = ["one-of", "some-of", "shuffle", "sequence", "repeat"];
export const weighs = (kind) => kind === "one-of" || kind === "some-of";
const counted = { "some-of": ["count", "1"], repeat: ["times", "2"] };

/** How the selected stage or group is written, or null where it cannot be found. */
export function holderText(selected) {
  const name = nameOf(selected);
  if (!name) return null;
  const editor = codeMirror();
  return readHolder(editor.getValue(), editor.indexFromPos(name.to));
}

/** Several edits as one, which go back together. */
const together = (work) => { let done; codeMirror().operation(() => { done = work(); }); return done; };

/** Writes a key of a stage or a group; its steps move below `steps` where they stood alone. */
export function setKey(selected, key, value, origin = "control") {
  return together(() => {
    const holder = holderText(selected);
    if (!holder || !nestSteps(holder, origin)) return false;
    const now = stepText(selected);
    const steps = now?.entries.find((one) => one.name === "steps");
    if (!steps || now.entries.some((one) => one.name === key)) return setParameter(selected, key, value, null, origin);
    const end = now.form === "flow" ? ", " : `\n${" ".repeat(now.indent)}`;
    replace(steps.keyFrom, steps.keyFrom, `${key}: ${written(value)}${end}`, origin);
    return true;
  });
}

/** Gives the list of steps the key `steps`; false where it is shared by an anchor, and only a hand can tell what is meant. */
function nestSteps(holder, origin) {
  if (holder.form === "flow-list") {
    replace(holder.to, holder.to, "}", origin);
    replace(holder.from, holder.from, "{steps: ", origin);
  } else if (holder.form === "block-list") {
    const text = codeMirror().getValue();
    if (/&/.test(text.slice(text.lastIndexOf(":", holder.at), holder.at))) return false;
    const indent = Math.max(holder.indent, holder.column + 2);
    indentLines(holder.from, holder.to, indent + 2 - holder.indent, origin);
    replace(holder.from, holder.from, `${" ".repeat(indent)}steps:\n`, origin);
  }
  return true;
}

/** Moves the lines that begin from `from` to `to` by so many blanks; empty ones stay. */
function indentLines(from, to, blanks, origin) {
  const editor = codeMirror();
  const last = editor.posFromIndex(to).line;
  for (let line = editor.posFromIndex(from).line; line <= last; line += 1) {
    if (editor.getLine(line).trim() === "") continue;
    if (blanks > 0) editor.replaceRange(" ".repeat(blanks), { line, ch: 0 }, undefined, origin);
    else editor.replaceRange("", { line, ch: 0 }, { line, ch: Math.min(-blanks, editor.getLine(line).search(/[^ ]/)) }, origin);
  }
}

/** Takes a key out of a stage or a group; steps that are left alone lose the key `steps`. */
export function removeKey(selected, key) {
  return together(() => {
    const holder = holderText(selected);
    if (!holder?.entries.some((one) => one.name === key)) return false;
    if (holder.entries.length === 1) {
      const editor = codeMirror();
      const end = holder.form === "flow" ? holder.close + 1 : holder.end;
      replace(editor.indexFromPos(nameOf(selected).to), end, ": []", "control");
      return true;
    }
    removeParameter(selected, key, null);
    unnestSteps(selected);
    return true;
  });
}

function unnestSteps(selected) {
  const holder = holderText(selected);
  if (holder?.entries.length !== 1 || holder.entries[0].name !== "steps") return;
  const [steps] = holder.entries;
  const text = codeMirror().getValue();
  if (holder.form === "flow") {
    if (!steps.text.startsWith("[")) return;
    replace(steps.to, holder.close + 1, "", "control");
    replace(holder.open, steps.from, "", "control");
    return;
  }
  const line = text.lastIndexOf("\n", steps.keyFrom) + 1, next = text.indexOf("\n", steps.keyFrom) + 1;
  if (next === 0 || text.slice(line, next).trim() !== "steps:") return;
  const dash = text.slice(next).match(/^(?:[ \t]*(?:#.*)?\n)*( *)-/);
  if (!dash) return;
  const deeper = dash[1].length - holder.indent;
  if (deeper > 0) indentLines(next, holder.end, -deeper, "control");
  replace(line, next, "", "control");
}

/** Puts another step beside the selected one, of which one is taken; false where it cannot be written in place. */
export function addAlternative(selected, operation) {
  const name = nameOf(selected);
  if (!name) return false;
  const editor = codeMirror();
  const text = editor.getValue();
  const item = itemOf(text, editor.indexFromPos(name.from), editor.indexFromPos(name.to));
  return together(() => {
    if (item.flow) {
      replace(item.upper, item.upper, `, ${operation}]`, "control");
      replace(item.lower, item.lower, "one-of: [", "control");
      return true;
    }
    const ended = text[item.upper - 1] === "\n";
    const blank = " ".repeat(item.indent);
    replace(item.upper, item.upper, `${ended ? "" : "\n"}${blank}    - ${operation}${ended ? "\n" : ""}`, "control");
    indentLines(item.lower, ended ? item.upper - 1 : item.upper, 4, "control");
    replace(item.lower, item.lower, `${blank}- one-of:\n`, "control");
    return true;
  });
}

/** Makes another kind of group of the selected one: with the number that the kind needs, without what it does not take. */
export function changeKind(selected, group, kind) {
  return together(() => {
    const name = nameOf(selected);
    if (!name || !group.steps.every((one) => weighs(kind) || forgetWeight(selected.stage, one))) return false;
    const old = counted[group.kind]?.[0], [needed, number] = counted[kind] ?? [];
    if (needed && !setKey(selected, needed, number)) return false;
    if (old && old !== needed) removeKey(selected, old);
    const { from, to } = nameOf(selected);
    codeMirror().replaceRange(kind, from, to, "control");
    return true;
  });
}

function forgetWeight(stage, step) {
  const member = { stage, place: step.place };
  if (step.operation) removeParameter(member, "weight", null);
  else removeKey(member, "weight");
  return true;
}
