// What the studio shows, in one place. Whoever changes something calls `set`; whoever draws something listens.

/** Holds values by name and tells listeners which of them changed. */
export class Store {
  #values;
  #listeners = [];

  constructor(values) { this.#values = { ...values }; }

  get(name) { return this.#values[name]; }

  /** Takes over what differs, then tells everyone who listens to one of the changed names. */
  set(changes) {
    const changed = Object.keys(changes).filter((name) => this.#values[name] !== changes[name]);
    for (const name of changed) this.#values[name] = changes[name];
    if (changed.length === 0) return;
    for (const { names, call } of this.#listeners) if (names.some((name) => changed.includes(name))) call(changed);
  }

  /** Calls `call` whenever one of the names changes. */
  on(names, call) { this.#listeners.push({ names, call }); }
}

export const store = new Store({
  ready: false,
  text: "",            // the pipeline, as it stands in the editor
  preset: null,        // the name of the preset that the text began as
  presets: [],
  page: null,          // {id, name, width, height, dpi, truth}
  variant: 0,
  stage: null,         // the stage whose page is shown; null: the training picture
  selected: null,      // {stage, place}: a step, or a stage where place is null
  graph: null,         // the checked pipeline; stale where `valid` is false
  valid: true,
  findings: [],
  applied: [],         // what was carried out in the variant shown
  labels: null,
  view: "page",        // or "sheet"
  compare: 0.5,        // where the line stands, 0 to 1; null: no line
  words: false,
  baselines: false,
  sourceView: "both",
  theme: "auto",
  language: "en",
});

/** The stages that the page shown was made by: only of these is it known what was carried out in the variant. */
export function stagesBehind(shown = store.get("stage")) {
  const graph = store.get("graph");
  const found = new Set();
  const waiting = [shown ?? graph?.outputs[0]?.stage];
  while (waiting.length > 0) {
    const name = waiting.pop();
    const stage = graph?.stages.find((one) => one.name === name);
    if (!stage || found.has(stage.name)) continue;
    found.add(stage.name);
    waiting.push(...stage.from);
  }
  return found;
}

/** Selects a step; a page that it has no part in makes room for one that it has, so that what is changed is seen. */
export function selectStep(stage, place) {
  const seen = stagesBehind().has(stage) ? {} : { stage: stagesBehind(null).has(stage) ? null : stage };
  store.set({ selected: { stage, place }, ...seen });
}

/** Calls `work` where what it draws from, as `key` tells it, differs from last time. */
export function whenDifferent(key, work) {
  let last = null;
  return () => {
    const now = JSON.stringify(key());
    if (now === last) return;
    last = now;
    work();
  };
}

/** All operations by name, filled once at the start. */
export const operations = new Map();
