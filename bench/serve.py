"""Loads a Foxing server and says how it bears it: serve.py FOXING [--seconds 60] [--preset office-scan]

- throughput: variants a second of `POST /v1/variants` with 8 clients, beside `foxing run -j 2` on the same pages and pipeline;
- latency: the 99th percentile of `POST /v1/preview` of an A4 page with 4 clients, beside its own rendering time;
- a change of a number: one client, one parameter after another, at the size of a screen;
- mixed: 64 clients with good, bad, huge, slow and abandoned requests, while answers and memory are watched;
- the reference program's server: as servers.py does, where bench/peer/.venv has been made.
"""

import argparse
import collections
import http.client
import json
import random
import socket
import statistics
import sys
import threading
import time
from pathlib import Path

sys.dont_write_bytecode = True
BENCH = Path(__file__).resolve().parent
sys.path.insert(0, str(BENCH))
sys.path.insert(0, str(BENCH.parent / "Tests/server"))

import measure  # noqa: E402
import servers  # noqa: E402
from served import Served  # noqa: E402

VARIANTS = 5


def together(count, work):
    """Runs `work(number)` on so many threads; raises what one of them raised."""
    failures = []

    def guarded(number):
        try:
            work(number)
        except Exception as error:  # Told below, with the others.
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def throughput(foxing, pages, pipeline, rounds=3):
    """The server's variants a second over those of a run with two workers: of several rounds in turn the median."""
    text = pipeline.read_text()
    files = sorted(path for path in pages.iterdir() if path.suffix == ".png")
    ratios = []
    for number in range(rounds):
        run = measure.pages_run(foxing, pipeline, pages, measure.OUT / "run", VARIANTS, 2)
        with Served(foxing, "--workers", 2) as server:
            waiting = collections.deque(files)
            lock = threading.Lock()

            def client(_):
                connection = server.connection()
                while True:
                    with lock:
                        if not waiting:
                            return
                        page = waiting.popleft()
                    beside = [("truth", path.name, path.read_bytes()) for path in truths(page)]
                    status, _, body = server.form(
                        "/v1/variants", {"pipeline": text, "count": VARIANTS},
                        [("image", page.name, page.read_bytes())] + beside, connection=connection)
                    assert status == 200, body

            begin = time.monotonic()
            together(8, client)
            rate = len(files) * VARIANTS / (time.monotonic() - begin)
        ratios.append(rate / run.rate)
        print(f"  round {number + 1}: run {run.rate:7.2f}/s   server {rate:7.2f}/s   {ratios[-1]:.3f} ×", flush=True)
    return statistics.median(ratios)


