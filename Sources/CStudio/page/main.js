// Starts the studio and joins its pieces.
import { store, operations } from "./store.js";
import { read, Refused } from "./api.js";
import { h, openDialog, startHints, toast } from "./dom.js";
import { speak, t, wanted } from "./i18n.js";
import { readAddress, startAddress } from "./address.js";
import { codeMirror, setText, startEditor } from "./editor.js";
import { completeFrom } from "./complete.js";
import { onShown, showAll, showClean, showDetails, showPicture } from "./preview.js";
import { startTable } from "./table.js";
import { showSheet, startStrip } from "./strip.js";
import { startGraph } from "./graph.js";
import { startInspector } from "./inspector.js";
import { startReading } from "./reading.js";
import { choosePreset, takePreset } from "./presets.js";
import { choosePage, startDrop, takePage } from "./pages.js";
import { showRuns } from "./runs.js";

const by = (id) => document.getElementById(id);

async function start() {
  store.set({ language: wanted() });
  speak(store.get("language"));
  await handInToken();
  const [list, presets, schema] = await Promise.all([read("/v1/operations"), read("/v1/presets"), read("/v1/schema")]);
  for (const operation of list) operations.set(operation.name, operation);
  completeFrom(schema);
  store.set({ presets });
  startEditor(() => showAll());
  startTable();
  startStrip();
  startGraph();
  startInspector();
  startReading();
  startDrop();
  startHints();
  startBar();
  startView();
  startAddress(takeAddress);
  onShown("halted", showHalt);
  await takeAddress();
}

/** A token that the address brings (the program prints such an address) is handed in, and not left there. */
async function handInToken() {
  const fields = new URLSearchParams(location.hash.slice(1));
  if (!fields.has("token")) return;
  await fetch("/v1/session", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ token: fields.get("token") }) });
  fields.delete("token");
  history.replaceState(null, "", `#${fields}`);
}

/** Shows what the address says; without one, the first preset on the example page. */
async function takeAddress() {
  const found = await readAddress();
  if (found.broken) toast(t("brokenLink"), "bad");
  const presets = store.get("presets");
  const preset = presets.find((one) => one.name === found.preset) ?? (found.text ? null : presets.find((one) => one.name === "office-scan") ?? presets[0]);
  store.set({ ready: false });
  setText(found.text ?? preset.text);
  if (!store.get("text")) store.set({ text: found.text ?? preset.text });
  codeMirror().clearHistory();
  const page = await pageOf(found.page);
  store.set({
    preset: preset?.name ?? null, page, variant: found.variant ?? 0, stage: found.stage ?? null, selected: found.selected ?? null,
    view: found.view, compare: found.compare === undefined ? 0.5 : found.compare, words: found.words, baselines: found.baselines, ready: true,
  });
  showAll();
  showClean();
  if (found.view === "sheet") showSheet();
}

async function pageOf(id) {
  if (id && id !== "example") {
    try { return await read(`/v1/pages/${encodeURIComponent(id)}`); } catch (error) {
      if (!(error instanceof Refused)) throw error;
      toast(t("pageGone"), "bad");
    }
  }
  return read("/v1/pages/example");
}

function startBar() {
  by("open-presets").onclick = choosePreset;
  by("open-page").onclick = choosePage;
  by("open-runs").onclick = () => showRuns().catch((error) => toast(error.message, "bad"));
  by("undo").onclick = () => codeMirror().undo();
  by("redo").onclick = () => codeMirror().redo();
  by("download").onclick = download;
  by("copy-link").onclick = copyLink;
  by("keys").onclick = showKeys;
  by("theme").onclick = nextTheme;
  by("language").value = store.get("language");
  by("language").onchange = () => {
    localStorage.setItem("foxing.language", by("language").value);
    speak(by("language").value);
    store.set({ language: by("language").value });
  };
  setTheme(localStorage.getItem("foxing.theme") ?? "auto");
  store.on(["preset", "text", "page", "language"], sayWhatIsOpen);
  document.addEventListener("keydown", shortcut);
}

function sayWhatIsOpen() {
  const preset = store.get("presets").find((one) => one.name === store.get("preset"));
  by("preset-name").textContent = preset ? preset.name + (preset.text === store.get("text") ? "" : " *") : t("ownPipeline");
  const page = store.get("page");
  by("page-name").textContent = page?.id === "example" ? t("examplePage") : page?.name ?? "…";
  const { undo, redo } = codeMirror().historySize();
  by("undo").disabled = undo === 0;
  by("redo").disabled = redo === 0;
}

