// Requests to the server, and which of them may wait or be given up.

/** A request that the server refused, with what it said of it. */
export class Refused extends Error {
  constructor(problem, status) {
    super(problem.detail ?? problem.title ?? `status ${status}`);
    this.code = problem.code ?? "";
    this.status = status;
    this.findings = problem.findings ?? (problem.finding ? [problem.finding] : []);
  }
}

/** Sends a request and returns its answer; one that was refused is thrown as `Refused`. */
export async function send(path, options = {}) {
  const answer = await fetch(path, options);
  if (answer.ok) return answer;
  let problem = {};
  try { problem = await answer.json(); } catch { /* not a problem document: the status says it */ }
  if (answer.status === 401 && (await signIn())) return send(path, options);
  throw new Refused(problem, answer.status);
}

let asked = null;

/** Asks once for the token of a server that wants one, and hands it in for a cookie. */
async function signIn() {
  asked ??= (async () => {
    const { askForToken } = await import("./token.js");
    return askForToken();
  })().finally(() => { asked = null; });
  return asked;
}

export const read = async (path, signal) => (await send(path, { signal })).json();

/** Posts fields as JSON and returns the answer. */
export function post(path, fields, { signal, accept = "application/json" } = {}) {
  return send(path, {
    method: "POST", signal, body: JSON.stringify(fields),
    headers: { "Content-Type": "application/json", Accept: accept },
  });
}

export const ask = async (path, fields, signal) => (await post(path, fields, { signal })).json();

/**
 * Work of one kind, of which only the newest matters. While one piece is under way the newest waits, so that a slider
 * that moves shows pictures as fast as they come; a piece that takes longer than `patience` milliseconds is given up.
 */
export class Newest {
  #running = null;
  #waiting = null;

  constructor(patience = Infinity) { this.patience = patience; }

  /** Runs `work(signal)` as soon as it is its turn, unless something newer comes before. */
  run(work) {
    this.#waiting = work;
    if (!this.#running) this.#next();
    else if (performance.now() - this.#running.began > this.patience) this.#running.control.abort();
    else if (this.patience < Infinity) {
      const { control, began } = this.#running;
      setTimeout(() => { if (this.#waiting && this.#running?.control === control) control.abort(); }, began + this.patience - performance.now());
    }
  }

  /** Gives up what is under way and what waits. */
  stop() {
    this.#waiting = null;
    this.#running?.control.abort();
  }

  async #next() {
    while (this.#waiting) {
      const work = this.#waiting;
      const control = new AbortController();
      this.#waiting = null;
      this.#running = { control, began: performance.now() };
      try { await work(control.signal); } catch (error) { if (error.name !== "AbortError") console.error(error); }
    }
    this.#running = null;
  }
}
