// One's own page: dropped on the studio or chosen, with its truth beside it; and the pages that the server has.
import { h, s, icon, openDialog, toast } from "./dom.js";
import { store } from "./store.js";
import { t, number } from "./i18n.js";
import { Refused, read, send } from "./api.js";
import { showClean } from "./preview.js";

const pictures = /\.(png|jpe?g|tiff?|webp|pdf)$/i;

/** Shows that page from now on. */
export function takePage(page) {
  store.set({ page, labels: null, stage: null, view: "page" });
  showClean();
}

/** Sends a picture and what stands beside it to the server, and shows it. */
export async function sendPage(files) {
  const list = [...files];
  const image = list.find((file) => pictures.test(file.name) || file.type.startsWith("image/"));
  if (!image) { toast(t("noPicture"), "bad"); return; }
  const form = new FormData();
  form.append("image", image, image.name);
  for (const file of list) if (file !== image) form.append("truth", file, file.name);
  try {
    toast(t("sending", { name: image.name }));
    const page = await (await send("/v1/pages", { method: "POST", body: form })).json();
    takePage(page);
    if (page.truth?.level === "none" || !page.truth) toast(t("withoutTruth"));
    for (const note of page.notes ?? []) toast(note.message);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    toast(error.message, "bad");
  }
}

/** Takes files that are dropped anywhere on the studio. */
export function startDrop() {
  const veil = document.getElementById("drop");
  const carries = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  addEventListener("dragenter", (event) => { if (carries(event)) { event.preventDefault(); veil.hidden = false; } });
  addEventListener("dragover", (event) => { if (carries(event)) event.preventDefault(); });
  addEventListener("dragleave", (event) => { if (event.relatedTarget === null) veil.hidden = true; });
  addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    veil.hidden = true;
    for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
    sendPage(event.dataTransfer.files);
  });
}

/** Opens the list of pages, with a place to drop one. */
export function choosePage() {
  openDialog(t("choosePage"), async (body, dialog) => {
    const files = h("input", { type: "file", multiple: true, class: "unseen", id: "files", "aria-label": t("chooseFiles") });
    files.addEventListener("change", () => { dialog.close(); sendPage(files.files); });
    const known = h("div", { class: "pages-known" });
    body.append(h("div", { class: "well" }, s("svg", { "aria-hidden": "true" }, s("use", { href: "/icons.svg#drop" })),
      h("strong", {}, t("dropHere")), h("small", {}, t("dropTypes")),
      h("button", { type: "button", class: "button", onclick: () => files.click() }, icon("folder"), t("chooseFiles")), files), known);
    try {
      const pages = await read("/v1/pages");
      const example = pages.some((page) => page.id === "example") ? [] : [await read("/v1/pages/example")];
      known.append(...[...pages, ...example].map((page) => row(page, dialog)));
    } catch (error) { if (!(error instanceof Refused)) throw error; }
  }, "narrow");
}

function row(page, dialog) {
  const size = `${number(page.width)} × ${number(page.height)} · ${number(Math.round(page.dpi))} dpi`;
  const truth = page.truth && page.truth.level !== "none" ? t("truthWords", { words: number(page.truth.words) }) : t("noTruthShort");
  return h("button", { type: "button", class: "row", onclick: () => { takePage(page); dialog.close(); } }, icon("page"),
    h("span", { class: "grow" }, h("strong", {}, page.id === "example" ? t("examplePage") : page.name), h("small", {}, `${size} · ${truth}`)),
    store.get("page")?.id === page.id ? h("span", { class: "badge accent" }, t("shownNow")) : null);
}
