"""Ends servers in the midst of work: ends.py FOXING.

A server that is asked to stop answers every request that it has accepted. One that is killed goes on with its runs when
it is started again, and leaves what an undisturbed run leaves.
"""

import hashlib
import json
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

from served import Served  # noqa: E402

PROJECT = Path(__file__).resolve().parents[2]
PAGES = [PROJECT / "fixtures/pages" / name for name in ("receipt-en.tif", "receipt-ko.tif")]
PIPELINE = "seed: 5\nstages: {post: [rotate: {angle: -2..2}, jpeg: 30..80]}\n"


def polite(foxing):
    """Asks for previews from eight sides and stops the server among them."""
    answers, refused = [], []
    started = threading.Semaphore(0)
    with Served(foxing, "--workers", "2") as server:
        def ask(number):
            for turn in range(20):
                connection = server.connection()
                try:
                    # Who cannot even connect was not accepted.
                    connection.connect()
                except OSError:
                    return
                started.release()
                fields = {"page": "example", "pipeline": PIPELINE, "width": 200, "seed": number * 100 + turn}
                status = server.ask("POST", "/v1/preview", fields, connection=connection)[0]
                (answers if status == 200 else refused).append(status)
                if status != 200:
                    return

        failures = []

        def guarded(number):
            try:
                ask(number)
            except Exception as error:  # Whatever a client meets is what the test is about.
                failures.append(repr(error))

        threads = [threading.Thread(target=guarded, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for _ in range(12):
            started.acquire()
        status = server.stop()
        for thread in threads:
            thread.join()
    # A connection that was made in the last moments may be closed without an answer, but not one with a request under way.
    lost = [failure for failure in failures if "RemoteDisconnected" not in failure and "ConnectionReset" not in failure]
    assert status == 0, f"the server ended with {status}"
    assert set(refused) <= {503}, f"refused with {set(refused)}"
    assert not lost, lost
    assert answers, "nothing was answered"
    print(f"stopped under load: {len(answers)} answered, {len(refused)} refused, {len(failures)} not accepted any more")


def tree(folder):
    """The files below a folder, but for those that tell times, each with a digest."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*")) if path.is_file() and path.name not in ("run.json", "report.html")
    }


def killed(foxing, root):
    """Kills a server three times in a run, and lets the fourth finish."""
    (root / "in").mkdir()
    for page in PAGES:
        (root / "in" / page.name).write_bytes(page.read_bytes())
    pipeline = root / "p.yaml"
    pipeline.write_text(PIPELINE)
    subprocess.run(
        [foxing, "run", pipeline, "-i", root / "in", "-o", root / "whole", "-n", "12", "-q"], check=True,
        stdout=subprocess.DEVNULL)
    identity = None
    for attempt in range(4):
        with Served(foxing, "--root", root) as server:
            if identity is None:
                status, _, body = server.ask(
                    "POST", "/v1/runs", {"file": "p.yaml", "inputs": ["in"], "output": "served", "variants": 12})
                assert status == 202, body
                identity = json.loads(body)["id"]
            begin = time.monotonic()
            while time.monotonic() - begin < 120:
                run = json.loads(server.ask("GET", f"/v1/runs/{identity}")[2])
                if run["state"] not in ("queued", "running"):
                    break
                if attempt < 3 and run["progress"]["done"] >= 5 * (attempt + 1):
                    break
                time.sleep(0.02)
            if attempt < 3:
                server.kill()
    assert run["state"] == "done", run
    assert tree(root / "served") == tree(root / "whole"), "the run differs from one that nobody disturbed"
    print("killed three times in a run: the run is whole")


def main():
    foxing = Path(sys.argv[1]).resolve()
    polite(foxing)
    with tempfile.TemporaryDirectory() as folder:
        killed(foxing, Path(folder))


if __name__ == "__main__":
    main()
