"""Threads, forked and spawned processes."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from conftest import PAGES, QUICK, drawn_page

import foxing


def digest(pipe, page, number):
    return pipe(page, variant=number).image.tobytes()


def in_child(work, *arguments, context="fork"):
    """What work answers in another process."""
    with multiprocessing.get_context(context).Pool(1) as pool:
        return pool.apply_async(work, arguments).get(timeout=120)


def test_threads_share_a_pipeline_and_a_page(pipe, small):
    expected = [digest(pipe, small, number) for number in range(16)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda number: digest(pipe, small, number), range(16))) == expected


def test_the_lock_of_the_interpreter_is_released(article):
    pipe = foxing.Pipeline.from_text("stages: {a: [denoise: {method: nlm, strength: 10}]}")
    counted = 0
    done = threading.Event()

    def work():
        pipe(article)
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    while not done.is_set():
        counted += 1
        time.sleep(0.001)
    thread.join()
    assert counted > 5


def _made_by_parent(number):
    return digest(_shared[0], _shared[1], number)


_shared: tuple = ()


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_process_goes_on_with_pipeline_and_page(pipe, small):
    global _shared
    _shared = (pipe, small)
    expected = digest(pipe, small, 4)
    assert in_child(_made_by_parent, 4) == expected


@pytest.mark.parametrize("context", ["spawn", pytest.param("fork", marks=pytest.mark.filterwarnings("ignore"))])
def test_pipelines_and_pages_can_be_sent(pipe, article, context):
    assert in_child(digest, pipe, article, 2, context=context) == digest(pipe, article, 2)


def test_what_is_pickled_comes_back_equal(small):
    pipe = foxing.Pipeline.from_text(QUICK, seed=3, set={"stages.scan.jpeg.quality": 50})
    sent_pipe, sent_page = pickle.loads(pickle.dumps((pipe, small)))
    assert digest(sent_pipe, sent_page, 1) == digest(pipe, small, 1)
    assert sent_page.labels.json == small.labels.json
    with pytest.raises(TypeError, match="stays in its process"):
        pickle.dumps(pipe(small))


def _forked_run(folder):
    return foxing.run(foxing.Pipeline.from_text(QUICK), [PAGES / "receipt-en.tif"], folder, variants=1).end


@pytest.mark.filterwarnings("ignore")
def test_a_forked_process_can_make_a_run(pipe, small, tmp_path):
    digest(pipe, small, 0)
    assert in_child(_forked_run, tmp_path / "a") == "complete"


@pytest.mark.filterwarnings("ignore")
def test_a_fork_while_others_work_waits_for_them(pipe):
    image, _ = drawn_page()
    stop = threading.Event()

    def work():
        while not stop.is_set():
            pipe(image)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    expected = pipe(image, variant=1).image.tobytes()
    try:
        for _ in range(5):
            assert in_child(digest, pipe, image, 1) == expected
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _says_fork(pipe):
    try:
        pipe(np.zeros((9, 9), np.uint8))
    except foxing.ForkError as error:
        return str(error)
    return "made"


@pytest.mark.filterwarnings("ignore")
def test_a_fork_in_the_middle_of_a_run_is_refused_in_the_child_and_hangs_nobody(pipe, tmp_path):
    said = []

    def fork_once(event):
        if event["event"] == "start":
            reader, writer = os.pipe()
            child = os.fork()
            if child == 0:
                os.write(writer, _says_fork(pipe).encode())
                os._exit(0)
            os.waitpid(child, 0)
            said.append(os.read(reader, 4096).decode())

    foxing.run(
        foxing.Pipeline.from_text(QUICK), [PAGES / "receipt-en.tif"], tmp_path / "a", variants=1, progress=fork_once
    )
    assert "spawn" in said[0]
    assert _says_fork(pipe) == "made"
