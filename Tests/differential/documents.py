"""Documents to compare on: made from a tree, from loose tokens, and by mutation of real-looking files."""

import random

WORDS = [
    "ink", "paper", "post", "angle", "p", "text", "ink-bleed", "0.3..0.7", "0 +- 2", "fax*3 | laser", "COPY | DRAFT",
    "a b", "한글", "é", "🦊", "e\u0301", "1", "-1", "+12", "0x1F", "0o17", "017", "1.5", ".5", "5.", "1e3", "1E-2", "+.5",
    "-.inf", ".inf", ".NaN", "~", "null", "Null", "true", "False", "TRUE", "yes", "no", "on", "1_000", "0b1", "12:30",
    "2001-01-01", "=", "a:b", "a#b", "#x", "http://x.y/z?a=b", "-x", "?x", ":x", "--", "-", "...", "--- a", "a: b", "a #b",
    "key:", "*a", "&a", "!t", "%x", "@x", "`x", "[x", "x]", "{x", "x}", "a,b", ",", "'", "\"", "it's", "a\\b", "<<", "<",
    "x\ty", "\\n", "", " lead", "trail ", "two  spaces", "a\nb", "a\n\nb", "a\n b", "\n", "line\n", "- x", "? x", "| x",
    "> x", "999999999999999999999999", "1e400", "0x", "0o8", "1.2.3", "1e", ".", "..", "+", "-.5", "0.1mm", "25%", "\u3000",
    "\u00a0x", "３", "：", "\x07", "\x85", "\u2028", "\ufeff", "\x1b", "\0", "NULL", ".INF", "nan", "inf",
]
KEYS = ["a", "b", "c", "d e", "k", "한", "p", "from", "steps", "1", "x-y", "true", "~", "0x1", "<<", "a.b", "q'q", "1.0"]
REAL = [
    """# office scan
pipeline: office-scan
seed: 42
variants: 5                      # per image
input:
  images: fixtures/pages/*.png
  truth: auto
stages:
  ink:
    - ink-bleed: {p: 0.7}
    - letterpress: {p: 0.5, text: "A \\"B\\" C"}
  paper:
    from: blank
    steps:
      - color-paper: {color: "#f4e8d0", p: 0.3}
      - watermark: {text: COPY | DRAFT, p: 0.2}
  print:
    from: [ink, paper]
    merge: multiply
  post:
    - one-of:
        - jpeg: {quality: 30..80, weight: 3}
        - subtle-noise
    - rotate: {angle: 0 +- 2}
outputs:
  image: post
readability:
  languages: [eng, kor]
  keep: {cer: 0..0.4}
""",
    """version: 1
defaults: &defaults
  p: 0.5
  severity: mild
other: &other {p: 1, weight: 2}
stages:
  one:
  - blur:
      <<: *defaults
      radius: 0.1..0.3mm
  - noise: {<<: [*other, *defaults], amount: 3}
  two:
    steps: &steps
    - a
    - b: ~
    - - nested
      - list
  three: *steps
note: |
  a literal
    text

  with lines
folded: >-
  one
  two

    more
  end
""",
    """---
services:
  web:
    image: "nginx:1.25"   # a tag
    ports: ["80:80", '443:443']
    command: ["sh", "-c", "echo 'hi' && sleep 1"]
    environment:
      - KEY=value
      - OTHER=it's
    labels: {}
    empty:
    list: []
  db:
    image: postgres
    text: this is a plain
      scalar over
      several lines

      with a gap
    quoted: "a
      b \\
      c\\x41\\u00e9"
    single: 'don''t
      stop'
...
""",
    """on:
  push:
    branches: [ main, 'release/**' ]
jobs:
  build:
    runs-on: ${{ matrix.os }}
    strategy:
      matrix:
        os: [ubuntu-latest, macos-latest]
        include:
          - os: ubuntu-latest
            experimental: true
          - {os: macos-latest, experimental: false,
             more: [1, 2.5, 0x10,
                    three]}
    steps:
      - uses: actions/checkout@v4
      - name: Build
        run: |
          swift build
          swift test
      - name: Fold
        run: >+
          a
          b

      - if: github.ref == 'refs/heads/main'
""",
]


