// Whole runs: started with the pipeline as it stands, watched while they go on, shown as their report.
import { h, icon, fill, openDialog, toast, tool } from "./dom.js";
import { store } from "./store.js";
import { t, number } from "./i18n.js";
import { Refused, ask, read, send } from "./api.js";

/** Opens the dialog with the form and the list of runs. */
export async function showRuns() {
  const server = await read("/v1/server");
  openDialog(t("makeSet"), (body, dialog) => {
    if (!server.root) { body.append(h("div", { class: "empty" }, h("strong", {}, t("noRoot")), t("noRootHow"))); return; }
    const streams = [];
    const list = h("div", { class: "runs", id: "runs" });
    body.append(runForm(server, () => refresh(list, streams)), list);
    refresh(list, streams);
    dialog.addEventListener("close", () => { for (const stream of streams) stream.close(); });
  });
}

function runForm(server, started) {
  const field = (name, properties) => h("input", { class: "field", id: `run-${name}`, name, autocomplete: "off", ...properties });
  const folders = h("datalist", { id: "folders" });
  const inputs = field("inputs", { list: "folders", required: true, placeholder: t("inputsExample") });
  const count = h("small", { role: "status" }), offered = h("div", { class: "chips", role: "group", "aria-label": t("runInputs") });
  offerFolders(offered, inputs);
  inputs.addEventListener("input", () => lookInto(inputs.value, folders, count));
  lookInto("", folders, count);
  const output = field("output", { required: true, value: `sets/${store.get("graph")?.name ?? "set"}` });
  const variants = field("variants", { type: "number", min: 1, max: 100000, value: store.get("graph")?.variants ?? 5 });
  const policy = h("select", { class: "select", id: "run-policy" }, ["fresh", "resume", "overwrite"].map((one) => h("option", { value: one }, t(`policy_${one}`))));
  const wrong = h("p", { role: "alert", class: "wrong" });
  const labeled = (id, text, control, more) => [h("label", { for: id }, text), control, more];
  const form = h("form", {}, h("div", { class: "form" },
    labeled("run-inputs", t("runInputs"), inputs, h("div", {}, offered, count)), labeled("run-output", t("runOutput"), output),
    labeled("run-variants", t("runVariants"), variants), labeled("run-policy", t("runPolicy"), policy)), folders,
  h("div", { class: "chips" }, h("button", { type: "submit", class: "button primary", id: "start-run" }, icon("run"), t("startRun"))), wrong);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      wrong.textContent = "";
      await ask("/v1/runs", {
        pipeline: store.get("text"), inputs: inputs.value.split(",").map((one) => one.trim()), output: output.value,
        variants: Number(variants.value), policy: policy.value,
      });
      started();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      wrong.textContent = error.message;
    }
  });
  return form;
}

/** Folders with pictures below the server's own, to be taken by a click. */
async function offerFolders(place, inputs) {
  const { folders } = await read("/v1/folders?path=.");
  fill(place, folders.slice(0, 8).map((one) => h("button", { type: "button", class: "chip", onclick: () => { inputs.value = one; inputs.dispatchEvent(new Event("input")); } }, icon("folder"), one)));
}

async function lookInto(path, folders, count) {
  const parent = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
  try {
    const [above, here] = [await read(`/v1/folders?path=${encodeURIComponent(parent || ".")}`), path === "" ? null : await read(`/v1/folders?path=${encodeURIComponent(path)}`).catch(() => null)];
    fill(folders, above.folders.map((one) => h("option", { value: one })));
    count.textContent = here ? t("picturesThere", { count: number(here.count) }) : "";
  } catch { fill(folders); count.textContent = ""; }
}

async function refresh(list, streams) {
  for (const stream of streams.splice(0)) stream.close();
  const answer = await read("/v1/runs");
  const runs = answer.runs ?? answer;
  fill(list, runs.length > 0 ? h("h3", {}, t("runs")) : h("p", {}, t("noRuns")), runs.map((run) => {
    const row = h("div", { class: "row", data: { run: run.id } });
    const again = () => refresh(list, streams);
    drawRun(row, run, again);
    if (run.state === "running" || run.state === "queued") watch(row, run, streams, again);
    return row;
  }));
}

/** Follows a run as it goes on. */
function watch(row, run, streams, again) {
  const stream = new EventSource(`/v1/runs/${run.id}/events`);
  streams.push(stream);
  stream.addEventListener("state", (event) => {
    const now = JSON.parse(event.data);
    drawRun(row, now, again);
    if (now.state !== "running" && now.state !== "queued") stream.close();
  });
}

function drawRun(row, run, again) {
  const { done = 0, total = 0, kept = 0, dropped = 0, failed = 0, left } = run.progress ?? {};
  const bar = h("i");
  bar.style.width = `${total > 0 ? 100 * done / total : 0}%`;
  const going = run.state === "running" || run.state === "queued";
  const kind = { done: "good", failed: "bad", running: "accent" }[run.state] ?? "";
  const said = [t("progress", { done: number(done), total: number(total) }), t("keptOf", { kept: number(kept), dropped: number(dropped) }), failed > 0 ? t("failedOf", { failed: number(failed) }) : null, going && left ? t("secondsLeft", { seconds: number(Math.ceil(left)) }) : null];
  fill(row, h("span", { class: "grow" }, h("strong", {}, run.pipeline), ` → ${run.output} `, h("span", { class: `badge ${kind}` }, t(`state_${run.state}`)),
    h("small", {}, run.problem ? run.problem.detail : said.filter(Boolean).join(" · ")),
    going ? h("div", { class: "progress", role: "progressbar", "aria-label": t("progressOf", { name: run.output }), "aria-valuemin": "0", "aria-valuemax": String(total), "aria-valuenow": String(done) }, bar) : null),
  run.state === "done" ? h("a", { class: "button", href: `/v1/runs/${run.id}/files/report.html`, target: "_blank", rel: "noopener" }, icon("report"), t("report")) : null,
  tool(going ? "stop" : "trash", going ? t("stopRun") : t("forgetRun"), async () => {
    try { await send(`/v1/runs/${run.id}`, { method: "DELETE" }); again(); } catch (error) { toast(error.message, "bad"); }
  }));
}
