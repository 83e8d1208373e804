"""Writes fixtures/readback/metrics.jsonl anew: pairs of texts in several scripts, and what the programs whose recipes Foxing
knows say of them: jiwer, dinglehopper and rapidfuzz, from PyPI. The pairs are made by chance from lines of our own.

    python3 -m venv v && v/bin/pip install jiwer dinglehopper rapidfuzz && v/bin/python scripts/record_metrics.py
"""

import json
import random
import unicodedata
from pathlib import Path

import jiwer
from dinglehopper.character_error_rate import character_error_rate_n
from dinglehopper.edit_distance import distance
from dinglehopper.word_error_rate import words_normalized
from rapidfuzz.distance import Levenshtein

LINES = [
    "The harbour master's log, kept since 1887, was wet.", "Café crème à l'été: trois francs 50, n'est-ce pas?",
    "느티나무 아래에서 세 사람이 기다렸다.", "도서관은 아홉 시부터 여섯 시까지 엽니다.", "Старый мост через реку закрыли в 1953 году.",
    "Она сказала: «Завтра будет дождь».", "Η παλιά γέφυρα έκλεισε το 1953.", "القطار يصل في الساعة السابعة.",
    "पुराना पुल नदी के पार था।", "古い橋は川の向こうにある。", "老桥在河的另一边，1953年关闭。", "הגשר הישן נסגר בשנת 1953.",
]
NOISE = "eaxо가는ا 1.,'  \u0301-"


def spoiled(text, chance):
    letters = list(text)
    for _ in range(chance.randint(0, 7)):
        place = chance.randrange(len(letters) + 1)
        what = chance.randrange(4)
        if what == 0:
            letters.insert(place, chance.choice(NOISE))
        elif place < len(letters):
            if what == 1:
                del letters[place]
            elif what == 2:
                letters[place] = chance.choice(NOISE)
            else:
                letters[place] = letters[place] + " "
    return "".join(letters) or "x"


def counts(reference, read):
    c, w = jiwer.process_characters(reference, read), jiwer.process_words(reference, read)
    characters = [c.substitutions + c.deletions + c.insertions, c.substitutions + c.deletions + c.hits]
    words = [w.substitutions + w.deletions + w.insertions, w.substitutions + w.deletions + w.hits]
    _, graphemes = character_error_rate_n(reference, read)
    ours, theirs = list(words_normalized(reference)), list(words_normalized(read))
    return {
        "jiwer": [characters, words],
        "dinglehopper": [[distance(reference, read), graphemes], [Levenshtein.distance(ours, theirs), len(ours)]],
        "ned": [[Levenshtein.distance(reference, read), max(len(reference), len(read))], None],
    }


def main():
    chance = random.Random(7)
    rows = []
    for number in range(264):
        reference = chance.choice(LINES) if number % 12 > 9 else LINES[number % 12]
        if number % 5 == 4:
            reference += "\n" + chance.choice(LINES)
        if number % 3 == 0:
            reference = unicodedata.normalize("NFD", reference)
        read = spoiled(reference, chance)
        rows.append(json.dumps({"reference": reference, "read": read, **counts(reference, read)}, ensure_ascii=False))
    path = Path(__file__).resolve().parent.parent / "fixtures/readback/metrics.jsonl"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
