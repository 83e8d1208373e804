// Small pieces for building the page: elements, icons, toasts, hints, dialogs.
import { t } from "./i18n.js";

const svgSpace = "http://www.w3.org/2000/svg";

/** An element with properties, listeners (`onclick`), `data` and `aria-…` attributes, and children. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  setAll(element, properties);
  element.append(...children.flat(Infinity).filter((child) => child != null && child !== false));
  return element;
}

/** The same for a drawing. */
export function s(tag, attributes = {}, ...children) {
  const element = document.createElementNS(svgSpace, tag);
  for (const [name, value] of Object.entries(attributes)) if (value != null) element.setAttribute(name, value);
  element.append(...children.flat(Infinity).filter(Boolean));
  return element;
}

function setAll(element, properties) {
  for (const [name, value] of Object.entries(properties)) {
    if (value == null) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name === "data") Object.assign(element.dataset, value);
    else if (name.includes("-") || name === "role" || name === "for" || name === "lang" || name === "list") element.setAttribute(name, value);
    else element[name] = value;
  }
}

/** One of the icons of icons.svg. */
export function icon(name) {
  return s("svg", { class: "icon", "aria-hidden": "true" }, s("use", { href: `/icons.svg#${name}` }));
}

/** A square button with an icon, its name said to those who cannot see it and shown as a hint. */
export function tool(name, label, onclick, extra = "") {
  return h("button", { type: "button", class: `tool ${extra}`, "aria-label": label, data: { say: label }, onclick }, icon(name));
}

/** Puts children in the place of what is there. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter((child) => child != null && child !== false));
}

/** Says something for a few seconds. */
export function toast(text, kind = "") {
  const element = h("div", { class: `toast ${kind}` }, text);
  document.getElementById("toasts").append(element);
  setTimeout(() => element.remove(), kind === "bad" ? 8000 : 3500);
}

/** Shows the name of what the pointer or the keyboard is on: elements with `data-say`. */
export function startHints() {
  let bubble = null;
  const hide = () => { bubble?.remove(); bubble = null; };
  const show = (event) => {
    const target = event.target.closest?.("[data-say]");
    hide();
    if (!target || (event.type === "focusin" && !target.matches(":focus-visible"))) return;
    bubble = h("div", { class: "hint-bubble", "aria-hidden": "true" }, target.dataset.say);
    document.body.append(bubble);
    const at = target.getBoundingClientRect(), own = bubble.getBoundingClientRect();
    const below = at.bottom + own.height + 10 < innerHeight;
    bubble.style.left = `${Math.max(6, Math.min(innerWidth - own.width - 6, at.left + at.width / 2 - own.width / 2))}px`;
    bubble.style.top = `${below ? at.bottom + 6 : at.top - own.height - 6}px`;
  };
  document.addEventListener("pointerover", show);
  document.addEventListener("focusin", show);
  for (const end of ["pointerdown", "focusout", "keydown", "scroll"]) document.addEventListener(end, hide, true);
}

/** A dialog that is in the page while it is open. `build(body, dialog)` fills it; returns the dialog. */
export function openDialog(title, build, kind = "") {
  const body = h("div", { class: "dialog-body", tabIndex: 0 });
  body.setAttribute("role", "group");
  body.setAttribute("aria-label", title);
  const dialog = h("dialog", { class: kind, "aria-label": title });
  const close = tool("close", t("close"), () => dialog.close());
  dialog.append(h("div", { class: "dialog-head" }, h("h2", {}, title), close), body);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  document.body.append(dialog);
  build(body, dialog);
  dialog.showModal();
  return dialog;
}

/** Calls `work` once things have been quiet for `pause` milliseconds. */
export function afterPause(pause, work) {
  let timer = 0;
  return (...values) => { clearTimeout(timer); timer = setTimeout(() => work(...values), pause); };
}
