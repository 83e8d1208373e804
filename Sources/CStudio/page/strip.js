// The film strip of stages below the page, and the sheet of twelve variants in its place.
import { h, fill } from "./dom.js";
import { store, whenDifferent } from "./store.js";
import { t } from "./i18n.js";
import { Newest, Refused, ask } from "./api.js";
import { onShown, request } from "./preview.js";

let stages = [];
const sheets = new Newest(20000);

/** Fills the strip as its pictures come. */
export function startStrip() {
  onShown("strip", (list) => { stages = list; drawStrip(); });
  store.on(["stage", "language", "graph"], whenDifferent(() => [store.get("stage"), store.get("language"), last()], drawStrip));
  store.on(["view"], () => { if (store.get("view") === "sheet") showSheet(); else closeSheet(); });
}

/** The stage that the training picture comes from. */
const last = () => store.get("graph")?.outputs[0]?.stage ?? stages.at(-1)?.stage;

function drawStrip() {
  const shown = store.get("stage") ?? last();
  const strip = document.getElementById("strip");
  const focused = document.activeElement?.closest?.("#strip .frame")?.dataset.stage;
  fill(strip, stages.map(({ stage, picture }) => frame({
    picture, name: stage === "page" ? t("cleanPage") : stage, pressed: stage === shown, data: { stage },
    choose: () => store.set({ stage: stage === last() ? null : stage, view: "page" }),
  })));
  if (focused) [...strip.children].find((one) => one.dataset.stage === focused)?.focus();
  strip.querySelector("[aria-pressed=true]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function frame({ picture, name, pressed, choose, data = {}, kind = "" }) {
  return h("button", { type: "button", class: `frame ${kind}`, "aria-pressed": String(pressed), data, onclick: choose },
    h("span", { class: "thumb" }, picture ? h("img", { src: picture, alt: "" }) : null), h("span", { class: "name" }, name));
}

/** Asks for the twelve variants around the one shown, and draws them over the table. */
export function showSheet() {
  if (store.get("view") !== "sheet") return;
  const first = Math.floor(store.get("variant") / 12) * 12;
  const { variant, ...fields } = request({ first, count: 12, width: 260 });
  if (!document.getElementById("contact")) drawSheet(Array.from({ length: 12 }, (_, number) => ({ variant: first + number })));
  sheets.run(async (signal) => {
    document.getElementById("busy").classList.add("on");
    try { drawSheet((await ask("/v1/sheet", fields, signal)).variants); }
    catch (error) { if (!(error instanceof Refused)) throw error; }
    finally { document.getElementById("busy").classList.remove("on"); }
  });
}

function drawSheet(variants) {
  if (store.get("view") !== "sheet") return;
  closeSheet();
  const sheet = h("div", { class: "contact", id: "contact", role: "group", "aria-label": t("twelve"), tabIndex: 0 }, variants.map((one) => frame({
    picture: one.picture, name: t("variantNumber", { number: one.variant }), pressed: one.variant === store.get("variant"),
    data: { variant: one.variant }, choose: () => store.set({ variant: one.variant, view: "page", stage: null }),
  })));
  const table = document.getElementById("table");
  table.insertBefore(sheet, document.getElementById("busy"));
  document.getElementById("page-stage").hidden = true;
}

function closeSheet() {
  document.getElementById("contact")?.remove();
  document.getElementById("page-stage").hidden = false;
}
