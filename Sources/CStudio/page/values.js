// The spellings of the language for what is drawn: `3`, `0.3..0.7`, `log 1..10`, `0 +- 2`, `fax*3 | laser`.

const numeric = "[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?";
const fixed = new RegExp(`^(${numeric})(mm|pt|px|%)?$`);
const range = new RegExp(`^(log(?:-?uniform)?\\s*)?(${numeric})(mm|pt|px|%)?\\s*\\.\\.\\s*(${numeric})(mm|pt|px|%)?$`, "i");
const normal = new RegExp(`^(${numeric})(mm|pt|px|%)?\\s*(?:\\+-|±)\\s*(${numeric})(mm|pt|px|%)?$`);

const strip = (text) => text.trim().replace(/^"(.*)"$/s, "$1").replace(/^'(.*)'$/s, "$1");
const scale = (unit) => (unit === "%" ? 0.01 : unit === "pt" ? 25.4 / 72 : 1);

/**
 * What a value says: `{form: "fixed" | "range" | "log" | "normal", low, high, unit}` in the parameter's own unit (lengths in
 * millimeters, shares from 0 to 1; `low` is the mean and `high` the deviation of `normal`), `{form: "choice", items}` with
 * `{text, weight}`, or `{form: "text"}`. `unit` is the one it was written in.
 */
export function parse(value) {
  const text = strip(value);
  let found = text.match(fixed);
  if (found) return numbers("fixed", found[1], found[1], found[2], text);
  found = text.match(range);
  if (found) return numbers(found[1] ? "log" : "range", found[2], found[4], found[5] ?? found[3], text);
  found = text.match(normal);
  if (found) return numbers("normal", found[1], found[3], found[4] ?? found[2], text);
  if (/^[^"'[{]+$/.test(text) && !text.includes("..")) return { form: "choice", text, items: choices(text) };
  return { form: "text", text };
}

function numbers(form, low, high, unit, text) {
  if (unit === "px") return { form: "text", text };
  return { form, low: Number(low) * scale(unit), high: Number(high) * scale(unit), unit: unit ?? "", text };
}

function choices(text) {
  return text.split(/\s+\|\s+|\|/).map((part) => {
    const weighed = part.trim().match(/^(.*?)\s*\*\s*(\d+\.?\d*)$/);
    return weighed ? { text: weighed[1].trim(), weight: Number(weighed[2]) } : { text: part.trim(), weight: 1 };
  });
}

/** The text of a choice. */
export const choiceText = (items) => items.map((one) => (one.weight === 1 ? one.text : `${one.text}*${one.weight}`)).join(" | ");

/** A number with as many digits as matter in a range `width` wide. */
export function rounded(value, width) {
  const digits = Math.max(0, Math.min(6, 2 - Math.floor(Math.log10(Math.max(width, 1e-9)))));
  return Number(value.toFixed(digits)).toString();
}

/** The text of numbers that `parse` would read as they are; `width` says how finely they are rounded. */
export function format({ form, low, high, unit }, { kind, width }) {
  const say = (value) => (kind === "count" ? String(Math.round(value)) : rounded(value / scale(unit), width / scale(unit)));
  const sign = unit || (kind === "length" ? "mm" : "");
  if (form === "fixed") return say(low) + sign;
  if (form === "normal") return `${say(low)} +- ${say(high)}${sign}`;
  return `${form === "log" ? "log " : ""}${say(low)}..${say(high)}${sign}`;
}

/** Another form of the same numbers, with about the same middle and width. */
export function reshape(value, form, { minimum, maximum, kind }) {
  const clamp = (number) => Math.min(maximum, Math.max(minimum, number));
  const middle = value.form === "normal" || value.form === "fixed" ? value.low : value.form === "log" ? Math.sqrt(value.low * value.high) : (value.low + value.high) / 2;
  const spread = value.form === "fixed" ? Math.max(Math.abs(value.low) * 0.25, (maximum - minimum) * 0.02, kind === "count" ? 1 : 0)
    : value.form === "normal" ? value.high * 1.7 : (value.high - value.low) / 2;
  if (form === "fixed") return { ...value, form, low: middle, high: middle };
  if (form === "normal") return { ...value, form, low: middle, high: spread / 1.7 };
  let low = clamp(middle - spread), high = clamp(middle + spread);
  if (form === "log") { low = Math.max(low, maximum * 1e-4, minimum, 1e-6); high = Math.max(high, low); }
  return { ...value, form, low, high };
}

/** How likely a number is to be drawn, up to a factor. */
export function density(value, number) {
  if (value.form === "normal") return Math.exp(-0.5 * ((number - value.low) / Math.max(value.high, 1e-9)) ** 2);
  if (number < value.low || number > value.high) return 0;
  return value.form === "log" ? value.low / Math.max(number, 1e-9) : 1;
}

/**
 * A scale on which the usual values of a parameter take up more than half of the way: `toPlace` and `toNumber` lead from
 * numbers to places from 0 to 1 and back.
 */
export function scaleOf({ minimum, maximum, kind, default: usual }) {
  const value = parse(usual);
  const top = ["fixed", "range", "log"].includes(value.form) ? Math.max(Math.abs(value.high), Math.abs(value.low)) : NaN;
  const signed = minimum < 0 && maximum > 0;
  const reach = signed ? Math.max(-minimum, maximum) : maximum - minimum;
  const share = signed ? top / reach : (top - minimum) / reach;
  const power = share > 0.0001 && share < 0.5 ? Math.min(4, Math.log(share) / Math.log(0.55)) : 1;
  const bend = (x) => Math.sign(x) * Math.abs(x) ** (1 / power), straighten = (x) => Math.sign(x) * Math.abs(x) ** power;
  const lowest = signed ? bend(minimum / reach) : 0, highest = signed ? bend(maximum / reach) : 1;
  const toPlace = (number) => (bend((signed ? number : number - minimum) / reach) - lowest) / (highest - lowest);
  const toNumber = (place) => {
    const number = straighten(lowest + place * (highest - lowest)) * reach + (signed ? 0 : minimum);
    const kept = Math.min(maximum, Math.max(minimum, number));
    return kind === "count" ? Math.round(kept) : kept;
  };
  return { toPlace: (number) => Math.min(1, Math.max(0, toPlace(number))), toNumber };
}
