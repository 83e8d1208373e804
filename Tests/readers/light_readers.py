"""Readers that install in seconds: each loads sets of a run and compares them with its labels files."""

import csv
import io
import json
import re
import subprocess
import tarfile
from pathlib import Path

from truth import clamped, crops, near, pages


def sets(run, name):
    return run / "sets" / name


def tesstrain(run):
    ground = sets(run, "tesstrain-line") / "train-ground-truth"
    wanted = crops(run, "line")
    found = {f.name[:-7]: f.read_text(encoding="utf-8") for f in ground.glob("*.gt.txt")}
    assert found == {name: text + "\n" for name, text in wanted.items()}
    assert all((ground / f"{name}.png").exists() for name in wanted)


def tesseract(run):
    """Tesseract's own training step reads the boxes of whole pages."""
    ground = sets(run, "tesstrain-page") / "train-ground-truth"
    by_key = {page.key: page for page in pages(run)}
    count = 0
    for box in sorted(ground.glob("*.box")):
        done = subprocess.run(["tesseract", box.with_suffix(".png"), box.with_suffix(""), "--psm", "6", "lstm.train"],
                              capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        content = box.with_suffix(".lstmf").read_bytes()
        for line in by_key[box.stem].lines:
            assert line.text.encode() in content, f"{line.text} is not in {box.stem}.lstmf"
            count += 1
        box.with_suffix(".lstmf").unlink()
    assert count > 0


def paddle_lists(run):
    for unit in ("line", "word"):
        root = sets(run, f"paddleocr-rec-{unit}")
        rows = [row.split("\t") for row in (root / "rec_train.txt").read_text(encoding="utf-8").splitlines()]
        assert {path[6:-4]: text for path, text in rows} == crops(run, unit)
        known = set((root / "dict.txt").read_text(encoding="utf-8").split("\n"))
        assert {c for _, text in rows for c in text if c != " "} <= known


def lmdb(run):
    import lmdb
    from PIL import Image

    for unit in ("line", "word"):
        with lmdb.open(str(sets(run, f"lmdb-{unit}") / "train"), readonly=True, lock=False) as env, env.begin() as txn:
            wanted = list(crops(run, unit).values())
            assert int(txn.get(b"num-samples")) == len(wanted) == (env.stat()["entries"] - 1) // 2
            for number, text in enumerate(wanted, 1):
                assert txn.get(b"label-%09d" % number).decode() == text
                Image.open(io.BytesIO(txn.get(b"image-%09d" % number))).load()
            keys = [key for key, _ in txn.cursor()]
            assert keys == sorted(keys) and len(keys) == 2 * len(wanted) + 1


def kraken(run):
    """As kraken's data set for recognition loads a compiled file."""
    import pyarrow as pa
    from PIL import Image

    with pa.memory_map(str(sets(run, "kraken-line") / "train.arrow"), "rb") as source:
        table = pa.ipc.open_file(source).read_all()
    table.validate(full=True)
    about = json.loads(table.schema.metadata[b"lines"])
    wanted = list(crops(run, "line").values())
    lines = table.column("lines").to_pylist()
    assert [line["text"] for line in lines] == wanted
    assert about["type"] == "kraken_recognition_baseline" and about["image_type"] == "raw"
    assert about["counts"]["all"] == about["counts"]["train"] == len(table.filter(table.column("train"))) == len(wanted)
    assert len(table.filter(table.column("validation"))) == 0
    modes = {Image.open(io.BytesIO(line["im"])).mode for line in lines}
    assert about["im_mode"] == max(modes)
    assert sum(about["alphabet"].values()) == sum(map(len, wanted)) and set(about["alphabet"]) == set("".join(wanted))


def easyocr(run):
    import pandas

    rows = pandas.read_csv(sets(run, "easyocr-line") / "train" / "labels.csv", sep="^([^,]+),", engine="python",
                           usecols=["filename", "words"], keep_default_na=False)
    assert {name[:-4]: text for name, text in zip(rows["filename"], rows["words"])} == crops(run, "line")


def huggingface(run):
    import datasets

    datasets.disable_progress_bars()
    for unit in ("line", "page"):
        root = str(sets(run, f"huggingface-{unit}"))
        cache = str(run / "cache")
        loaded = datasets.load_dataset(root, cache_dir=cache)["train"]
        folder = datasets.load_dataset("imagefolder", data_dir=root, cache_dir=cache)["train"]
        assert list(loaded["text"]) == list(folder["text"])
        if unit == "line":
            assert sorted(loaded["text"]) == sorted(crops(run, "line").values())
            continue
        wanted = [page for page in pages(run) if page.text]
        assert sorted(loaded["text"]) == sorted(page.text for page in wanted)
        for row in loaded:
            page = next(p for p in wanted if p.text == row["text"] and row["image"].size == p.size and
                        row["objects"]["bbox"][0][0] == p.words[0].box(p.size)[0])
            assert row["objects"]["text"] == [w.text if w.legible else "" for w in page.words]
            assert row["objects"]["legible"] == [w.legible for w in page.words]


def webdataset(run):
    import webdataset

    for unit in ("line", "page"):
        shard = sets(run, f"webdataset-{unit}") / "train-000000.tar"
        loaded = webdataset.WebDataset(str(shard), shardshuffle=False).decode("pil").to_tuple("__key__", "png", "txt", "json")
        found = {}
        for name, picture, text, about in loaded:
            assert about["text"] == text and [about["width"], about["height"]] == list(picture.size)
            found[name] = text
        wanted = crops(run, "line") if unit == "line" else {p.key: p.text for p in pages(run) if p.text}
        assert found == wanted
        with tarfile.open(shard) as tar:
            assert all(m.mtime == 0 and m.uid == 0 and m.mode == 0o644 for m in tar)


def coco(run):
    from pycocotools.coco import COCO

    for unit in ("line", "word"):
        loaded = COCO(str(sets(run, f"coco-{unit}") / "annotations" / "train.json"))
        by_name = {image["file_name"]: image for image in loaded.imgs.values()}
        for page in pages(run):
            image = by_name[page.key + ".png"]
            found = loaded.loadAnns(loaded.getAnnIds(imgIds=image["id"]))
            wanted = page.labels(unit)
            assert [a["text"] for a in found] == [w.text if w.legible else "" for w in wanted]
            assert [a["iscrowd"] for a in found] == [0 if w.legible else 1 for w in wanted]
            for annotation, label in zip(found, wanted):
                x, y, w, h = annotation["bbox"]
                near([x, y, x + w, y + h], label.box(page.size))
                area = loaded.annToMask(dict(annotation, iscrowd=0)).sum()
                assert abs(area - annotation["area"]) <= max(4, 0.02 * annotation["area"]) + 200


def icdar(run):
    from datumaro.components.dataset import Dataset  # its texts are whole where they have neither comma nor quote

    root = sets(run, "icdar2015-word")
    for page in pages(run):
        rows = (root / "train" / f"gt_{page.key}.txt").read_text(encoding="utf-8").splitlines()
        parts = [row.split(",", 8) for row in rows]
        assert [p[8] for p in parts] == [w.text if w.legible else "###" for w in page.words]
        for part, word in zip(parts, page.words):
            near(list(map(int, part[:8])), clamped(word.outline, page.size))
    # The importer takes a folder with any file in it, such as a README, for something else.
    parts = run / "icdar"
    parts.mkdir()
    (parts / "train").symlink_to((root / "train").resolve(), target_is_directory=True)
    loaded = Dataset.import_from(str(parts), "icdar_text_localization")
    by_id = {item.id: item for item in loaded}
    for page in pages(run):
        found = [a.attributes.get("text", "") for a in by_id[page.key].annotations]
        wanted = [w.text if w.legible else "###" for w in page.words]
        plain = lambda texts: [t for t in texts if not set(t) & set(',"')]
        assert len(found) == len(wanted) and set(plain(wanted)) <= set(found)


def legible_words(page):
    return [word for line in page.tree for word in line["words"] if word["legible"]]


def hocr(run):
    from hocr.parse import hocr_page_iterator, hocr_page_to_word_data

    for page in pages(run):
        path = sets(run, "hocr-page") / "train" / f"{page.key}.hocr"
        checked = subprocess.run(["hocr-check", path], capture_output=True, text=True)
        assert "not ok" not in checked.stdout + checked.stderr, checked.stdout + checked.stderr
        found = [word for element in hocr_page_iterator(str(path)) for paragraph in hocr_page_to_word_data(element)
                 for line in paragraph["lines"] for word in line["words"]]
        wanted = [w for w in page.words if w.legible]
        assert [w["text"] for w in found] == [w.text for w in wanted]
        for word, label in zip(found, wanted):
            near(word["bbox"], label.box(page.size))


# What ALTO 4.4 asks of the elements that we write: their children in order, the attributes they must have, and those they
# may have. No package holds its schema, so this stands for the part that matters here.
ALTO = "http://www.loc.gov/standards/alto/ns-v4#"
BOX = {"HPOS", "VPOS", "WIDTH", "HEIGHT"}
ALTO_FORM = {
    "alto": ("Description( Styles)?( Tags)?( ReadingOrder)? Layout", set(), {"SCHEMAVERSION"}),
    "Description": ("MeasurementUnit( sourceImageInformation)?", set(), set()),
    "MeasurementUnit": ("", set(), set()),
    "sourceImageInformation": ("fileName", set(), set()),
    "fileName": ("", set(), set()),
    "Layout": ("Page( Page)*", set(), set()),
    "Page": ("PrintSpace", {"ID", "PHYSICAL_IMG_NR"}, {"WIDTH", "HEIGHT"}),
    "PrintSpace": ("(TextBlock( TextBlock)*)?", set(), BOX),
    "TextBlock": ("(Shape )?TextLine( TextLine)*", {"ID"}, BOX),
    "TextLine": ("(Shape )?String( SP)?( String( SP)?)*( HYP)?", set(), BOX | {"ID", "BASELINE"}),
    "String": ("(Shape)?", {"CONTENT"}, BOX | {"ID"}),
    "SP": ("", set(), BOX | {"ID"}),
    "Shape": ("Polygon", set(), set()),
    "Polygon": ("", {"POINTS"}, set()),
}


def alto_form(root):
    ids = set()
    for element in root.iter():
        space, _, name = element.tag[1:].partition("}")
        assert space == ALTO and name in ALTO_FORM, element.tag
        children, needed, allowed = ALTO_FORM[name]
        found = " ".join(child.tag.partition("}")[2] for child in element)
        assert re.fullmatch(children, found), f"{name} holds {found}"
        own = {key: value for key, value in element.items() if not key.startswith("{")}
        assert needed <= own.keys() <= needed | allowed, f"{name} has {sorted(own)}"
        for key in (BOX | {"PHYSICAL_IMG_NR"}) & own.keys():
            assert float(own[key]) >= 0, f"{name} {key} {own[key]}"
        for key in {"POINTS", "BASELINE"} & own.keys():
            points = [tuple(map(float, point.split(","))) for point in own[key].split()]
            assert len(points) >= (3 if key == "POINTS" else 2) and all(len(point) == 2 for point in points)
        if "ID" in own:
            assert re.fullmatch(r"[A-Za-z_][\w.-]*", own["ID"]) and own["ID"] not in ids, own["ID"]
            ids.add(own["ID"])


def alto(run):
    from lxml import etree

    space = {"a": ALTO}
    for page in pages(run):
        path = sets(run, "alto-page") / "train" / f"{page.key}.xml"
        shown = subprocess.run(["alto-tools", "-t", path], capture_output=True, text=True)
        wanted = [w for w in page.words if w.legible]
        assert shown.returncode == 0, shown.stderr
        assert shown.stdout.split() == [t for w in wanted for t in w.text.split()]
        alto_form(etree.parse(str(path)).getroot())
        found = etree.parse(str(path)).findall(".//a:String", space)
        for word, label in zip(found, wanted, strict=True):
            x, y, w, h = (float(word.get(k)) for k in ("HPOS", "VPOS", "WIDTH", "HEIGHT"))
            near([x, y, x + w, y + h], label.box(page.size))


def page(run):
    from ocrd_models.ocrd_page import parse
    from ocrd_validators import PageValidator, XsdPageValidator

    for wanted in pages(run):
        path = str(sets(run, "page-page") / "train" / f"{wanted.key}.xml")
        report = XsdPageValidator.validate(Path(path).read_bytes())
        assert report.is_valid, report.errors
        loaded = parse(path, silence=True)
        report = PageValidator.validate(ocrd_page=loaded, page_textequiv_consistency="off")
        assert report.is_valid, report.errors
        found = [line for region in loaded.get_Page().get_TextRegion() for line in region.get_TextLine()]
        assert [f.get_TextEquiv()[0].get_Unicode() or "" for f in found] == \
            [w["text"] if w["legible"] else "" for w in wanted.tree]
        for line, label in zip(found, wanted.tree):
            assert [w.get_TextEquiv()[0].get_Unicode() or "" for w in line.get_Word()] == \
                [w["text"] if w["legible"] else "" for w in label["words"]]
            for word, outline in zip(line.get_Word(), label["words"]):
                points = [tuple(map(int, p.split(","))) for p in word.get_Coords().points.split()]
                near(points, clamped(outline["outline"], wanted.size))


def table(run):
    import pandas

    for unit in ("line", "word"):
        path = sets(run, f"csv-{unit}") / "labels.csv"
        rows = list(csv.DictReader(path.open(encoding="utf-8", newline="")))
        loaded = pandas.read_csv(path, keep_default_na=False, dtype=str)
        assert [r["text"] for r in rows] == list(loaded["text"])
        wanted = [(page, label) for page in pages(run) for label in page.labels(unit)]
        for row, (page, label) in zip(rows, wanted, strict=True):
            assert (row["text"], row["legible"]) == (label.text, str(label.legible).lower())
            quad = [float(row[f"{axis}{n}"]) for n in range(1, 5) for axis in "xy"]
            near(quad, clamped(label.outline, page.size))


def detection_lists(run):
    """Lists that heavy readers load, by plain JSON."""
    for unit in ("line", "word"):
        rows = (sets(run, f"paddleocr-det-{unit}") / "train.txt").read_text(encoding="utf-8").splitlines()
        entries = {path[7:-4]: json.loads(boxes) for path, boxes in (row.split("\t") for row in rows)}
        labels = json.loads((sets(run, f"doctr-det-{unit}") / "train" / "labels.json").read_text(encoding="utf-8"))
        for page in pages(run):
            wanted = page.labels(unit)
            assert (page.key in entries) == bool(wanted) == (page.key + ".png" in labels)
            if not wanted:
                continue
            assert [e["transcription"] for e in entries[page.key]] == [w.text if w.legible else "###" for w in wanted]
            polygons = labels[page.key + ".png"]["polygons"]
            for entry, polygon, label in zip(entries[page.key], polygons, wanted, strict=True):
                near(entry["points"], clamped(label.outline, page.size))
                near(polygon, clamped(label.outline, page.size), 0.01)


def funsd_form(run):
    for page in pages(run):
        path = sets(run, "funsd-page") / "dataset" / "training_data" / "annotations" / f"{page.key}.json"
        assert path.exists() == bool(legible_words(page))
        if not path.exists():
            continue
        words = [word for entry in json.loads(path.read_text(encoding="utf-8"))["form"] for word in entry["words"]]
        wanted = [w for w in page.words if w.legible]
        assert [w["text"] for w in words] == [w.text for w in wanted]
        for word, label in zip(words, wanted):
            near(word["box"], label.box(page.size))


READERS = {
    "tesstrain": tesstrain, "tesseract": tesseract, "paddleocr lists": paddle_lists, "lmdb": lmdb, "kraken": kraken, "easyocr": easyocr,
    "huggingface": huggingface, "webdataset": webdataset, "coco": coco, "icdar2015": icdar, "hocr": hocr, "alto": alto,
    "page": page, "csv": table, "detection lists": detection_lists, "funsd form": funsd_form,
}
