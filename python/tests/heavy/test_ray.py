"""Ray: a cluster of several raylets on this machine, of which some die."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
import time

import numpy as np
import pytest
from conftest import PAGES, QUICK

import foxing

ray = pytest.importorskip("ray")
psutil = pytest.importorskip("psutil")
from ray.cluster_utils import Cluster  # noqa: E402

import foxing.ray  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def cluster():
    made = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    nodes = [made.add_node(num_cpus=1) for _ in range(2)]
    ray.init(address=made.address, log_to_driver=False)
    yield made, nodes
    ray.shutdown()
    made.shutdown()


@pytest.fixture
def pages(tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(24):
        shutil.copy(PAGES / "receipt-en.tif", folder / f"p{number:02}.tif")
    return folder


@pytest.fixture
def pipeline(tmp_path):
    path = tmp_path / "quick.yaml"
    path.write_text(QUICK)
    return path


def single(program, pipeline, pages, target):
    command = [program, "run", pipeline, "-i", pages, "-o", target, "-n", "6", "-q", "-j", "2"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return files(target)


def files(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "run.json"
    }


def children(name):
    """Processes of this test whose command says a name."""
    return [child for child in psutil.Process().children(recursive=True) if name in " ".join(_command(child))]


def _command(process):
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def test_a_run_of_parts_is_the_run_of_one_machine_though_workers_and_a_node_die(
    cluster, program, pipeline, pages, tmp_path
):
    made, nodes = cluster
    killed = []

    def kill():
        while "program" not in killed:
            for child in children("--shard"):
                child.kill()
                killed.append("program")
                break
            time.sleep(0.01)
        while "worker" not in killed:
            for child in children("ray::foxing.part"):
                os.kill(child.pid, signal.SIGKILL)
                killed.append("worker")
                break
            time.sleep(0.01)
        made.remove_node(nodes[0], allow_graceful=False)
        killed.append("node")

    killer = threading.Thread(target=kill)
    killer.start()
    told = []
    result = foxing.ray.run(
        pipeline, pages, tmp_path / "set", variants=6, tasks=12, progress=lambda done, of: told.append((done, of))
    )
    killer.join(timeout=30)
    assert killed == ["program", "worker", "node"]
    assert result.variants == 24 * 6 and told[-1] == (12, 12)
    assert files(tmp_path / "set") == single(program, pipeline, pages, tmp_path / "single")
    assert not (tmp_path / "set.parts").exists()


def test_a_pipeline_in_memory_and_settings_are_passed_on(cluster, pages, tmp_path):
    pipe = foxing.Pipeline.from_text(QUICK, seed=9, variants=1)
    result = foxing.ray.run(pipe, [pages], tmp_path / "set", tasks=3, set={"stages.scan.jpeg.quality": 40})
    assert result.written == 24 and result.record["seed"] == "9"


def test_a_full_disk_costs_only_its_tasks(cluster, program, pipeline, pages, tmp_path, monkeypatch):
    """The first tries find no room; Ray tries again."""
    wrapper = tmp_path / "foxing-on-full-disk"
    wrapper.write_text(
        f'#!/bin/bash\nif [ "$1" = run ] && mkdir {tmp_path}/full-$(( RANDOM % 4 )) 2> /dev/null; then\n'
        f'echo "the disk is full" >&2; exit 5; fi\nexec {program} "$@"\n'
    )
    wrapper.chmod(0o755)
    monkeypatch.setenv("FOXING_PROGRAM", str(wrapper))
    ray.shutdown()
    made, _ = cluster
    ray.init(address=made.address, log_to_driver=False, runtime_env={"env_vars": {"FOXING_PROGRAM": str(wrapper)}})
    foxing.ray.run(pipeline, pages, tmp_path / "set", variants=6, tasks=6)
    assert list(tmp_path.glob("full-*"))
    assert files(tmp_path / "set") == single(program, pipeline, pages, tmp_path / "single")


def test_batches_of_ray_data_become_variants(cluster):
    images = np.stack([np.full((40, 60), level, np.uint8) for level in (240, 250)])
    data = ray.data.from_numpy(images)
    pipe = foxing.Pipeline.from_text(QUICK)
    rows = data.map_batches(foxing.ray.Augment(pipe, image="data"), batch_size=2).take_all()
    assert len(rows) == 2 and rows[0]["data"].shape == (40, 60)
    alone = foxing.ray.Augment(pipe)({"image": images})["image"]
    assert sorted(row["data"].tobytes() for row in rows) == sorted(image.tobytes() for image in alone)


def test_wrong_numbers_of_tasks_are_told(cluster, pipeline, pages, tmp_path):
    for options in ({"tasks": 0}, {"tasks": 1, "tasks_per_page": 1}, {"tasks_per_page": 0.5}):
        with pytest.raises(foxing.ArgumentError):
            foxing.ray.run(pipeline, pages, tmp_path / "set", **options)