def truths(page):
    """Files of truth beside a page."""
    return [path for path in page.parent.glob(page.stem + ".*") if path != page]


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def latency(foxing, page, preset, requests=80):
    """The 99th percentile of previews with 4 clients and 2 workers, over the median time of rendering one alone; and the
    median from one change of a number to the next picture, for one client and one worker, in seconds."""
    with Served(foxing, "--workers", 1) as server:
        status, _, body = server.form("/v1/pages", {}, [("image", page.name, page.read_bytes())])
        assert status == 201, body
        identity = json.loads(body)["id"]
        connection = server.connection()
        alone, changes = [], []
        for number in range(24):
            fields = {
                "page": identity, "preset": preset, "set": [f"stages.post.jpeg.quality={30 + number}"], "width": 1000,
                "format": "jpeg",
            }
            begin = time.monotonic()
            status, headers, body = server.ask("POST", "/v1/preview", fields, connection=connection)
            changes.append(time.monotonic() - begin)
            assert status == 200, body
            times = dict(part.split(";dur=") for part in headers["Server-Timing"].split(", "))
            alone.append(sum(float(times[name]) for name in ("render", "scale", "encode")) / 1000)
        parts = {name: round(float(value), 1) for name, value in times.items()}
        print(f"  one change alone, milliseconds: {parts}")
    with Served(foxing, "--workers", 2) as server:
        identity = json.loads(server.form("/v1/pages", {}, [("image", page.name, page.read_bytes())])[2])["id"]
        taken = []

        def client(number):
            connection = server.connection()
            for turn in range(requests // 4):
                fields = {
                    "page": identity, "preset": preset, "variant": number * 1000 + turn, "width": 1000, "format": "jpeg",
                }
                begin = time.monotonic()
                status, _, body = server.ask("POST", "/v1/preview", fields, connection=connection)
                assert status == 200, body
                if turn > 0:
                    taken.append(time.monotonic() - begin)

        together(4, client)
    return percentile(taken, 0.99) / statistics.median(alone[4:]), statistics.median(changes[4:])


class Mixed:
    """64 clients who do what clients do, the good and the bad."""

    PIPELINE = "seed: 3\nstages: {post: [gaussian-noise: {sigma: 4..12}, rotate: {angle: -2..2}, jpeg: 30..80]}\n"

    def __init__(self, server, page):
        self.server, self.page = server, page
        self.counts = collections.Counter()
        self.wrong = []
        self.lock = threading.Lock()
        self.expected = {}

    def note(self, kind, status, allowed, body=b""):
        with self.lock:
            self.counts[f"{kind} {status}"] += 1
            if status not in allowed:
                self.wrong.append((kind, status, body[:200]))

    def good(self, chance):
        """A preview; the same request has the same answer, whoever asks."""
        number = chance.randrange(6)
        fields = {"page": "example", "pipeline": self.PIPELINE, "variant": number, "width": 300}
        status, _, body = self.server.ask("POST", "/v1/preview", fields)
        self.note("good", status, {200, 429}, body)
        if status == 200:
            with self.lock:
                if self.expected.setdefault(number, body) != body:
                    self.wrong.append(("good", "another picture", number))

    def upload(self, chance):
        try:
            status, _, body = self.server.form(
                "/v1/variants", {"pipeline": self.PIPELINE, "count": chance.randrange(1, 4)},
                [("image", "page.png", self.page)], {"Accept": chance.choice(["application/zip", "multipart/mixed"])})
        except http.client.IncompleteRead:
            status, body = "cut off", b""
        self.note("upload", status, {200, 429}, body)

    def bad(self, chance):
        """Pictures that are cut, claim too much or are none, and fields that are wrong."""
        kind = chance.randrange(4)
        if kind == 0:
            picture = self.page[: chance.randrange(len(self.page))]
        elif kind == 1:
            picture = self.page[:16] + b"\x00\x01\x00\x00\x00\x01\x00\x00" + self.page[24:]
        elif kind == 2:
            picture = chance.randbytes(2000)
        else:
            status, _, body = self.server.ask("POST", "/v1/preview", {"page": "example", "preset": "fax", "variant": -1})
            return self.note("bad", status, {400}, body)
        status, _, body = self.server.form("/v1/preview", {"preset": "fax"}, [("image", "page.png", picture)])
        self.note("bad", status, {422, 429}, body)

    def huge(self, _):
        """A body that says it is larger than the server takes."""
        with socket.create_connection((self.server.host, self.server.port), 60) as connection:
            connection.sendall(
                b"POST /v1/pages HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: 99999999999\r\n\r\n")
            self.note("huge", int(connection.recv(4096).split()[1]), {413})

    def slow(self, _):
        """A request that comes byte by byte, and is given up."""
        with socket.create_connection((self.server.host, self.server.port), 60) as connection:
            for byte in b"POST /v1/pages HTT":
                connection.sendall(bytes([byte]))
                time.sleep(0.05)
        self.note("slow", "left", {"left"})

    def aborted(self, chance):
        """Asks and does not wait for the answer."""
        fields = json.dumps({"page": "example", "pipeline": self.PIPELINE, "variant": chance.randrange(100)}).encode()
        with socket.create_connection((self.server.host, self.server.port), 60) as connection:
            connection.sendall(
                b"POST /v1/preview HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + f"Content-Length: {len(fields)}\r\n\r\n".encode() + fields)
            if chance.random() < 0.5:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        self.note("aborted", "left", {"left"})

    def run(self, seconds):
        """Memory in MiB after each tenth of the time."""
        end = time.monotonic() + seconds
        kinds = [self.good] * 6 + [self.upload] * 2 + [self.bad] * 2 + [self.huge, self.slow, self.aborted, self.aborted]

        def client(number):
            chance = random.Random(number)
            while time.monotonic() < end:
                chance.choice(kinds)(chance)

        memory = []

        def watch():
            while time.monotonic() < end:
                time.sleep(seconds / 10)
                memory.append(self.server.memory())

        watcher = threading.Thread(target=watch)
        watcher.start()
        together(64, client)
        watcher.join()
        return memory


def mixed(foxing, page, seconds):
    with Served(foxing, "--workers", 2, "--queue", 48) as server:
        load = Mixed(server, page.read_bytes())
        memory = load.run(seconds)
        status, _, _ = server.ask("GET", "/healthz")
        assert status == 200
        assert server.stop() == 0
    print("  " + ", ".join(f"{name}: {count}" for name, count in sorted(load.counts.items())))
    print("  memory, MiB: " + " ".join(f"{value:.0f}" for value in memory))
    for wrong in load.wrong[:10]:
        print("  WRONG", wrong)
    return len(load.wrong), memory[-1] / memory[len(memory) // 5]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("foxing")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--preset", default="office-scan")
    parser.add_argument("--peer", type=Path, default=servers.PEER)
    args = parser.parse_args()
    pages = measure.bench_pages(24)
    page = next(iter(sorted(pages.glob("*.png"))))
    print("throughput, 8 clients, against 'foxing run -j 2':")
    ratio = throughput(args.foxing, pages, measure.pipelines()["all"])
    print("latency of previews of an A4 page:")
    spread, change = latency(args.foxing, page, args.preset)
    print(f"mixed, 64 clients, {args.seconds:g} s:")
    wrong, growth = mixed(args.foxing, page, args.seconds)
    against = None
    if args.peer.exists():
        print("against the reference program's server, 2 workers, 8 clients:")
        against = servers.against(args.foxing, args.peer)
    print()
    print("| measured in one run | at least | measured |")
    print("| --- | --- | --- |")
    print(f"| `POST /v1/variants`, 8 clients, against `foxing run -j 2` | 0.95 ×, aim 0.98 × | {ratio:.2f} × |")
    print(f"| p99 of previews, 4 clients, against the rendering time | 4 ×, aim 3 × | {spread:.1f} × |")
    print(f"| a number changed → picture, one worker | 150 ms, aim 80 ms | {change * 1000:.0f} ms |")
    print(f"| 64 clients, wrong answers | 0 | {wrong} |")
    print(f"| memory at the end against that after a fifth | level | {growth:.2f} × |")
    if against:
        print(f"| variants a second against the reference program's server | 15 ×, aim 40 × | {against:.0f} × |")
    if wrong:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
