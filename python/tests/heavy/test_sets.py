"""Hugging Face's datasets, WebDataset, LMDB, and a server that speaks S3."""

from __future__ import annotations

import io

import numpy as np
import pytest
from conftest import PAGES, QUICK, drawn_page

import foxing

pytestmark = pytest.mark.filterwarnings("ignore")

SETS = QUICK + "dataset:\n  unit: line\n  format: [webdataset, lmdb]\ninput: {truth: auto}\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("run") / "set"
    foxing.run(foxing.Pipeline.from_text(SETS), [PAGES / "article-en.png"], folder, variants=2)
    return folder


def test_a_run_loads_as_a_dataset(made):
    datasets = pytest.importorskip("datasets")
    loaded = foxing.hf.load(made)
    assert isinstance(loaded, datasets.Dataset) and len(loaded) == 2
    row = loaded[1]
    assert row["image"].size == (1240, 1754) and row["page"] == "article-en" and row["variant"] == 1
    assert row["text"].startswith("THE HEDGEROW") and row["words"][0]["text"] == "THE"
    assert np.asarray(row["words"][0]["polygon"]).shape == (4, 2)
    with pytest.raises(foxing.UnusableError):
        foxing.hf.load(made / "nothing")


def test_a_transform_makes_variants_of_rows():
    datasets = pytest.importorskip("datasets")
    image, words = drawn_page()
    held = datasets.Dataset.from_dict(
        {"image": [image, image[:100].copy()], "words": [words, words[:3]], "id": [1, 2]},
        features=datasets.Features(
            {
                "image": datasets.Image(),
                "words": [{"text": datasets.Value("string"), "box": datasets.Sequence(datasets.Value("int64"))}],
                "id": datasets.Value("int64"),
            }
        ),
    )
    change = foxing.hf.transform(foxing.Pipeline.from_text(QUICK), words="words", seed=1)
    held.set_transform(change)
    first = held[0]["image"]
    assert isinstance(first, np.ndarray) and held[0]["id"] == 1
    assert np.array_equal(first, held[0]["image"])
    assert len(held[1]["words"]) == 3 and len(held[1]["words"][0]["polygon"]) == 4
    change.set_epoch(1)
    assert not np.array_equal(first, held[0]["image"])


def test_the_fingerprint_of_a_transform_is_stable():
    fingerprint = pytest.importorskip("datasets.fingerprint")

    def of(seed):
        return fingerprint.Hasher.hash(foxing.hf.transform(foxing.Pipeline.from_text(QUICK), seed=seed))

    assert of(1) == of(1) != of(2)


def test_tar_files_are_read_as_webdataset_reads_them(made):
    webdataset = pytest.importorskip("webdataset")
    pattern = made / "sets" / "webdataset-line" / "train-*.tar"
    ours = list(foxing.sets.webdataset(pattern))
    assert len(ours) > 80
    files = sorted(str(path) for path in pattern.parent.glob(pattern.name))
    theirs = list(webdataset.WebDataset(files, shardshuffle=False))
    assert [(sample["__key__"], sample["png"], sample["txt"]) for sample in ours] == [
        (sample["__key__"], sample["png"], sample["txt"].decode()) for sample in theirs
    ]


def test_a_pipeline_maps_over_a_stream(made):
    webdataset = pytest.importorskip("webdataset")
    pattern = made / "sets" / "webdataset-line" / "train-*.tar"
    pipe = foxing.Pipeline.from_text("stages: {a: [subtle-noise]}")
    ours = list(foxing.sets.augmented(foxing.sets.webdataset(pattern), pipe, seed=2))
    files = sorted(str(path) for path in pattern.parent.glob(pattern.name))
    stream = webdataset.WebDataset(files, shardshuffle=False).decode("pil")
    for mine, theirs in zip(ours, foxing.sets.augmented(stream, pipe, seed=2), strict=True):
        assert mine["png"].dtype == np.uint8 and np.array_equal(mine["png"], theirs["png"])


def test_a_database_is_read(made):
    pytest.importorskip("lmdb")
    from PIL import Image

    samples = list(foxing.sets.lmdb(made / "sets" / "lmdb-line" / "train"))
    tars = list(foxing.sets.webdataset(made / "sets" / "webdataset-line" / "train-*.tar"))
    assert [text for _, text in samples] == [sample["txt"] for sample in tars]
    assert Image.open(io.BytesIO(samples[0][0])).size[1] > 8
    with pytest.raises(foxing.UnusableError):
        list(foxing.sets.lmdb(made / "nothing"))


def test_a_server_that_speaks_s3_is_input_and_output(tmp_path, monkeypatch):
    server = pytest.importorskip("moto.server").ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    pytest.importorskip("s3fs")
    server.start()
    try:
        host, port = server.get_host_and_port()
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        import s3fs

        files = s3fs.S3FileSystem(endpoint_url=f"http://{host}:{port}", key="test", secret="test")
        files.mkdir("bucket")
        files.put(str(PAGES / "receipt-en.tif"), "bucket/pages/receipt-en.tif")
        files.put(str(PAGES / "receipt-en.gt.txt"), "bucket/pages/receipt-en.gt.txt")
        foxing.run(foxing.Pipeline.from_text(QUICK), ["s3://bucket/pages"], "s3://bucket/set", variants=2)
        foxing.run(foxing.Pipeline.from_text(QUICK), [PAGES / "receipt-en.tif"], tmp_path / "near", variants=2)
        for path in sorted((tmp_path / "near" / "images").iterdir()):
            assert files.cat(f"bucket/set/images/{path.name}") == path.read_bytes()
    finally:
        server.stop()
