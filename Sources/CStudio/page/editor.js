// The text of the pipeline: CodeMirror, and the bookkeeping of where the steps stand in it.
import { h, icon, fill } from "./dom.js";
import { store, operations, selectStep } from "./store.js";
import { t } from "./i18n.js";
import { defineMode } from "./mode.js";
import { complete, startsCompletion } from "./complete.js";

let editor = null;
let places = [];        // {stage, place, operation, mark} of every step and stage of the graph
let findingMarks = [];
let followed = false;   // while we move the cursor ourselves
let steered = false;    // while a control changes the text

/** Puts the editor into the page. */
export function startEditor(changed) {
  defineMode(operations);
  editor = CodeMirror(document.getElementById("editor"), {
    mode: "foxing", theme: "foxing", lineNumbers: true, lineWrapping: false, tabSize: 2, indentUnit: 2,
    matchBrackets: true, autoCloseBrackets: true, gutters: ["CodeMirror-linenumbers", "gutter-marks"],
    screenReaderLabel: t("textOfPipeline"), historyEventDelay: 900, viewportMargin: 30,
    extraKeys: {
      "Ctrl-Space": (cm) => cm.showHint({ hint: complete, completeSingle: false }),
      "Ctrl-/": "toggleComment", "Cmd-/": "toggleComment", Tab: false, "Shift-Tab": false,
      "Ctrl-]": "indentMore", "Ctrl-[": "indentLess",
      "Alt-Up": () => nextFinding(-1), "Alt-Down": () => nextFinding(1), "F8": () => nextFinding(1),
    },
  });
  const scroller = editor.getScrollerElement();
  Object.assign(scroller, { tabIndex: 0, role: "group", ariaLabel: t("textOfPipeline") });
  editor.on("change", (cm, change) => { steered ||= /^(control|\+move-)/.test(change.origin ?? ""); });
  editor.on("changes", (cm) => {
    steered = false;
    store.set({ text: cm.getValue() });
    changed();
  });
  editor.on("inputRead", (cm, change) => {
    if (!cm.state.completionActive && startsCompletion(change.text[0])) cm.showHint({ hint: complete, completeSingle: false });
  });
  editor.on("cursorActivity", () => { if (!followed && !steered) followCursor(); });
  store.on(["findings"], showFindings);
  store.on(["graph"], markPlaces);
  store.on(["selected"], showSelected);
  store.on(["language"], () => { editor.getInputField().setAttribute("aria-label", t("textOfPipeline")); showFindings(); });
}

/** The component itself, for edits in place. */
export const codeMirror = () => editor;

/** Another text; going back is one step. */
export function setText(text) {
  if (text === editor.getValue()) return;
  followed = true;
  editor.operation(() => { editor.setValue(text); editor.scrollTo(0, 0); });
  followed = false;
}

/** The place in CodeMirror of a line and a column that count from 1, columns in Unicode scalars. */
export function position(line, column) {
  const text = editor.getLine(line - 1) ?? "";
  return { line: line - 1, ch: [...text].slice(0, column - 1).join("").length };
}

function markPlaces() {
  const wanted = [];
  const note = (stage, place, one) => {
    if (!one.span?.line) return;
    wanted.push({ stage, place, operation: one.operation, from: position(one.span.line, one.span.column), to: position(one.span.endLine, one.span.endColumn) });
    for (const inner of one.steps ?? []) note(stage, inner.place, inner);
  };
  for (const stage of store.get("graph")?.stages ?? []) {
    note(stage.name, null, { span: stage.span });
    for (const step of stage.steps) note(stage.name, step.place, step);
  }
  // Marks move with the text: after most changes they stand where they should.
  if (wanted.length === places.length && wanted.every((one, number) => isMarked(one, places[number]))) return;
  for (const { mark } of places) mark.clear();
  editor.operation(() => { places = wanted.map(({ from, to, ...one }) => ({ ...one, mark: editor.markText(from, to) })); });
  showSelected();
}

