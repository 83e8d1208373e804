"""docTR's data sets and kraken's reader of XML."""

import os
import shutil
import tempfile

from truth import clamped, crops, near, pages


def doctr_detection(run):
    from doctr.datasets import DetectionDataset

    for unit in ("line", "word"):
        root = run / "sets" / f"doctr-det-{unit}" / "train"
        loaded = DetectionDataset(str(root / "images"), str(root / "labels.json"), use_polygons=True)
        found = {name: target for name, target in loaded.data}
        wanted = [page for page in pages(run) if page.labels(unit)]
        assert sorted(os.path.basename(name) for name in found) == sorted(page.key + ".png" for page in wanted)
        for name, target in found.items():
            page = next(p for p in wanted if p.key + ".png" == os.path.basename(name))
            polygons = target[0] if isinstance(target, tuple) else target
            for polygon, label in zip(polygons, page.labels(unit), strict=True):
                near(polygon.tolist(), clamped(label.outline, page.size), 0.02)


def doctr_recognition(run):
    from doctr.datasets import RecognitionDataset

    root = run / "sets" / "doctr-rec-word" / "train"
    loaded = RecognitionDataset(str(root / "images"), str(root / "labels.json"))
    assert {os.path.basename(name)[:-4]: text for name, text in loaded.data} == crops(run, "word")
    loaded[0]


def funsd(run):
    from doctr.datasets import FUNSD

    with tempfile.TemporaryDirectory() as cache:
        os.environ["DOCTR_CACHE_DIR"] = cache
        os.makedirs(f"{cache}/datasets")
        # The reader looks for its two parts in an archive of that name.
        source = run / "sets" / "funsd-page"
        staged = run / "funsd"
        shutil.copytree(source / "dataset", staged / "dataset")
        (staged / "dataset" / "testing_data" / "images").mkdir(parents=True, exist_ok=True)
        (staged / "dataset" / "testing_data" / "annotations").mkdir(parents=True, exist_ok=True)
        shutil.make_archive(f"{cache}/datasets/sets", "zip", staged)

        class Ours(FUNSD):
            URL = "https://localhost/sets.zip"
            SHA256 = None
            FILE_NAME = "sets.zip"

        loaded = Ours(train=True, download=True)
        wanted = {page.key + ".png": page for page in pages(run) if any(w.legible for w in page.words)}
        assert sorted(os.path.basename(name) for name, _ in loaded.data) == sorted(wanted)
        for name, target in loaded.data:
            page = wanted[os.path.basename(name)]
            words = [w for w in page.words if w.legible]
            assert list(target["labels"]) == [w.text for w in words]
            for box, word in zip(target["boxes"], words):
                near(box.tolist(), word.box(page.size))


def kraken_alto(run):
    kraken(run, "alto-page", "alto", keep=lambda line: any(w["legible"] for w in line["words"]))


def kraken_page(run):
    kraken(run, "page-page", "page", keep=lambda line: True)


def kraken(run, name, kind, keep):
    from kraken.lib.xml import XMLPage

    for page in pages(run):
        loaded = XMLPage(str(run / "sets" / name / "train" / f"{page.key}.xml"), filetype=kind)
        found = [line.text or "" for line in loaded.get_sorted_lines()]
        if kind == "alto":
            wanted = [" ".join(w["text"] for w in line["words"] if w["legible"]) for line in page.tree if keep(line)]
        else:
            wanted = [line["text"] if line["legible"] else "" for line in page.tree]
        assert found == wanted, f"{found} is not {wanted}"


READERS = {
    "doctr-det": doctr_detection, "doctr-rec": doctr_recognition, "funsd": funsd, "kraken alto": kraken_alto,
    "kraken page": kraken_page,
}
