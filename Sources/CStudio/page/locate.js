// Where the parameters of a step stand in the text, so that a changed number exchanges the number and nothing else.

/**
 * How the step whose name ends at `after` is written: `{form, entries, …}` where form is
 * - `bare`: the name alone;
 * - `flow`: `{…}` from `open` to `close`;
 * - `block`: an entry on each line, `indent` deep, `end` behind the last;
 * - `short`: the main parameter's value alone, in `entries[0]` with the name null;
 * - `other`: an alias or something else that is edited by hand.
 * An entry has `name`, `keyFrom`, `from`, `to` (of its value) and `text`.
 */
export function readStep(text, after) {
  if (text[after] === '"' || text[after] === "'") after += 1;
  let at = skipBlanks(text, after);
  if (text[at] !== ":") return { form: "bare", at: after, entries: [] };
  at = skipBlanks(text, at + 1);
  if (text[at] === "&") at = skipBlanks(text, skipWord(text, at));
  if (text[at] === "*") return { form: "other", entries: [] };
  if (text[at] === "{") return readFlow(text, at);
  if (at >= text.length || text[at] === "\n" || text[at] === "\r" || text[at] === "#") return readBlock(text, at, columnOf(text, after));
  const to = scalarEnd(text, at, isInFlow(text, after));
  return { form: "short", entries: [entry(text, null, at, at, to)] };
}

const entry = (text, name, keyFrom, from, to) => ({ name, keyFrom, from, to, text: text.slice(from, to) });

function skipBlanks(text, at) {
  while (text[at] === " " || text[at] === "\t") at += 1;
  return at;
}

function skipWord(text, at) {
  while (at < text.length && !/[\s,\]}]/.test(text[at])) at += 1;
  return at;
}

/** Behind blanks, ends of lines and comments. */
export function skipSpace(text, at) {
  for (;;) {
    while (at < text.length && /\s/.test(text[at])) at += 1;
    if (text[at] !== "#" || (at > 0 && !/\s/.test(text[at - 1]))) return at;
    while (at < text.length && text[at] !== "\n") at += 1;
  }
}

function lineStart(text, at) { return text.lastIndexOf("\n", at - 1) + 1; }

/** How many blanks (and dashes of lists) stand before the name that ends at `after`. */
function columnOf(text, after) {
  const line = text.slice(lineStart(text, after), after);
  return line.match(/^[\s-]*(?:&\S+\s+)?/)[0].length;
}

/** Whether a bracket is open before this place. */
export function isInFlow(text, place) {
  let depth = 0;
  for (let at = 0; at < place; ) {
    const letter = text[at];
    const begins = at === 0 || /[\s[{,:]/.test(text[at - 1]);
    if ((letter === '"' || letter === "'") && begins) { at = quotedEnd(text, at); continue; }
    if (letter === "#" && (at === 0 || /\s/.test(text[at - 1]))) { at = skipSpace(text, at); continue; }
    if (letter === "{" || letter === "[") depth += 1;
    if ((letter === "}" || letter === "]") && depth > 0) depth -= 1;
    at += 1;
  }
  return depth > 0;
}

function quotedEnd(text, at) {
  const quote = text[at];
  for (at += 1; at < text.length; at += 1) {
    if (text[at] === "\\" && quote === '"') at += 1;
    else if (text[at] === quote) {
      if (quote === "'" && text[at + 1] === "'") at += 1;
      else return at + 1;
    }
  }
  return at;
}

/** Behind the scalar, list or mapping that begins at `at`; in brackets it ends before a comma or a closing bracket. */
function scalarEnd(text, at, inFlow) {
  if (text[at] === '"' || text[at] === "'") return quotedEnd(text, at);
  if (text[at] === "[" || text[at] === "{") return bracketEnd(text, at);
  let end = at;
  for (; at < text.length && text[at] !== "\n" && text[at] !== "\r"; at += 1) {
    if (inFlow && /[,\]}]/.test(text[at])) break;
    if (text[at] === "#" && /\s/.test(text[at - 1])) break;
    if (!/\s/.test(text[at])) end = at + 1;
  }
  return end;
}

function bracketEnd(text, at) {
  let depth = 0;
  while (at < text.length) {
    at = skipSpace(text, at);
    const letter = text[at];
    if (letter === '"' || letter === "'") { at = quotedEnd(text, at); continue; }
    if (letter === "[" || letter === "{") depth += 1;
    if (letter === "]" || letter === "}") { depth -= 1; if (depth === 0) return at + 1; }
    at += 1;
  }
  return at;
}

