// The studio's own words in three languages. What operations say of themselves comes from their declarations, in English.
import en from "./texts/en.js";
import de from "./texts/de.js";
import ko from "./texts/ko.js";

const texts = { en, de, ko };
let language = "en";

/** The text of that name, with `{places}` filled in. */
export function t(name, values = {}) {
  const text = texts[language][name] ?? en[name] ?? name;
  return text.replace(/\{(\w+)\}/g, (whole, place) => values[place] ?? whole);
}

/** The language that the page speaks. */
export const spoken = () => language;

/** A number as it is written in this language. */
export function number(value, digits = 0) {
  return new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

/** A share in percent. */
export const percent = (share) => new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: share < 0.1 ? 1 : 0 }).format(share);

/** The language a reader of this browser wants, among those there are. */
export function wanted() {
  const saved = localStorage.getItem("foxing.language");
  if (saved in texts) return saved;
  return navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => tag in texts) ?? "en";
}

/** Speaks that language from now on: the words that stand in index.html are exchanged at once. */
export function speak(tag) {
  language = tag in texts ? tag : "en";
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", t(element.dataset.label));
  for (const element of document.querySelectorAll("[data-hint]")) {
    element.dataset.say = t(element.dataset.hint);
    if (!element.querySelector("span") && element.id !== "zoom-fit") element.setAttribute("aria-label", t(element.dataset.hint));
  }
}