class Tree:
    """Writes a random tree in random styles."""

    def __init__(self, rng):
        self.rng = rng
        self.anchors = []
        self.wild = rng.random() < 0.35

    def chance(self, p):
        return self.rng.random() < p

    def document(self):
        rng = self.rng
        lines = []
        if self.chance(0.1):
            lines.append("# " + rng.choice(["first", "한글", "a: b"]))
        head = rng.random()
        if head < 0.1:
            lines.append("---" + (" # start" if self.chance(0.3) else ""))
        elif head < 0.13:
            lines.append("--- " + self.inline(0, False))
            return self.finish(lines)
        elif head < 0.15 and self.wild:
            lines += ["%YAML 1.2", "---"]
        lines += self.block(0, 0)
        if self.chance(0.06):
            lines.append("..." + (" # end" if self.chance(0.3) else ""))
        if self.wild and self.chance(0.05):
            lines += ["---", "b"]
        return self.finish(lines)

    def finish(self, lines):
        rng = self.rng
        out = []
        for line in lines:
            if self.chance(0.04):
                out.append(rng.choice(["", "  ", "# comment", "   # deep comment", "\t", "\t# tabbed", "      "]))
            out.append(line)
        text = "\n".join(out) + rng.choice(["\n", "\n", "\n", "", "\n\n", "\n# end\n", "\n   ", "\n \n"])
        if self.chance(0.12):
            text = text.replace("\n", "\r\n")
        data = text.encode("utf-8", "surrogatepass")
        if self.chance(0.05):
            data = b"\xef\xbb\xbf" + data
        if self.wild and self.chance(0.01):
            data = text.encode("utf-16")
        return data

    def block(self, indent, depth):
        pick = self.rng.random()
        if depth < 4 and pick < 0.5:
            return self.mapping(indent, depth)
        if depth < 4 and pick < 0.8:
            return self.sequence(indent, depth)
        return [" " * indent + line if index == 0 else line for index, line in enumerate(self.leaf(indent - 1))]

    def key(self):
        rng = self.rng
        key = rng.choice(KEYS) if self.chance(0.85) else rng.choice(WORDS)
        style = rng.random()
        if style < 0.1:
            key = self.double(key)
        elif style < 0.2:
            key = "'" + key.replace("'", "''") + "'"
        if self.chance(0.03):
            key = "&" + self.anchor() + " " + key
        if self.wild and self.chance(0.03):
            key = rng.choice(["? " + key, "[a]", "{a: b}", "*a", "", "!!str " + key])
        return key + (" " if self.chance(0.05) else "")

    def anchor(self):
        name = self.rng.choice(["a", "b", "x1", "long-name", "a_b"])
        self.anchors.append(name)
        return name

    def alias(self):
        names = self.anchors if self.anchors and not (self.wild and self.chance(0.1)) else ["a", "zz"]
        return "*" + self.rng.choice(names)

    def prefix(self):
        if self.chance(0.08):
            return "&" + self.anchor() + " "
        if self.wild and self.chance(0.03):
            return self.rng.choice(["!!str ", "!local ", "!!int ", "! ", "&a &b "])
        return ""

    def comment(self):
        return self.rng.choice(["", "", "", "", "", " # c", "  #c: d", " #", "\t# t", " \t", "  ", "#x"]) if self.chance(0.25) else ""

    def mapping(self, indent, depth):
        rng = self.rng
        pad = " " * indent
        lines = []
        used = set()
        for _ in range(rng.randint(1, 4)):
            key = self.key()
            if key in used and not self.wild:
                continue
            used.add(key)
            pick = rng.random()
            gap = rng.choice([" ", " ", " ", "  ", "   ", "\t"] if self.chance(0.1) else [" "])
            if pick < 0.3 and depth < 4:
                step = rng.choice([2, 2, 2, 4, 1, 3] + ([0] if self.wild else []))
                prefix = self.prefix().rstrip()
                lines.append(pad + key + ":" + (" " + prefix if prefix else "") + self.comment())
                if self.chance(0.3):
                    step = 0
                    lines += self.sequence(indent, depth + 1)
                else:
                    lines += self.block(indent + step, depth + 1)
            elif pick < 0.4:
                lines.append(pad + key + ":" + self.comment())
            elif pick < 0.5 and self.anchors:
                lines.append(pad + rng.choice([key, "<<"]) + ": " + rng.choice([self.alias(), "[" + self.alias() + "]"]))
            else:
                leaf = self.leaf(indent)
                lines.append(pad + key + ":" + gap + leaf[0])
                lines += leaf[1:]
        return lines

    def sequence(self, indent, depth):
        rng = self.rng
        pad = " " * indent
        lines = []
        for _ in range(rng.randint(1, 4)):
            gap = rng.choice([1, 1, 1, 2, 3])
            pick = rng.random()
            if pick < 0.4 and depth < 4:
                inner = self.block(indent + 1 + gap, depth + 1)
                prefix = self.prefix()
                if prefix and self.chance(0.5):
                    lines.append(pad + "- " + prefix.rstrip())
                    lines += inner
                else:
                    head = inner[0][indent + 1 + gap:] if inner[0].startswith(" " * (indent + 1 + gap)) else inner[0]
                    dash = "-" + " " * gap if not (self.wild and self.chance(0.03)) else "-\t"
                    lines.append(pad + dash + prefix + head)
                    lines += inner[1:]
            elif pick < 0.47:
                lines.append(pad + "-" + self.comment())
            elif pick < 0.55:
                lines.append(pad + "-")
                lines += self.block(indent + rng.choice([1, 2, 2, 4]), depth + 1)
            else:
                leaf = self.leaf(indent)
                lines.append(pad + "-" + " " * gap + leaf[0])
                lines += leaf[1:]
        return lines

    def leaf(self, indent):
        """The lines of a scalar or flow collection whose parent stands at `indent`."""
        rng = self.rng
        pick = rng.random()
        prefix = self.prefix()
        if pick < 0.15:
            return self.literal(indent, prefix)
        if pick < 0.32:
            text = self.flow(0)
            if self.chance(0.3):
                text = self.spread(text, indent)
            lines = (prefix + text + self.comment()).split("\n")
            return lines
        if pick < 0.42:
            return self.folded(indent, prefix)
        return [prefix + self.inline(indent, True) + self.comment()]

    def inline(self, indent, _):
        rng = self.rng
        word = rng.choice(WORDS)
        pick = rng.random()
        if self.anchors and pick < 0.08:
            return self.alias()
        if pick < 0.3 or not self.wild and not self.is_plain(word):
            return self.double(word) if self.chance(0.6) or "\n" in word else "'" + word.replace("'", "''") + "'"
        return word.replace("\n", " ")

    @staticmethod
    def is_plain(word):
        return bool(word) and word[0].isalnum() and ": " not in word and " #" not in word and "\n" not in word

    def double(self, text):
        names = {"\n": "\\n", "\t": "\\t", "\"": "\\\"", "\\": "\\\\", "\0": "\\0", "\x07": "\\a", "\x1b": "\\e",
                 "\x85": "\\N", "\u00a0": "\\_", "\u2028": "\\L"}
        out = ""
        for char in text:
            if char in "\"\\\n" or char in names and self.chance(0.9):
                out += names[char]
            elif self.chance(0.05):
                code = ord(char)
                out += "\\x%02x" % code if code < 256 else "\\u%04X" % code if code < 65536 else "\\U%08x" % code
            else:
                out += char
        if self.chance(0.1):
            out += self.rng.choice(["\\ ", "\\/", "\\v", "\\f", "\\r", "\\b", "\\P", "\\t", "\\\t"])
        if self.wild and self.chance(0.05):
            out += self.rng.choice(["\\q", "\\x4", "\\uD83D\\uDE00", "\\U00110000", "\\'"])
        return '"' + out + '"'

    def literal(self, indent, prefix):
        rng = self.rng
        header = rng.choice("|>")
        step = rng.choice([2, 2, 1, 4])
        extra = ""
        if self.chance(0.15):
            extra = str(step) if self.chance(0.9) else rng.choice(["1", "9", "0", "12"])
        chomp = rng.choice(["", "", "-", "+"])
        header += rng.choice([extra + chomp, chomp + extra])
        if self.wild and self.chance(0.04):
            header += rng.choice(["x", " x", "#c", "++"])
        lines = [prefix + header + rng.choice(["", "", " # c", " "])]
        pad = " " * (indent + step if indent + step > 0 else 0)
        for _ in range(rng.randint(0, 5)):
            pick = rng.random()
            if pick < 0.2:
                lines.append(rng.choice(["", pad, " ", pad + "  ", "\t", pad + "\t"]))
            elif pick < 0.35:
                lines.append(pad + rng.choice(["  ", " ", "\t"]) + rng.choice(["more", "- x", "# no comment"]))
            elif pick < 0.4 and self.wild:
                lines.append(pad[:-1] + rng.choice(["less", "# comment"]))
            else:
                lines.append(pad + rng.choice(["text", "a: b", "한글", "# no comment", "'q'", "- i", "x  ", "---", "%d"]))
        return lines

    def folded(self, indent, prefix):
        """A plain or quoted scalar over several lines."""
        rng = self.rng
        style = rng.choice(["", "", "'", '"'])
        lines = [prefix + style + rng.choice(["one", "한 글", "a  ", "x\t"])]
        pad = " " * (indent + rng.choice([1, 2, 2, 4]) - (1 if self.wild and self.chance(0.1) else 0))
        for _ in range(rng.randint(1, 4)):
            pick = rng.random()
            if pick < 0.2:
                lines.append(rng.choice(["", " ", pad, "\t"]))
            else:
                words = ["two", "- three", "four  ", "[five", "a,b", "&six", "#seven" if self.wild else "7", "? x", "x #y",
                         "it", "'" if self.wild else "e", "k: v" if self.wild or style else "kv", "::", "%x", "!z", "| b"]
                if style == '"':
                    words += ["esc\\", "\\tx", "x\\t", "\\ x", "\\n"]
                if style == "'":
                    words += ["it''s", "''"]
                lines.append(pad + (rng.choice(["\t", ""]) if self.chance(0.1) else "") + rng.choice(words))
        lines[-1] += style + self.comment()
        return lines

    def flow(self, depth):
        rng = self.rng
        if depth > 2 or self.chance(0.4):
            return self.flow_scalar()
        parts = []
        is_map = self.chance(0.5)
        for index in range(rng.randint(0, 4)):
            prefix = "&" + self.anchor() + " " if self.chance(0.04) else ""
            value = prefix + self.flow(depth + 1)
            if is_map:
                key = rng.choice(KEYS) + (str(index) if not self.wild else "")
                if self.chance(0.2):
                    key = rng.choice(['"%s"', "'%s'"]) % key.replace("'", "")
                pick = rng.random()
                if pick < 0.1:
                    parts.append(key)
                elif pick < 0.15:
                    parts.append(key + ":")
                elif pick < 0.25 and key[0] in "'\"":
                    parts.append(key + ":" + value)
                elif self.wild and pick < 0.3:
                    parts.append(rng.choice([key + ":" + value, "? " + key, ": x", key + " :" + value, "", "[a]: b"]))
                elif self.anchors and pick < 0.35:
                    parts.append("<<: " + self.alias())
                else:
                    parts.append(key + rng.choice([": ", ": ", ":  ", " : "]) + value)
            elif self.chance(0.1):
                parts.append(rng.choice(KEYS) + ": " + value)
            elif self.anchors and self.chance(0.1):
                parts.append(self.alias())
            else:
                parts.append(value)
        separator = rng.choice([", ", ",", " , "])
        text = separator.join(parts)
        if parts and self.chance(0.1):
            text += ","
        if self.wild and self.chance(0.05):
            text += rng.choice([",,", "]", "}", " x", "#"])
        space = rng.choice(["", " "])
        return ("{%s%s%s}" if is_map else "[%s%s%s]") % (space, text, space)

    def flow_scalar(self):
        word = self.rng.choice(WORDS).replace("\n", " ")
        if self.chance(0.35):
            return self.double(word)
        if self.chance(0.2):
            return "'" + word.replace("'", "''") + "'"
        if not self.wild and (not self.is_plain(word) or any(char in word for char in ",[]{}")):
            return "w"
        return word

    def spread(self, text, indent):
        """Breaks a flow collection over lines."""
        rng = self.rng
        out = ""
        for char in text:
            pad = " " * max(0, indent + rng.choice([1, 2, 2, 4]) - (1 if self.wild and self.chance(0.2) else 0))
            if char == "," and self.chance(0.5):
                out += "," + rng.choice(["", " # c"]) + "\n" + rng.choice(["", "", "\n", "# c\n"]) + pad
            elif char in "[{" and self.chance(0.3):
                out += char + "\n" + pad
            elif char in "]}" and self.chance(0.3):
                out += "\n" + (pad if self.chance(0.6) else " " * max(indent, 0)) + char
            elif char == " " and self.chance(0.1):
                out += "\n" + pad
            else:
                out += char
        return out


