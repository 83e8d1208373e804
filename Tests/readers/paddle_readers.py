"""PaddleOCR's own data sets, from its wheel of the 2.x series."""

import logging
import os
import sys

# Paddle brings a zlib of its own; whatever needs the system's must be there before.
import pyclipper  # noqa: F401
import scipy.ndimage  # noqa: F401

import paddleocr

sys.path.insert(0, os.path.dirname(paddleocr.__file__))

from truth import clamped, crops, near, pages  # noqa: E402

log = logging.getLogger("readers")


def config(root, lists, kind, transforms):
    loader = {"shuffle": False, "drop_last": False, "batch_size_per_card": 1, "num_workers": 0}
    return {"Global": {}, "Train": {"dataset": {
        "name": kind, "data_dir": str(root), "label_file_list": lists, "ratio_list": [1.0] * len(lists),
        "transforms": transforms}, "loader": loader}}


def detection(run):
    from ppocr.data.simple_dataset import SimpleDataSet

    for unit in ("line", "word"):
        root = run / "sets" / f"paddleocr-det-{unit}"
        transforms = [{"DecodeImage": {"img_mode": "BGR", "channel_first": False}}, {"DetLabelEncode": None},
                      {"KeepKeys": {"keep_keys": ["img_path", "polys", "texts", "ignore_tags"]}}]
        loaded = SimpleDataSet(config(root, [str(root / "train.txt")], "SimpleDataSet", transforms), "Train", log)
        wanted = [page for page in pages(run) if page.labels(unit)]
        assert len(loaded) == len(wanted)
        for path, polygons, texts, ignored in (loaded[i] for i in range(len(loaded))):
            page = next(p for p in wanted if p.key + ".png" == os.path.basename(path))
            labels = page.labels(unit)
            assert list(texts) == [w.text if w.legible else "###" for w in labels]
            assert [bool(i) for i in ignored] == [not w.legible for w in labels]
            for polygon, label in zip(polygons, labels):
                near(polygon.tolist(), clamped(label.outline, page.size))


def encoder(run, unit):
    dictionary = run / "sets" / f"paddleocr-rec-{unit}" / "dict.txt"
    return {"CTCLabelEncode": {"max_text_length": 200, "character_dict_path": str(dictionary), "use_space_char": True}}


def decoded(run, unit, loaded):
    dictionary = run / "sets" / f"paddleocr-rec-{unit}" / "dict.txt"
    characters = ["blank"] + dictionary.read_text(encoding="utf-8").splitlines() + [" "]
    for index in range(len(loaded)):
        label, length = loaded[index]
        yield "".join(characters[i] for i in label[:int(length)])


def recognition(run):
    from ppocr.data.simple_dataset import SimpleDataSet

    for unit in ("line", "word"):
        root = run / "sets" / f"paddleocr-rec-{unit}"
        transforms = [{"DecodeImage": {"img_mode": "BGR", "channel_first": False}}, encoder(run, unit),
                      {"KeepKeys": {"keep_keys": ["label", "length"]}}]
        loaded = SimpleDataSet(config(root, [str(root / "rec_train.txt")], "SimpleDataSet", transforms), "Train", log)
        assert sorted(decoded(run, unit, loaded)) == sorted(crops(run, unit).values())


def lmdb(run):
    from ppocr.data.lmdb_dataset import LMDBDataSet

    for unit in ("line", "word"):
        transforms = [{"DecodeImage": {"img_mode": "BGR", "channel_first": False}}, encoder(run, unit),
                      {"KeepKeys": {"keep_keys": ["label", "length"]}}]
        root = run / "sets" / f"lmdb-{unit}"
        loaded = LMDBDataSet(config(root, [], "LMDBDataSet", transforms), "Train", log)
        assert sorted(decoded(run, unit, loaded)) == sorted(crops(run, unit).values())


READERS = {"paddleocr-det": detection, "paddleocr-rec": recognition, "paddleocr LMDBDataSet": lmdb}
