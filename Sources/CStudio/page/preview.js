// Asks for the pictures: the variant shown, then what stands on it, then the strip, so that what is looked at comes first.
import { store } from "./store.js";
import { Newest, Refused, ask, post, send } from "./api.js";
import { afterPause } from "./dom.js";

const picture = new Newest(1500), later = new Newest(), checks = new Newest(1000), clean = new Newest();
const listeners = { picture: [], clean: [], strip: [], halted: [], settled: [] };

/**
 * Calls `call` when something has come: `picture` and `clean` with a bitmap, `strip` with stages, `halted` with a text or null,
 * `settled` with nothing when all of it is there.
 */
export const onShown = (what, call) => listeners[what].push(call);
const tell = (what, ...values) => { for (const call of listeners[what]) call(...values); };

/** What a request says of the pipeline and the page. */
export function request(more = {}) {
  return { page: store.get("page").id, pipeline: store.get("text"), variant: store.get("variant"), ...more };
}

// What is said of files that only a run looks for: the studio has a page of its own.
const ofRuns = new Set(["W501"]);

let wide = 700;        // how many pixels wide the picture has to be
let fetched = null;    // what the picture on the screen was made from

/** Another size on the screen; a picture that is too coarse is fetched again. */
export function wantWidth(pixels) {
  const page = store.get("page");
  const wanted = Math.min(page?.width ?? 700, Math.max(700, Math.ceil(pixels / 100) * 100));
  if (wanted === wide) return;
  const finer = wanted > wide;
  wide = wanted;
  if (store.get("ready") && finer) { showPicture(); showClean(); }
}

/** Asks for all that depends on text, page and variant. */
export function showAll() {
  if (!store.get("ready")) return;
  later.stop();
  showPicture();
  checkSoon();
  afterwards();
}

/** What is looked at comes first; what is wrong is told a moment later. */
const checkSoon = afterPause(90, () => check());

/** One after another, so that on few cores a newer picture waits for one of them at most. */
const afterwards = afterPause(140, () => later.run(async (signal) => {
  await fetchDetails(signal);
  await fetchStrip(signal);
  tell("settled");
}));

/** Asks for the picture of the variant, and shows it as soon as it has come. */
export function showPicture() {
  const began = performance.now();
  const fields = request({ width: wide, format: "jpeg", quality: wide > 1400 ? 92 : 86 });
  if (store.get("stage") !== null) fields.stage = store.get("stage");
  if (fields.stage === "page") { showUnchanged(); return; }
  picture.run(async (signal) => {
    try {
      const answer = await post("/v1/preview", fields, { signal, accept: "image/*" });
      const size = answer.headers.get("Foxing-Size")?.split("x").map(Number);
      const bitmap = await createImageBitmap(await answer.blob());
      if (signal.aborted) { bitmap.close(); return; }
      fetched = { ...fields, began, timing: answer.headers.get("Server-Timing") };
      tell("halted", null);
      tell("picture", bitmap, size ?? [bitmap.width, bitmap.height], fetched);
    } catch (error) { refused(error); }
  });
}

function refused(error) {
  if (!(error instanceof Refused)) throw error;
  if (error.code === "pipeline") { if (error.findings.length > 0) store.set({ findings: error.findings, valid: false }); }
  else if (error.code === "page") tell("halted", "pageGone", error.message);
  else if (error.status !== 429) tell("halted", "refused", error.message);
  else setTimeout(showPicture, 700);
}

function showUnchanged() {
  picture.run(async (signal) => {
    const bitmap = await fetchClean(signal);
    const page = store.get("page");
    tell("picture", bitmap, [page.width, page.height], null);
  });
}

async function fetchClean(signal) {
  const { id } = store.get("page");
  const answer = await send(`/v1/pages/${encodeURIComponent(id)}/picture?width=${wide}&format=jpeg`, { signal });
  return createImageBitmap(await answer.blob());
}

/** Asks for the page itself, that stands on the left of the line. */
export function showClean() {
  clean.run(async (signal) => {
    try {
      const bitmap = await fetchClean(signal);
      const { width, height } = store.get("page");
      tell("clean", bitmap, [width, height]);
    } catch (error) { refused(error); }
  });
}

/** Asks again for labels and what was carried out, for another stage. */
export const showDetails = () => later.run(fetchDetails);

async function fetchDetails(signal) {
  const fields = request({ width: 16, format: "jpeg", labels: "json" });
  if (store.get("stage") !== null) fields.stage = store.get("stage");
  try {
    const { labels, applied } = await ask("/v1/preview", fields, signal);
    store.set({ labels, applied });
  } catch (error) { if (!(error instanceof Refused)) throw error; }
}

async function fetchStrip(signal) {
  try { tell("strip", (await ask("/v1/stages", request({ width: 150 }), signal)).stages); }
  catch (error) { if (!(error instanceof Refused)) throw error; }
}

/** Asks what is wrong with the text; its graph becomes the one that is drawn. */
export function check() {
  const pipeline = store.get("text");
  checks.run(async (signal) => {
    try {
      const { findings: all, valid, pipeline: graph } = await ask("/v1/check", { pipeline }, signal);
      if (pipeline !== store.get("text")) return;
      const findings = all.filter((one) => !ofRuns.has(one.code));
      store.set(graph ? { findings, valid, graph } : { findings, valid });
    } catch (error) { if (!(error instanceof Refused)) throw error; }
  });
}
