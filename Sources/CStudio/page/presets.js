// The ready-made pipelines as pictures.
import { h, openDialog } from "./dom.js";
import { store } from "./store.js";
import { t } from "./i18n.js";
import { setText } from "./editor.js";

/** The first sentence of what a preset says of itself. */
const firstSentence = (summary) => summary.replace(/\s+/g, " ").match(/^.*?[.:](?=\s|$)/)?.[0].replace(/:$/, ".") ?? summary;

/** Takes a preset as the pipeline. */
export function takePreset(preset) {
  store.set({ preset: preset.name, selected: null, stage: null });
  setText(preset.text);
}

/** Opens the gallery. */
export function choosePreset() {
  openDialog(t("presets"), (body, dialog) => {
    body.append(h("p", {}, t("presetsAbout")), h("div", { class: "gallery" }, store.get("presets").map((preset) => h("button", {
      type: "button", class: "card", "aria-pressed": String(preset.name === store.get("preset")), data: { preset: preset.name },
      onclick: () => { takePreset(preset); dialog.close(); },
    }, h("span", { class: "picture" }, h("img", { src: `/v1/presets/${preset.name}/picture?width=400`, alt: "", loading: "lazy", decoding: "async" })),
    h("strong", {}, preset.name), h("span", { class: "about", lang: "en" }, firstSentence(preset.summary))))));
  });
}
