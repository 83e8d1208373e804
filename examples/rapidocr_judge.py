"""A judge that reads with RapidOCR, whose models come with its package: pip install rapidocr-onnxruntime

    readability:
      engine: {command: [python3, rapidocr_judge.py]}
      keep: {cer: 0..0.4}

It knows Latin letters, digits and Chinese. What it prints for people goes to the standard error; the standard output
belongs to the answers."""

import contextlib
import json
import sys

import cv2
import numpy

with contextlib.redirect_stdout(sys.stderr):
    from rapidocr_onnxruntime import RapidOCR

    engine = RapidOCR()


def cut(picture, outline):
    """The upright rectangle around an outline, with a little of what is around it."""
    points = numpy.array(outline)
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    margin = 0.15 * (bottom - top)
    left, top = max(0, int(left - margin)), max(0, int(top - margin))
    return picture[top : int(bottom + margin) + 1, left : int(right + margin) + 1]


def text_of(crop):
    if crop.size == 0:
        return {"text": "", "confidence": 0}
    found, _ = engine(crop, use_det=False, use_cls=False, use_rec=True)
    if not found:
        return {"text": "", "confidence": 0}
    return {"text": found[0][0], "confidence": 100 * float(found[0][1])}


def answer_to(request):
    picture = cv2.imread(request["image"], cv2.IMREAD_COLOR)
    if request["lines"] is None:
        found, _ = engine(picture)
        return {"text": "\n".join(text for _, text, _ in found or [])}
    return {"lines": [text_of(cut(picture, line["outline"])) for line in request["lines"]]}


for row in sys.stdin:
    request = json.loads(row)
    with contextlib.redirect_stdout(sys.stderr):
        answer = answer_to(request)
    print(json.dumps({"id": request["id"], **answer}), flush=True)
