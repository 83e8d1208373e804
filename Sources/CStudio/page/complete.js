// What may stand at the cursor: operations, their parameters and values, sections and their keys, stages.
import { store, operations } from "./store.js";

let schema = null;
const combinators = ["one-of", "some-of", "shuffle", "sequence", "repeat"];
const merges = ["multiply", "darken", "lighten", "screen", "overlay", "average", "over"];

/** Hands over the JSON Schema of pipelines, which knows the sections. */
export function completeFrom(document) { schema = document; }

/** Whether the list of what fits opens by itself after that letter. */
export const startsCompletion = (letter) => /^[a-z]$/i.test(letter ?? "");

/** For CodeMirror's show-hint. */
export function complete(editor) {
  const cursor = editor.getCursor();
  const line = editor.getLine(cursor.line).slice(0, cursor.ch);
  if (/(^|\s)#/.test(line)) return null;
  const word = line.match(/[\w-]*$/)[0];
  const before = line.slice(0, line.length - word.length);
  const offers = fitting(editor, cursor.line, before)
    .filter((offer) => offer.text.startsWith(word) || (word.length > 1 && offer.text.includes(word)))
    .sort((a, b) => b.text.startsWith(word) - a.text.startsWith(word));
  if (offers.length === 0 || (offers.length === 1 && offers[0].text === word)) return null;
  return {
    list: offers.slice(0, 60).map((offer) => ({ text: offer.text + (offer.tail ?? ""), render: (item) => draw(item, offer) })),
    from: { line: cursor.line, ch: cursor.ch - word.length }, to: cursor,
  };
}

function draw(item, offer) {
  const name = document.createElement("span"), about = document.createElement("small");
  name.textContent = offer.text;
  about.textContent = offer.about ?? "";
  item.append(name, about);
}

const offer = (text, about, tail) => ({ text, about, tail });

function fitting(editor, number, before) {
  const section = sectionAt(editor, number);
  if (/^$/.test(before)) return keysOf(schema?.properties ?? {});
  if (section === "stages") return inStages(editor, number, before);
  if (section === "outputs" && /:\s+$/.test(before)) return stageNames();
  if (section === "readability" && /\bon:\s+$/.test(before)) return stageNames();
  const own = schema?.properties?.[section];
  const properties = own?.properties ?? own?.anyOf?.find((one) => one.properties)?.properties ?? {};
  const key = before.match(/([\w-]+):\s+$/)?.[1];
  if (key) return (properties[key]?.enum ?? []).map((one) => offer(String(one)));
  return /^\s+$|[{,]\s*$/.test(before) ? keysOf(properties) : [];
}

const keysOf = (properties) => Object.entries(properties).map(([name, one]) => offer(name, one.description ?? "", ": "));

function sectionAt(editor, number) {
  for (let line = number; line >= 0; line -= 1) {
    const found = editor.getLine(line).match(/^([a-z]+):/);
    if (found) return found[1];
  }
  return null;
}

function inStages(editor, number, before) {
  const key = before.match(/([\w-]+):\s+(?:[^,{}]*\|\s*)?$/)?.[1];
  if (key === "from") return [offer("page"), offer("blank"), ...stageNames()];
  if (key === "merge") return merges.map((one) => offer(one));
  if (key === "severity") return ["mild", "medium", "strong", "band"].map((one) => offer(one));
  const operation = operationAt(editor, number, before);
  const flow = /\{[^{}]*$/.test(before);
  if (key && operation && key !== operation.name) return valuesOf(operation, key);
  if (key && !operations.has(key)) return [];
  if (operation && (flow || /^\s+$/.test(before))) return parametersOf(operation);
  if (/^\s*-\s+(\w[\w-]*:\s*\[[^\]]*)?$|\[[^\]{}]*$|^\s*-\s*$/.test(before)) return steps();
  if (/^\s+$/.test(before)) return [["from", "stages above, page or blank"], ["merge", "how several become one"], ["p", "the chance that it runs"], ["steps", "what is done"]].map(([name, about]) => offer(name, about, ": "));
  return [];
}

/** The operation whose parameters stand at the cursor: in braces behind it, or indented below it. */
function operationAt(editor, number, before) {
  const flow = [...before.matchAll(/([\w-]+):\s*\{[^{}]*/g)].at(-1);
  if (flow) return operations.get(flow[1]);
  const deep = before.match(/^\s*/)[0].length;
  for (let line = number - 1; line >= 0; line -= 1) {
    const found = editor.getLine(line).match(/^(\s*)-\s+([\w-]+):\s*(#.*)?$/);
    if (found && found[1].length < deep) return operations.get(found[2]);
    if (/^\s*-\s/.test(editor.getLine(line)) || /^\S/.test(editor.getLine(line))) return undefined;
  }
  return undefined;
}

function parametersOf(operation) {
  const own = operation.parameters.map((one) => offer(one.name, `${one.default} – ${one.help}`, ": "));
  return [...own, offer("p", "the chance that it happens", ": "), offer("severity", "mild, medium, strong", ": "), offer("weight", "inside one-of and some-of", ": ")];
}

function valuesOf(operation, name) {
  const parameter = operation.parameters.find((one) => one.name === name);
  if (!parameter) return [];
  const plain = offer(parameter.default, "default");
  return [plain, ...(parameter.choices ?? []).filter((one) => one !== parameter.default).map((one) => offer(one))];
}

const steps = () => [
  ...[...operations.values()].map((one) => offer(one.name, one.summary)),
  ...combinators.map((one) => offer(one, "", ":")),
];

const stageNames = () => (store.get("graph")?.stages ?? []).map((one) => offer(one.name));
