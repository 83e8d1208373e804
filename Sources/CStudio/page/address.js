// The address holds what is shown, so that a view can be kept, sent and gone back to.
import { store } from "./store.js";

const kept = ["preset", "text", "page", "variant", "stage", "selected", "view", "compare", "words", "baselines"];

/** Text, packed so that it fits into an address. */
export async function pack(text) {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  let letters = "";
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** The text that `pack` packed; fails where it was cut or changed. */
export async function unpack(packed) {
  const letters = atob(packed.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).text();
}

/** What the address says, as values of the store; `text` only where it differs from the preset. */
export async function readAddress() {
  const fields = new URLSearchParams(location.hash.slice(1));
  const found = {};
  if (fields.has("preset")) found.preset = fields.get("preset");
  if (fields.has("text")) {
    try { found.text = await unpack(fields.get("text")); } catch { found.broken = true; }
  }
  if (fields.has("page")) found.page = fields.get("page");
  const variant = Number(fields.get("variant"));
  if (Number.isInteger(variant) && variant >= 0 && variant <= 9999999) found.variant = variant;
  if (fields.has("stage")) found.stage = fields.get("stage");
  if (fields.has("at")) {
    const [stage, place] = fields.get("at").split("/");
    found.selected = { stage, place: place ?? null };
  }
  found.view = fields.get("view") === "sheet" ? "sheet" : "page";
  const line = fields.get("compare");
  if (line === "off") found.compare = null;
  else if (line !== null && Number(line) >= 0 && Number(line) <= 1) found.compare = Number(line);
  const layers = (fields.get("show") ?? "").split(",");
  found.words = layers.includes("words");
  found.baselines = layers.includes("baselines");
  return found;
}

async function addressOfNow() {
  const fields = new URLSearchParams();
  const preset = store.get("presets").find((one) => one.name === store.get("preset"));
  if (preset) fields.set("preset", preset.name);
  if (!preset || preset.text !== store.get("text")) fields.set("text", await pack(store.get("text")));
  const page = store.get("page");
  if (page && page.id !== "example") fields.set("page", page.id);
  if (store.get("variant") > 0) fields.set("variant", store.get("variant"));
  if (store.get("stage") !== null) fields.set("stage", store.get("stage"));
  const selected = store.get("selected");
  if (selected) fields.set("at", selected.place === null ? selected.stage : `${selected.stage}/${selected.place}`);
  if (store.get("view") === "sheet") fields.set("view", "sheet");
  const line = store.get("compare");
  if (line === null) fields.set("compare", "off");
  else if (line !== 0.5) fields.set("compare", line.toFixed(2));
  const layers = ["words", "baselines"].filter((layer) => store.get(layer));
  if (layers.length > 0) fields.set("show", layers.join(","));
  return `#${fields}`;
}

let written = null;

/** Writes the address a moment after each change; calls `reread` when someone else changed it. */
export function startAddress(reread) {
  let timer = 0;
  store.on(kept, () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      if (!store.get("ready")) return;
      written = await addressOfNow();
      if (written !== location.hash) history.replaceState(null, "", written);
    }, 250);
  });
  addEventListener("hashchange", () => { if (location.hash !== written) reread(); });
}
