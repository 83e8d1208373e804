// What Tesseract reads on this variant: kept or dropped and why, and the text against the truth.
import { h, fill, icon } from "./dom.js";
import { store } from "./store.js";
import { t, percent } from "./i18n.js";
import { Newest, Refused, ask } from "./api.js";
import { afterPause } from "./dom.js";
import { onShown, request } from "./preview.js";
import { appendText } from "./edits.js";

const scores = new Newest(8000);
let open = true, score = null, problem = null, waiting = false, of = null;

/** Reads the variant back whenever it has been left alone for a moment. */
export function startReading() {
  open = innerHeight > 980 || innerWidth < 1180;
  store.on(["text", "page", "variant", "ready"], () => {
    scores.stop();
    // A slider that moves would otherwise draw the whole text again with each step.
    if (!waiting) { waiting = true; draw(); }
  });
  store.on(["language"], draw);
  onShown("settled", soon);
  draw();
}

const soon = afterPause(350, () => {
  if (!store.get("ready")) return;
  scores.run(async (signal) => {
    const fields = request();
    try {
      score = await ask("/v1/score", fields, signal);
      problem = null;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      score = null;
      problem = error;
    }
    of = fields;
    if (of.pipeline === store.get("text") && of.variant === store.get("variant")) waiting = false;
    draw();
  });
});

const rate = (counts) => (counts && counts[1] > 0 ? counts[0] / counts[1] : null);

function draw() {
  const panel = document.getElementById("reading");
  const toggle = h("button", { type: "button", class: "tool", "aria-expanded": String(open), "aria-label": t("showText"), data: { say: t("showText") }, onclick: () => { open = !open; draw(); panel.querySelector(".tool").focus(); } }, icon(open ? "down" : "up"));
  const head = h("div", { class: "reading-head" }, h("h2", {}, t("readability")), ...summary(), toggle);
  fill(panel, head, open && score ? body() : null);
}

function summary() {
  if (problem) return [h("span", { class: "why", role: "status" }, problem.code === "pipeline" ? t("mendFirst") : problem.message)];
  if (!score) return [h("span", { class: "why", role: "status" }, t("reading"))];
  const errors = rate(score.cer);
  const dropped = score.status === "dropped" || score.status === "flagged";
  const kind = !score.checked ? "" : dropped ? "bad" : "good";
  const badge = h("span", { class: `badge ${kind}`, id: "verdict" }, icon(kind === "good" ? "check" : kind === "bad" ? "alert" : "eye"), score.checked ? t(`status_${score.status}`) : t("notChecked"));
  const pieces = [badge];
  if (errors !== null) {
    const bar = h("i");
    bar.style.width = `${Math.min(100, 100 * errors)}%`;
    pieces.push(h("span", { class: "unseen" }, t("cer")), h("span", { class: `meter ${kind === "bad" ? "bad" : ""}`, "aria-hidden": "true" }, bar), h("strong", { id: "cer", data: { say: t("cer") } }, percent(errors)));
  }
  pieces.push(h("span", { class: "why", role: "status", id: "why" }, waiting ? t("reading") : reason(errors)));
  if (!waiting && store.get("graph")?.readability === null) {
    pieces.push(h("button", { type: "button", class: "button", id: "add-check", onclick: () => appendText("\nreadability:\n  keep: {cer: 0..0.4}\n  otherwise: drop\n") }, t("addCheck")));
  }
  return pieces;
}

function reason(errors) {
  if (score.reason) return said(score.reason);
  if (!score.checked) return t("noCheck");
  return errors === null ? "" : t("readSo", { wrong: score.cer[0], all: score.cer[1], words: score.words?.[0] ?? 0, of: score.words?.[1] ?? 0 });
}

/** The rule that decided, such as `cer 0.52 not in 0..0.4`, in words; another reason as the server gives it. */
function said(reason) {
  const rule = reason.match(/^(?:self-)?(cer|wer|words) ([\d.]+)(?: \((\d+(?:\.\d+)?)\.\.(\d+(?:\.\d+)?)\))? not in ([\d.]+)\.\.([\d.]+)$/);
  if (!rule) return reason;
  const [number, from = number, to = number, least, most] = rule.slice(2).map((one) => (one === undefined ? one : Number(one)));
  const [value, low, high] = [number, least, most].map(percent);
  // A check that reads a part of the page also drops what it cannot be sure of.
  return t(from <= most && to >= least ? "unsure" : "outside", { what: t(`measure_${rule[1]}`), value, low, high });
}

function body() {
  const truth = h("p", { class: "text", id: "text-truth" }), seen = h("p", { class: "text", id: "text-read" });
  if (score.lines.length === 0) seen.append(score.text || t("nothingRead"));
  for (const line of score.lines) {
    for (const { kind, truth: was, read } of line.differences ?? [{ kind: "same", truth: line.text, read: line.read }]) {
      if (was) truth.append(kind === "same" ? was : h("del", {}, was));
      if (read) seen.append(kind === "same" ? read : h("ins", {}, read));
    }
    truth.append("\n");
    seen.append("\n");
  }
  const column = (title, text) => h("div", { tabIndex: 0, role: "group", "aria-label": title }, h("h3", {}, title), text);
  const content = h("div", { class: "reading-body" }, column(t("truth"), score.lines.length > 0 ? truth : h("p", {}, t("noTruth"))), column(t("readText"), seen));
  return content;
}
