// Why a variant cannot be read: its errors with all steps, and without this one or each of them.
import { h, fill, icon } from "./dom.js";
import { selectStep, store } from "./store.js";
import { t, percent } from "./i18n.js";
import { Newest, Refused, ask } from "./api.js";
import { request } from "./preview.js";

const work = new Newest();

// The panel is drawn anew with every answer; what was measured stays as long as it is about the same thing.
let measured = { of: null, result: null };

function resultOf(selected) {
  const of = JSON.stringify([selected, request()]);
  if (measured.of !== of) {
    work.stop();
    measured = { of, result: h("div", { "aria-live": "polite" }) };
  }
  return measured.result;
}

/** The panel at the end of the inspector. */
export function costPanel(selected, step) {
  const result = resultOf(selected);
  const measure = (all) => {
    fill(result, h("p", {}, t("measuring")));
    work.stop();
    work.run(async (signal) => {
      try {
        const fields = all ? request() : request({ stage: selected.stage, step: step.place });
        drawCosts(result, await ask("/v1/costs", fields, signal));
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        fill(result, h("p", { role: "alert" }, error.message));
      }
    });
  };
  return h("section", { class: "blame", "aria-label": t("why") }, h("h3", {}, t("why")), h("p", {}, t("whyAbout")),
    h("div", { class: "chips" },
      h("button", { type: "button", class: "button", id: "cost-one", onclick: () => measure(false) }, icon("eye"), t("withoutThis")),
      h("button", { type: "button", class: "button quiet", id: "cost-all", onclick: () => measure(true) }, t("withoutEach"))), result);
}

const rate = (counts) => (counts && counts[1] > 0 ? counts[0] / counts[1] : 0);

function drawCosts(place, costs) {
  const all = rate(costs.with.cer);
  const highest = Math.max(all, ...costs.without.map((one) => rate(one.cer)), 0.001);
  const row = (name, share) => {
    const bar = h("i");
    bar.style.width = `${100 * share / highest}%`;
    return [name, h("span", { class: "track" }, bar), h("span", {}, percent(share))];
  };
  const bars = h("div", { class: "bars" }, row(h("span", { class: "name" }, t("allSteps")), all),
    costs.without.flatMap((one) => row(h("button", {
      type: "button", class: "name", title: `${one.stage} · ${one.step}`, onclick: () => selectStep(one.stage, String(one.step)),
    }, t("withoutStep", { name: one.operation })), rate(one.cer))));
  fill(place, bars, h("p", {}, verdict(costs, all)));
}

function verdict(costs, all) {
  const best = costs.without[0];
  if (!best) return t("didNotRun");
  const saved = all - rate(best.cer);
  if (saved > 0.005) return t("costs", { name: best.operation, points: percent(saved) });
  if (saved < -0.005) return t("helps", { name: best.operation, points: percent(-saved) });
  return t("costsNothing", { name: best.operation });
}
