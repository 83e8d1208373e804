"""Times `foxing serve` against the reference program's augmentation server, on the same pages and the pipeline of the same meaning.

    servers.py .build/release/foxing [--rounds 3] [--stages all]

Both have two workers and eight clients, each of whom sends a page as PNG and waits for one variant as PNG before asking again. Foxing is
asked over HTTP and also answers with labels and the row of the manifest; the other hands bytes from process to process. They take
turns, so that whatever else the machine does slows both.
"""

import argparse
import json
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

sys.dont_write_bytecode = True
BENCH = Path(__file__).resolve().parent
sys.path.insert(0, str(BENCH))
sys.path.insert(0, str(BENCH.parent / "Tests/server"))

import measure  # noqa: E402
from served import Served  # noqa: E402

PEER = BENCH / "peer" / ".venv" / "bin" / "python"
WORKERS, CLIENTS = 2, 8
# Answers enough for some ten seconds each.
PEER_REQUESTS, OUR_REQUESTS = 24, 480


def peer_rate(peer, pages, stages):
    """Variants a second of the reference program's server."""
    figures = measure.OUT / "peer-server.json"
    # It keeps a cache in the folder where it is started.
    subprocess.run(
        [
            peer, BENCH / "peer" / "server.py", pages.resolve(), figures.resolve(), "--requests", str(PEER_REQUESTS),
            "--clients", str(CLIENTS), "--workers", str(WORKERS), "--stages", stages,
        ],
        check=True, cwd=measure.OUT)
    answers = json.loads(figures.read_text())
    if answers["failed"]:
        print(f"  {answers['failed']} of its requests failed")
    return answers["rate"]


def our_rate(foxing, pages, stages):
    """Variants a second of `foxing serve`."""
    text = measure.pipelines()[stages].read_text()
    files = [path.read_bytes() for path in sorted(pages.glob("*.png"))]
    lock, left = threading.Lock(), list(range(OUR_REQUESTS))

    def client():
        connection = server.connection()
        while True:
            with lock:
                if not left:
                    return
                number = left.pop(0)
            status, _, body = server.form(
                "/v1/variants", {"pipeline": text, "first": number, "count": 1},
                [("image", "page.png", files[number % len(files)])], connection=connection)
            if status != 200 or b"\x89PNG" not in body:
                wrong.append((status, body[:200]))

    wrong = []
    with Served(foxing, "--workers", WORKERS) as server:
        clients = [threading.Thread(target=client) for _ in range(CLIENTS)]
        begin = time.monotonic()
        for one in clients:
            one.start()
        for one in clients:
            one.join()
        seconds = time.monotonic() - begin
    if wrong:
        raise SystemExit(f"{len(wrong)} wrong answers, such as {wrong[0]}")
    return OUR_REQUESTS / seconds


def against(foxing, peer=PEER, stages="all", rounds=3):
    """The median over rounds of our variants a second over the reference program's."""
    pages = measure.bench_pages(24)
    ratios = []
    for number in range(rounds):
        theirs, ours = peer_rate(peer, pages, stages), our_rate(foxing, pages, stages)
        ratios.append(ours / theirs)
        print(
            f"  round {number + 1}: reference {theirs:6.2f}/s   foxing {ours:6.2f}/s   {ratios[-1]:6.1f} ×", flush=True)
    return statistics.median(ratios)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("foxing")
    parser.add_argument("--peer", type=Path, default=PEER)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--stages", default="all")
    args = parser.parse_args()
    print(f"{against(args.foxing, args.peer, args.stages, args.rounds):.1f} ×")


if __name__ == "__main__":
    main()
