// Choosing an operation: all of them by family, found by a word of their name or of what they do.
import { h, icon, openDialog, fill } from "./dom.js";
import { operations } from "./store.js";
import { t } from "./i18n.js";

/** Opens the list; the name that was chosen, or null. */
export function chooseOperation() {
  return new Promise((resolve) => {
    let chosen = null;
    const dialog = openDialog(t("chooseOperation"), (body, dialog) => {
      const search = h("input", { type: "search", class: "field", placeholder: t("searchOperations"), "aria-label": t("searchOperations") });
      const list = h("div", { class: "ops" });
      const show = () => fill(list, families(search.value.toLowerCase().trim(), (name) => { chosen = name; dialog.close(); }));
      search.addEventListener("input", show);
      search.addEventListener("keydown", (event) => { if (event.key === "Enter") list.querySelector("button")?.click(); });
      show();
      dialog.querySelector(".dialog-head h2").after(h("div", { class: "ops-search" }, icon("search"), search));
      body.append(list);
      queueMicrotask(() => search.focus());
    });
    dialog.addEventListener("close", () => resolve(chosen));
  });
}

function families(sought, choose) {
  const found = [...operations.values()].filter((one) => `${one.name} ${one.summary} ${one.peers.join(" ")}`.toLowerCase().includes(sought));
  if (found.length === 0) return [h("p", { class: "empty" }, t("noneFound"))];
  const byFamily = Map.groupBy(found, (one) => one.family);
  return [...byFamily].map(([family, members]) => h("section", {}, h("h3", { lang: "en" }, family), h("ul", {}, members.map((one) =>
    h("li", {}, h("button", { type: "button", lang: "en", onclick: () => choose(one.name) }, h("strong", {}, one.name), h("span", {}, one.summary)))))));
}
