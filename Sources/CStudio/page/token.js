// A server that others can reach asks for a token: it is handed in once, for a cookie that scripts cannot read.
import { h, openDialog } from "./dom.js";
import { t } from "./i18n.js";

/** Asks for the token until the server takes it; false where the person gave up. */
export function askForToken() {
  return new Promise((resolve) => {
    let taken = false;
    const dialog = openDialog(t("tokenTitle"), (body, dialog) => {
      const field = h("input", { class: "field code", type: "password", id: "token", autocomplete: "current-password" });
      const wrong = h("p", { role: "alert" });
      const form = h("form", { class: "form" }, h("label", { for: "token" }, t("token")), field,
        h("button", { class: "button primary", type: "submit" }, t("signIn")));
      form.addEventListener("submit", async (event) => {
        event.preventDefault();
        const answer = await fetch("/v1/session", {
          method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ token: field.value }),
        });
        taken = answer.ok;
        if (taken) dialog.close();
        else wrong.textContent = t("tokenWrong");
      });
      body.append(h("p", {}, t("tokenAbout")), form, wrong);
    }, "narrow");
    dialog.addEventListener("close", () => resolve(taken));
  });
}