function isMarked(wanted, { stage, place, operation, mark }) {
  const where = mark.find();
  return wanted.stage === stage && wanted.place === place && wanted.operation === operation && where !== undefined
    && CodeMirror.cmpPos(where.from, wanted.from) === 0 && CodeMirror.cmpPos(where.to, wanted.to) === 0;
}

/** Where the name of a step (or of a stage: place null) stands now, or undefined. */
export function nameOf(selected) {
  if (!selected) return undefined;
  const found = places.find((one) => one.stage === selected.stage && one.place === selected.place);
  return found?.mark.find();
}

let lineMarked = null;

function showSelected() {
  if (lineMarked !== null) editor.removeLineClass(lineMarked, "background", "step-line");
  lineMarked = null;
  const where = nameOf(store.get("selected"));
  if (!where) return;
  lineMarked = editor.addLineClass(where.from.line, "background", "step-line");
  if (!editor.hasFocus()) {
    followed = true;
    editor.setCursor(where.from, null, { scroll: false });
    editor.scrollIntoView({ from: where.from, to: where.to }, 90);
    followed = false;
  }
}

/** Selects the step or stage in whose text the cursor stands. */
function followCursor() {
  const cursor = editor.getCursor();
  let best = null;
  for (const one of places) {
    const where = one.mark.find();
    if (!where) continue;
    const { line, ch } = where.from;
    const before = line < cursor.line || (line === cursor.line && (one.place === null ? 0 : ch) <= cursor.ch + 2);
    if (before && (!best || CodeMirror.cmpPos(where.from, best.from) >= 0)) best = { ...one, from: where.from };
  }
  if (!best || leavesStages(best.from.line, cursor.line)) return;
  const now = store.get("selected");
  if (now?.stage === best.stage && now?.place === best.place) return;
  if (best.place === null) store.set({ selected: { stage: best.stage, place: null } }); else selectStep(best.stage, best.place);
}

function leavesStages(from, to) {
  for (let line = from + 1; line <= to; line += 1) if (/^[A-Za-z]/.test(editor.getLine(line))) return true;
  return false;
}

function showFindings() {
  for (const mark of findingMarks) mark.clear();
  findingMarks = [];
  editor.clearGutter("gutter-marks");
  const findings = store.get("findings");
  editor.operation(() => {
    for (const finding of findings) if (finding.line) markFinding(finding);
  });
  fill(document.getElementById("findings"), findings.map((finding) =>
    h("button", { type: "button", class: finding.severity, onclick: () => goTo(finding) },
      icon("alert"), h("code", {}, finding.code), h("span", {}, finding.message),
      finding.help ? h("em", {}, finding.help) : null)));
}

function markFinding(finding) {
  const from = position(finding.line, finding.column);
  let to = position(finding.endLine ?? finding.line, finding.endColumn ?? finding.column + 1);
  if (CodeMirror.cmpPos(from, to) >= 0) to = { line: from.line, ch: from.ch + 1 };
  const title = finding.help ? `${finding.message}\n${finding.help}` : finding.message;
  findingMarks.push(editor.markText(from, to, { className: `finding-${finding.severity}`, attributes: { title } }));
  editor.setGutterMarker(from.line, "gutter-marks", h("span", { class: `mark-dot ${finding.severity}`, title }));
}

function goTo(finding) {
  if (!finding.line) return;
  editor.focus();
  editor.setCursor(position(finding.line, finding.column));
  editor.scrollIntoView(null, 90);
}

function nextFinding(direction) {
  const findings = store.get("findings").filter((finding) => finding.line);
  if (findings.length === 0) return;
  const here = editor.getCursor();
  const after = findings.filter((one) => direction * CodeMirror.cmpPos(position(one.line, one.column), here) > 0);
  const ordered = direction > 0 ? after : after.reverse();
  goTo(ordered[0] ?? findings[direction > 0 ? 0 : findings.length - 1]);
}
