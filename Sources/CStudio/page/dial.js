// A slider for what is drawn: one thumb for a number, two for a range, and above it how often each number comes.
import { h, s } from "./dom.js";
import { t } from "./i18n.js";
import { density, format, rounded, scaleOf } from "./values.js";

const steps = 400;

/**
 * Builds the slider of a parameter. `value` is as `parse` gives it, `drawn` the number of the variant shown (or null);
 * `change(value)` is called while a thumb moves.
 */
export function dial(parameter, value, drawn, change) {
  const scale = scaleOf(parameter);
  const width = Math.abs(value.form === "normal" ? value.high * 4 : value.high - value.low) || Math.abs(value.high) || parameter.maximum - parameter.minimum;
  const two = value.form === "range" || value.form === "log";
  const now = { ...value };
  const box = h("div", { class: "dial" });
  const picture = s("svg", { viewBox: "0 0 100 30", preserveAspectRatio: "none", "aria-hidden": "true" });
  const span = h("i", { class: "span" }), ends = h("div", { class: "ends", "aria-hidden": "true" });
  const say = (number) => format({ form: "fixed", low: number, high: number, unit: now.unit }, { kind: parameter.kind, width });

  const draw = () => {
    picture.replaceChildren(s("path", { class: "density", d: outline(now, scale) }));
    if (drawn !== null) {
      const x = 100 * scale.toPlace(drawn);
      picture.append(s("line", { class: "drawn", x1: x, x2: x, y1: 2, y2: 30 }));
    }
    const [low, high] = now.form === "normal" ? [now.low - now.high, now.low + now.high] : [now.low, now.high];
    const from = 100 * scale.toPlace(two || now.form === "normal" ? low : Math.max(parameter.minimum, Math.min(0, low)));
    span.style.left = `${from}%`;
    span.style.width = `${100 * scale.toPlace(high) - from}%`;
    ends.replaceChildren(h("span", {}, limit(parameter.minimum)), h("b", {}, format(now, { kind: parameter.kind, width })), h("span", {}, limit(parameter.maximum)));
  };
  const limit = (number) => `${rounded(number, parameter.maximum - parameter.minimum)}${parameter.kind === "length" ? " mm" : parameter.kind === "angle" ? "°" : ""}`;

  const thumb = (name, label) => {
    const input = h("input", { type: "range", min: "0", max: String(steps), step: "1", "aria-label": label, data: { thumb: name } });
    const place = () => {
      input.value = String(Math.round(steps * scale.toPlace(now[name])));
      input.setAttribute("aria-valuetext", say(now[name]));
    };
    const moveTo = (wanted) => {
      let number = Math.min(parameter.maximum, Math.max(parameter.minimum, wanted));
      if (two) number = name === "low" ? Math.min(number, now.high) : Math.max(number, now.low);
      if (now.form === "log") number = Math.max(number, 1e-6);
      now[name] = number;
      if (now.form === "fixed") now.high = number;
      input.setAttribute("aria-valuetext", say(number));
      draw();
      change({ ...now });
    };
    input.addEventListener("input", () => moveTo(Number(rounded(scale.toNumber(input.value / steps), resolution(scale, input.value / steps)))));
    input.addEventListener("keydown", (event) => {
      // From one whole number to the next, however far apart they lie.
      const step = parameter.kind === "count" ? { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key] : undefined;
      if (!step || event.altKey) return;
      moveTo(now[name] + step);
      place();
      event.preventDefault();
    });
    input.addEventListener("change", place);
    place();
    return input;
  };
  const label = parameter.name;
  box.append(picture, h("i", { class: "rail" }), span);
  if (two) box.append(thumb("low", t("lowEnd", { name: label })), thumb("high", t("highEnd", { name: label })));
  else box.append(thumb("low", label));
  draw();
  return h("div", {}, box, ends);
}

/** How much a number changes from one place of the slider to the next, so that it is not written more finely. */
const resolution = (scale, place) => Math.abs(scale.toNumber(Math.min(1, place + 1 / steps)) - scale.toNumber(Math.max(0, place - 1 / steps))) * 40 || 1;

/** The outline of the histogram: 50 bars, the highest 26 high. */
function outline(value, scale) {
  if (value.form === "fixed") {
    const x = 100 * scale.toPlace(value.low);
    return `M${x - 0.8} 30V4H${x + 0.8}V30Z`;
  }
  const bars = [];
  const [first, last] = value.form === "normal" ? [0, 1] : [scale.toPlace(value.low), scale.toPlace(value.high)];
  const count = 50;
  for (let bar = 0; bar <= count; bar += 1) {
    const place = first + (last - first) * bar / count;
    bars.push([100 * place, density(value, Math.min(Math.max(scale.toNumber(place), value.form === "normal" ? -Infinity : value.low), value.form === "normal" ? Infinity : value.high))]);
  }
  const highest = Math.max(...bars.map(([, height]) => height), 1e-9);
  const top = bars.map(([x, height]) => `L${x.toFixed(2)} ${(30 - 24 * height / highest).toFixed(2)}`).join("");
  return `M${bars[0][0]} 30${top}L${bars.at(-1)[0]} 30Z`;
}
