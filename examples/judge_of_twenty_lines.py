"""A judge that needs nothing but Python: it answers each line with the text it was taught for its width, and so shows the
protocol. `readability: {engine: {command: [python3, judge_of_twenty_lines.py]}}`, `foxing run --allow-commands`."""

import json
import sys


def read(line):
    """Text and confidence of one line; a real judge cuts `line["outline"]` out of the picture and reads it."""
    xs = [x for x, _ in line["outline"]]
    return {"text": "x" * int((max(xs) - min(xs)) / 10), "confidence": 10}


for row in sys.stdin:
    request = json.loads(row)
    if request["lines"] is None:
        answer = {"text": ""}
    else:
        answer = {"lines": [read(line) for line in request["lines"]]}
    print(json.dumps({"id": request["id"], **answer}), flush=True)
