"""The files in examples/, played through with the program."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess

import pytest
from conftest import PAGES, QUICK, REPOSITORY

yaml = pytest.importorskip("yaml")


@pytest.fixture
def shared(tmp_path, program):
    """A folder that all machines share, with what a single run makes of it."""
    (tmp_path / "pages").mkdir()
    for number in range(5):
        shutil.copy(PAGES / "receipt-en.tif", tmp_path / "pages" / f"p{number}.tif")
    (tmp_path / "office-scan.yaml").write_text(QUICK)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "foxing").symlink_to(program)
    command = [program, "run", tmp_path / "office-scan.yaml", "-i", tmp_path / "pages", "-o", tmp_path / "single"]
    subprocess.run([*command, "--quiet"], check=True, stdout=subprocess.DEVNULL)
    return tmp_path


def files(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "run.json"
    }


def environment(shared, **more):
    return {**os.environ, "PATH": f"{shared / 'bin'}:{os.environ['PATH']}", **more}


def slurm(shared, script, *arguments, **more):
    command = ["bash", REPOSITORY / "examples" / "slurm" / script, *map(str, arguments)]
    return subprocess.run(command, env=environment(shared, **more), capture_output=True, text=True)


def test_an_array_of_jobs_and_a_merge_are_one_run(shared):
    (shared / "bin" / "scontrol").write_text(f'#!/bin/bash\necho "$@" >> {shared}/requeued\n')
    (shared / "bin" / "scontrol").chmod(0o755)
    arguments = [shared / "office-scan.yaml", shared / "pages", shared / "set"]
    # The first is ended in the middle, asks to be put back, and goes on.
    first = subprocess.Popen(
        ["bash", REPOSITORY / "examples" / "slurm" / "array.sbatch", *map(str, arguments)],
        env=environment(shared, SLURM_ARRAY_TASK_ID="1", SLURM_ARRAY_TASK_COUNT="3", SLURM_JOB_ID="77"),
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    for number in (1, 2, 3):
        made = slurm(
            shared,
            "array.sbatch",
            *arguments,
            SLURM_ARRAY_TASK_ID=str(number),
            SLURM_ARRAY_TASK_COUNT="3",
            SLURM_JOB_ID="77",
        )
        assert made.returncode == 0, made.stderr
    merged = slurm(shared, "merge.sbatch", shared / "set")
    assert merged.returncode == 0, merged.stderr
    assert files(shared / "set") == files(shared / "single")


def test_no_room_puts_a_job_back_and_a_wrong_pipeline_ends_it(shared):
    (shared / "bin" / "scontrol").write_text(f'#!/bin/bash\necho "$@" >> {shared}/requeued\n')
    (shared / "bin" / "scontrol").chmod(0o755)
    full = shared / "full"
    full.write_text("#!/bin/bash\nexit 5\n")
    full.chmod(0o755)
    index = {"SLURM_ARRAY_TASK_ID": "1", "SLURM_ARRAY_TASK_COUNT": "3", "SLURM_JOB_ID": "77"}
    arguments = [shared / "office-scan.yaml", shared / "pages", shared / "set"]
    assert slurm(shared, "array.sbatch", *arguments, FOXING=str(full), **index).returncode == 0
    assert (shared / "requeued").read_text() == "requeue 77\n"
    (shared / "office-scan.yaml").write_text("stages: {a: [b]}")
    assert slurm(shared, "array.sbatch", *arguments, **index).returncode == 2


def container(name):
    job = yaml.safe_load((REPOSITORY / "examples" / "kubernetes" / name).read_text())
    return job["spec"], job["spec"]["template"]["spec"]["containers"][0]


def pod(shared, held, index):
    """The container's command, with the volume where it is here."""
    given = {entry["name"]: entry["value"].replace("/shared", str(shared)) for entry in held["env"]}
    more = {**given, "JOB_COMPLETION_INDEX": str(index)} | ({"COUNT": "3"} if "COUNT" in given else {})
    return subprocess.run(
        [*held["command"], *held["args"]], env=environment(shared, **more), capture_output=True, text=True
    )


def test_an_indexed_job_and_a_merge_are_one_run(shared):
    spec, held = container("indexed-job.yaml")
    assert spec["completions"] == int(next(entry["value"] for entry in held["env"] if entry["name"] == "COUNT"))
    for index in (0, 1, 2, 1):
        made = pod(shared, held, index)
        assert made.returncode == 0, made.stderr
    merged = pod(shared, container("merge.yaml")[1], 0)
    assert merged.returncode == 0, merged.stderr
    assert files(shared / "set") == files(shared / "single")


def test_statuses_that_no_retry_helps_end_the_job(shared):
    spec, held = container("indexed-job.yaml")
    hopeless = spec["podFailurePolicy"]["rules"][0]["onExitCodes"]["values"]
    (shared / "office-scan.yaml").write_text("stages: {a: [b]}")
    assert pod(shared, held, 0).returncode in hopeless
    shutil.rmtree(shared / "pages")
    (shared / "office-scan.yaml").write_text(QUICK)
    assert pod(shared, held, 0).returncode in hopeless
