"""Pages with known words, drawn by chance from a seed: what every writer writes and every reader must find."""

import random
from dataclasses import dataclass, field

WORDS = ["Two", "words,", "naïve", "Élan", "한글", "문장", "금액:", "縦書", "שלום", "עולם", "#1", "&", "<b>", '"q"', "it's", "50%", "a;b",
         "x=y", "\\n", "1.000,00", "A/B", "ß", "ﬁn", "é", "(", ")", "—", "日本", "กขค", "{x}", "[0]", "null", "a\u00a0b", "٣"]


@dataclass
class Word:
    text: str
    box: tuple


@dataclass
class Line:
    words: list
    box: tuple = field(init=False)
    text: str = field(init=False)

    def __post_init__(self):
        boxes = [w.box for w in self.words]
        self.box = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
        self.text = " ".join(w.text for w in self.words)


@dataclass
class Page:
    name: str
    size: tuple
    lines: list

    @property
    def words(self):
        return [w for line in self.lines for w in line.words]


def page(name, seed, plain=False):
    chance = random.Random(f"{seed}/{name}")
    # A blank within a word is none of the formats of words.
    words = [w for w in WORDS if "\u00a0" not in w and (not plain or not set(w) & set(',"\\'))]
    width, height = chance.choice([(620, 877), (400, 300), (877, 620)])
    lines, top = [], chance.randrange(4, 30)
    while top < height - 50 and len(lines) < 6:
        rise, words_here, left = chance.randrange(12, 34), [], chance.randrange(4, 60)
        while left < width - 90 and len(words_here) < chance.randrange(1, 6):
            long = chance.randrange(12, 80)
            drop = chance.randrange(0, 3)
            words_here.append(Word(chance.choice(words), (left, top + drop, left + long, top + drop + rise)))
            left += long + chance.randrange(3, 20)
        lines.append(Line(words_here))
        top += rise + chance.randrange(8, 30)
    return Page(name, (width, height), lines)


def corners(box):
    x0, y0, x1, y1 = box
    return [[x0, y0], [x1, y0], [x1, y1], [x0, y1]]
