// Colors for the pipeline language: operations, sections, numbers with units, the spellings of distributions.

const sections = new Set(["pipeline", "version", "seed", "variants", "input", "stages", "outputs", "readability", "dataset"]);

/** Defines the mode `foxing`; names of operations are known from their declarations. */
export function defineMode(operations) {
  CodeMirror.defineMode("foxing", () => ({
    startState: () => ({ quote: null }),
    token: (stream, state) => (state.quote ? quoted(stream, state) : token(stream, state, operations)),
    lineComment: "#",
  }));
}

function quoted(stream, state) {
  while (!stream.eol()) {
    const letter = stream.next();
    if (letter === "\\" && state.quote === '"') stream.next();
    else if (letter === state.quote) {
      if (letter === "'" && stream.eat("'")) continue;
      state.quote = null;
      break;
    }
  }
  return "string";
}

function token(stream, state, operations) {
  if (stream.eatSpace()) return null;
  const before = stream.column() === 0 || /\s/.test(stream.string[stream.pos - 1] ?? " ");
  if (stream.peek() === "#" && before) { stream.skipToEnd(); return "comment"; }
  if (stream.match(/^["']/)) { state.quote = stream.current(); return quoted(stream, state); }
  if (stream.match(/^[[\]{},]/)) return "bracket";
  if (stream.match(/^-(?=\s|$)/)) return "meta";
  if (stream.match(/^[&*][\w-]+/)) return "atom";
  if (stream.match(/^(\.\.|\+-|±|\||\*)/)) return "operator";
  if (stream.match(/^-?(\d+\.?\d*|\.\d+)(mm|pt|px|%)?(?=$|[\s,\]}|*]|\.\.)/)) return "number";
  if (stream.match(/^log(?=\s+-?[\d.])/)) return "operator";
  const word = stream.match(/^[\p{L}_<][\p{L}\w<>-]*/u);
  if (!word) { stream.next(); return null; }
  if (stream.match(/^\s*:(?=\s|$)/, false)) {
    if (stream.column() === 0 && sections.has(word[0])) return "keyword";
    return operations.has(word[0]) ? "builtin" : "property";
  }
  if (/^(true|false|none|null)$/.test(word[0])) return "atom";
  return operations.has(word[0]) ? "builtin" : null;
}