/** An entry `key: value` that begins at `at`; its value may be empty. */
function readEntry(text, at, inFlow) {
  const keyFrom = at;
  const quoted = text[at] === '"' || text[at] === "'";
  let keyTo = quoted ? quotedEnd(text, at) : at;
  if (!quoted) while (keyTo < text.length && !(text[keyTo] === ":" && /[\s,\]}]|$/.test(text[keyTo + 1] ?? "")) && !/[\n,}]/.test(text[keyTo])) keyTo += 1;
  const name = text.slice(keyFrom, keyTo).trim().replace(/^["']|["']$/g, "");
  if (text[keyTo] !== ":") return entry(text, name, keyFrom, keyTo, keyTo);
  let from = inFlow ? skipSpace(text, keyTo + 1) : skipBlanks(text, keyTo + 1);
  if (text[from] === "&") from = skipBlanks(text, skipWord(text, from));
  return entry(text, name, keyFrom, from, Math.max(from, scalarEnd(text, from, inFlow)));
}

function readFlow(text, open) {
  const entries = [];
  let at = skipSpace(text, open + 1);
  while (at < text.length && text[at] !== "}") {
    const one = readEntry(text, at, true);
    entries.push(one);
    at = skipSpace(text, Math.max(one.to, at + 1));
    if (text[at] === ",") at = skipSpace(text, at + 1);
  }
  return { form: "flow", open, close: at, entries };
}

function readBlock(text, at, column) {
  const entries = [];
  let indent = null, end = null;
  let line = nextLine(text, at);
  while (line < text.length) {
    const content = skipBlanks(text, line);
    const deep = content - line;
    const empty = content >= text.length || text[content] === "\n" || text[content] === "\r" || text[content] === "#";
    if (!empty) {
      if (indent === null && deep > column) indent = deep;
      if (indent === null || deep < indent) break;
      if (entries.length === 0 && text[content] === "{") return readFlow(text, content);
      if (deep === indent) {
        const one = readEntry(text, content, false);
        entries.push(one);
        end = lineEnd(text, one.to);
        line = nextLine(text, one.to);
        continue;
      }
      end = lineEnd(text, content);
    }
    line = nextLine(text, content);
  }
  return { form: indent === null ? "empty" : "block", indent, end, at, entries };
}

function lineEnd(text, at) {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

const nextLine = (text, at) => Math.min(text.length, lineEnd(text, at) + 1);

/**
 * How the stage or the group of steps whose name ends at `after` is written: as `readStep` tells, or, where its steps stand there
 * without a name of their own, `flow-list` (from `from` to `to`) or `block-list` (lines from `from` to `to`, dashes `indent` deep).
 */
export function readHolder(text, after) {
  const read = readStep(text, after);
  if (read.form === "short" && read.entries[0].text.startsWith("[")) return { form: "flow-list", from: read.entries[0].from, to: read.entries[0].to, entries: [] };
  if (read.form !== "block" && read.form !== "empty") return read;
  return readList(text, read.at, columnOf(text, after)) ?? read;
}

/** The list in the lines behind `at`, `column` deep at least; null where something else stands there. */
function readList(text, at, column) {
  let from = null, indent = null, to = null;
  for (let line = nextLine(text, at); line < text.length; ) {
    const content = skipBlanks(text, line), deep = content - line;
    if (content < text.length && !/[\n\r#]/.test(text[content])) {
      const dash = text[content] === "-" && /\s|^$/.test(text[content + 1] ?? "");
      if (indent === null) {
        if (!dash || deep < column) return null;
        [from, indent] = [line, deep];
      } else if (deep < indent || (deep === indent && !dash)) break;
      to = lineEnd(text, content);
    }
    line = nextLine(text, content);
  }
  return indent === null ? null : { form: "block-list", at, from, to, indent, column, entries: [] };
}

/**
 * The piece of a list that the step whose name begins at `from` is: `{flow, lower, upper, indent}`, from its dash to the
 * line behind it, or inside brackets from its name to behind its value; braces of its own belong to it.
 */
export function itemOf(text, from, after) {
  let lower = from;
  const braced = text.slice(0, lower).match(/\{\s*["']?$/);
  if (braced) lower = braced.index;
  const start = lineStart(text, lower);
  const head = text.slice(start, lower).match(/^(\s*)-\s+["']?(?:&\S+\s+)?$/);
  if (!head) {
    if (braced) return { flow: true, lower, upper: bracketEnd(text, lower), indent: 0 };
    const step = readStep(text, after);
    const upper = step.form === "flow" ? step.close + 1 : step.form === "short" ? step.entries[0].to : after;
    return { flow: true, lower, upper, indent: 0 };
  }
  const indent = head[1].length;
  let upper = nextLine(text, lower), line = upper;
  while (line < text.length) {
    const content = skipBlanks(text, line);
    const empty = content >= text.length || text[content] === "\n" || text[content] === "\r";
    if (!empty && content - line <= indent) break;
    line = nextLine(text, content);
    if (!empty) upper = line;
  }
  return { flow: false, lower: start, upper, indent };
}
