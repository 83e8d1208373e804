"""Runs examples/server/client.py against a server, and what docs/server.md says to type: examples.py FOXING."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

from served import Served  # noqa: E402

PROJECT = Path(__file__).resolve().parents[2]
PAGES = PROJECT / "fixtures/pages"


def run(command, folder, server, shell=False):
    return subprocess.run(
        command, cwd=folder, shell=shell, capture_output=True, text=True, timeout=300,
        env={**os.environ, "FOXING_SERVER": server.address.rstrip("/"), "PYTHONDONTWRITEBYTECODE": "1"})


def client(server, folder):
    """The example in Python writes a preview and variants; what is wrong it says in a sentence."""
    done = run([sys.executable, PROJECT / "examples/server/client.py", "page.tif", "fax"], folder, server)
    assert done.returncode == 0, done.stderr
    assert re.search(r"^page: \d+ × \d+ pixels, \d+ words$", done.stdout, re.M), done.stdout
    assert (folder / "preview.jpg").read_bytes()[:3] == b"\xff\xd8\xff"
    names = [path.relative_to(folder).as_posix() for path in (folder / "variants").rglob("*") if path.is_file()]
    assert sum(name.endswith(".png") for name in names) >= 2 and "variants/manifest.jsonl" in names, names
    wrong = run([sys.executable, PROJECT / "examples/server/client.py", "page.tif", "faks"], folder, server)
    assert wrong.returncode == 1 and "faks" in wrong.stderr and "Traceback" not in wrong.stderr, wrong.stderr


def shell(server, folder):
    """Each command of docs/server.md that asks a server with curl, with this server's address in place of the usual one."""
    text = (PROJECT / "docs/server.md").read_text()
    blocks = re.findall(r"```sh\n(curl .*?)```", text, re.S)
    assert len(blocks) >= 3
    for block in blocks:
        command = block.replace("http://127.0.0.1:8080", server.address.rstrip("/")).replace("page.png", "page.tif")
        done = run(command.replace("curl ", "curl --fail-with-body -sS ", 1), folder, server, shell=True)
        assert done.returncode == 0, (command, done.stdout, done.stderr)
    assert (folder / "fax.png").read_bytes()[:4] == b"\x89PNG"
    assert (folder / "variants.zip").read_bytes()[:2] == b"PK"


def main():
    with tempfile.TemporaryDirectory() as scratch, Served(sys.argv[1]) as server:
        folder = Path(scratch)
        shutil.copy(PAGES / "receipt-en.tif", folder / "page.tif")
        shutil.copy(PAGES / "receipt-en.gt.txt", folder / "page.gt.txt")
        (folder / "pipeline.yaml").write_text("stages: {scan: [jpeg]}\n")
        client(server, folder)
        if shutil.which("curl"):
            shell(server, folder)
    print("the examples of docs/server.md and examples/server/client.py do what they say")


if __name__ == "__main__":
    main()
