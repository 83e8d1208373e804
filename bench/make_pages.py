"""Draws pages of text to measure with: A4, 150 dpi, black on white, saved as ordinary RGB PNG, as scanners and printers to
file leave them. `make_pages.py COUNT FOLDER`; pages that are there already stay."""

import random
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "fixtures"))

from pagemaking.sheet import Sheet, Style  # noqa: E402
from pagemaking.truth import plain  # noqa: E402

WORDS = (
    "about above across after again almost along always among another answer around autumn balance before behind below between "
    "bottle bridge brother candle carried centre certain chance children church circle clean clear clock cloud corner country "
    "course covered crossing current danger daughter decided different distance doctor double dozen early eastern edge eight "
    "engine enough evening every example family farmer father field figure finger finished floor follow forest forward found "
    "garden general gentle glass ground group harbour hardly harvest heard heavy hundred island journey kitchen ladder language "
    "large letter little market matter measure meeting message middle minute moment morning mother mountain narrow needle "
    "neighbour never nothing number office often orange other paper passage pencil people picture pocket point pretty promise "
    "question quiet rather ready reason river round school second separate service seven several shadow shoulder silver simple "
    "single sister small something sound spring station steady stone straight street strong summer sudden supper surface table "
    "teacher thick thought thousand ticket together toward travel trouble under until useful valley village visit voice wagon "
    "water weather west window winter without wonder wooden yellow"
).split()


def sentence(random):
    words = [random.choice(WORDS) for _ in range(random.randint(6, 18))]
    if len(words) > 10:
        words[len(words) // 2] += ","
    return " ".join(words).capitalize() + "."


def page(number):
    """The page of that number: a heading and paragraphs of words that mean nothing."""
    chance = random.Random(number)
    sheet = Sheet(f"page-{number:03}", 210, 297, 150)
    sheet.line(25, 30, " ".join(chance.choice(WORDS) for _ in range(4)).capitalize(), Style("serif-bold", 17, 22))
    body = Style("serif", 11, 14.5)
    y = 42
    while y < 250:
        text = " ".join(sentence(chance) for _ in range(chance.randint(3, 6)))
        sheet.region()
        y = sheet.paragraph(25, y, 160, text, body, "full", 5)
    sheet.region()
    sheet.line(25, 285, str(number + 1), body, 160, "centre")
    return sheet


def draw(count, folder):
    """Draws what is missing of `count` pages and returns the folder."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        path = folder / f"page-{number:03}.png"
        if not path.exists():
            sheet = page(number)
            sheet.picture.convert("RGB").save(path, dpi=(150, 150))
            path.with_suffix(".gt.txt").write_text(plain(sheet, path.name), encoding="utf-8")
    return folder


if __name__ == "__main__":
    draw(int(sys.argv[1]), sys.argv[2])