TOKENS = [
    "a", "b", "key", "x y", ":", ": ", ":\n", "- ", "-", "-\n", "? ", ", ", ",", "[", "]", "{", "}", "\n", "\n", "\n ", "\n  ",
    "\n    ", " ", "  ", "\t", "#", " # c", "'", "''", "\"", "\\", "\\n", "&a ", "&b\n", "*a", "*b ", "!t ", "|", ">", "|-\n", ">+\n",
    "|2\n", "---", "...", "\n---\n", "%", "@", "<<: ", "~", "1", "1.5", "true", "한", "🦊", "\r\n", "a: ", "b: c\n", "- a\n",
    "\n\n", "\n\n  ", "x: &a {b: c}\n", "\n\t", ": |\n  t\n", ": >\n  t\n u\n", "a:\n- b\n", "'q'", "\"d\"", "{a: b}", "[c, d]", "*a : ",
]


def soup(rng):
    return "".join(rng.choice(TOKENS) for _ in range(rng.randint(1, 14))).encode()


def mutated(rng):
    text = rng.choice(REAL)
    lines = text.split("\n")
    if rng.random() < 0.7:
        start = rng.randrange(len(lines))
        lines = lines[start:start + rng.randint(3, 14)] if rng.random() < 0.5 else lines
    text = "\n".join(lines)
    for _ in range(rng.randint(1, 4)):
        place = rng.randrange(len(text) + 1)
        pick = rng.random()
        if pick < 0.3:
            text = text[:place] + text[place + rng.randint(1, 3):]
        elif pick < 0.7:
            text = text[:place] + rng.choice(TOKENS) + text[place:]
        elif pick < 0.85:
            other = rng.randrange(len(text) + 1)
            text = text[:place] + text[other:other + rng.randint(1, 20)] + text[place:]
        else:
            rows = text.split("\n")
            row = rng.randrange(len(rows))
            rows[row] = rng.choice([" " + rows[row], "  " + rows[row], rows[row][1:], rows[row][2:], rows[row].strip()])
            text = "\n".join(rows)
    if rng.random() < 0.1:
        text = text.replace("\n", "\r\n")
    return text.encode()


def documents(seed, count):
    rng = random.Random(seed)
    for _ in range(count):
        pick = rng.random()
        if pick < 0.5:
            yield Tree(rng).document()
        elif pick < 0.75:
            yield mutated(rng)
        else:
            yield soup(rng)