function startView() {
  const segments = (id, name) => {
    for (const button of by(id).querySelectorAll("button")) button.onclick = () => store.set({ [name]: button.dataset.view });
    store.on([name], () => { for (const button of by(id).querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.dataset.view === store.get(name))); });
  };
  segments("source-view", "sourceView");
  segments("view-kind", "view");
  store.on(["sourceView"], () => { by("split").dataset.view = store.get("sourceView"); codeMirror().refresh(); });
  const toggles = { compare: "compare", "layer-words": "words", "layer-baselines": "baselines" };
  for (const [id, name] of Object.entries(toggles)) {
    by(id).onclick = () => store.set({ [name]: name === "compare" ? (store.get(name) === null ? 0.5 : null) : !store.get(name) });
    store.on([name], () => by(id).setAttribute("aria-pressed", String(name === "compare" ? store.get(name) !== null : store.get(name))));
  }
  const choose = (number) => { if (Number.isInteger(number) && number >= 0 && number <= 9999999) store.set({ variant: number }); };
  by("variant").oninput = () => choose(Number(by("variant").value));
  by("variant-number").onchange = () => choose(Number(by("variant-number").value));
  by("variant-back").onclick = () => choose(store.get("variant") - 1);
  by("variant-on").onclick = () => choose(store.get("variant") + 1);
  store.on(["variant"], () => { by("variant").value = by("variant-number").value = store.get("variant"); });
  store.on(["variant", "page"], () => { showAll(); showSheet(); });
  store.on(["stage"], () => { if (store.get("ready")) { showPicture(); showDetails(); } });
  store.on(["text"], () => { if (store.get("view") === "sheet") showSheet(); });
}

function download() {
  const name = store.get("graph")?.name ?? "pipeline";
  const link = h("a", { href: URL.createObjectURL(new Blob([store.get("text")], { type: "text/yaml" })), download: `${name}.yaml` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 5000);
}

async function copyLink() {
  await new Promise((done) => setTimeout(done, 320));
  try {
    await navigator.clipboard.writeText(location.href);
    toast(t("linkCopied"));
  } catch { toast(location.href); }
}

const themes = ["auto", "light", "dark"];

function setTheme(theme) {
  store.set({ theme });
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

function nextTheme() {
  const theme = themes[(themes.indexOf(store.get("theme")) + 1) % themes.length];
  localStorage.setItem("foxing.theme", theme);
  setTheme(theme);
  toast(t(`theme_${theme}`));
}

function showHalt(kind, message) {
  document.querySelector("#table .halt")?.remove();
  if (kind === null) return;
  const again = kind === "pageGone" ? h("button", { type: "button", class: "button", onclick: async () => takePage(await read("/v1/pages/example")) }, t("showExample")) : null;
  by("table").append(h("div", { class: "halt", role: "alert" }, message, again));
}

const shortcuts = [["Alt+←", "variantBack"], ["Alt+→", "variantOn"], ["Alt+C", "compareHint"], ["Alt+W", "wordsHint"], ["Alt+B", "baselinesHint"],
  ["Alt+G", "twelve"], ["Alt+P", "presets"], ["Ctrl+Z", "undo"], ["Ctrl+Shift+Z", "redo"], ["Ctrl+Space", "completeHint"], ["Ctrl+/", "commentHint"], ["F8", "nextFinding"],
  ["+ − 0 1", "zoomKeys"], ["↑ ↓", "graphKeys"], ["?", "keys"]];

function showKeys() {
  openDialog(t("keys"), (body) => body.append(h("dl", { class: "keys" }, shortcuts.map(([keys, name]) => [h("dt", {}, h("kbd", {}, keys)), h("dd", {}, t(name))]))), "narrow");
}

function shortcut(event) {
  if (document.querySelector("dialog[open]")) return;
  const typing = event.target.closest?.(".CodeMirror, input:not([type=range]), select, textarea");
  const press = (id) => { by(id).click(); event.preventDefault(); };
  if (event.altKey && !event.ctrlKey) {
    const target = { ArrowLeft: "variant-back", ArrowRight: "variant-on", KeyC: "compare", KeyW: "layer-words", KeyB: "layer-baselines", KeyP: "open-presets" }[event.code];
    if (target) press(target);
    else if (event.code === "KeyG") { store.set({ view: store.get("view") === "sheet" ? "page" : "sheet" }); event.preventDefault(); }
  } else if (typing) return;
  else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") press(event.shiftKey ? "redo" : "undo");
  else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "y") press("redo");
  else if (event.key === "?") showKeys();
}

start().catch((error) => { toast(error.message, "bad"); throw error; });
