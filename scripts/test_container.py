"""Plays examples/server: test_container.py PROGRAM.

No container can be built everywhere, so the commands of the Containerfile's last stage are carried out in a root that debootstrap makes,
with PROGRAM and this machine's Swift libraries in place of what the first stage builds (which is `make build`). The server is
then started in it as the Containerfile says, asked whether it is well as the Containerfile says, asked for a variant and its
text, and ended. The unit for systemd is verified in the same root. Needs root, debootstrap and Debian's packages; Debian 12.
"""

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
SERVER = PROJECT / "examples/server"
TOKEN = "a-token-for-this-test"
ADDRESS = "http://127.0.0.1:8080"


def instructions(text):
    """Pairs of a word and what follows it, continued lines joined and comments left out."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    whole = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    return [tuple(line.strip().split(None, 1)) for line in whole.splitlines() if line.strip()]


def stages(text):
    """The instructions of each stage, and its image."""
    found = []
    for word, rest in instructions(text):
        if word == "FROM":
            found.append((rest.split()[0], []))
        else:
            found[-1][1].append((word, rest))
    return found


class Root:
    """A minimal Debian that commands are carried out in."""

    def __init__(self, folder, image):
        self.folder = folder
        release = re.fullmatch(r"debian:(\w+)-slim", image)[1]
        kept = Path(os.environ.get("FOXING_CONTAINER_ROOT", PROJECT / ".build-container-root"))
        if not (kept / "ready").exists():
            shutil.rmtree(kept, ignore_errors=True)
            subprocess.run(["debootstrap", "--variant=minbase", release, kept], check=True, stdout=subprocess.DEVNULL)
            (kept / "ready").touch()
        subprocess.run(["cp", "-a", "--reflink=auto", kept, folder], check=True)

    def command(self, line, user=None):
        """The line as it runs in the root, with processes of its own."""
        inner = shlex.join(["/usr/bin/env", "-i", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                            f"FOXING_TOKEN={TOKEN}", "HOME=/srv/foxing", "DEBIAN_FRONTEND=noninteractive", "sh", "-c", line])
        who = [f"--userspec={user}"] if user else []
        return ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c",
                f'mount -t proc proc "$0/proc" && exec {shlex.join(["chroot", *who])} "$0" {inner}', str(self.folder)]

    def run(self, line, user=None):
        done = subprocess.run(self.command(line, user), capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"{line}\nended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done.stdout + done.stderr

    def copy(self, what, program, swift):
        """Puts there what the first stage would have made."""
        source, target = what.split()[-2:]
        place = self.folder / target.lstrip("/")
        if source.endswith("/foxing"):
            shutil.copy(program, place)
        else:
            place.mkdir(parents=True, exist_ok=True)
            for library in swift.glob(Path(source).name):
                shutil.copy(library, place)


def ask(path, fields=None):
    body = None if fields is None else json.dumps(fields).encode()
    request = urllib.request.Request(
        ADDRESS + path, body, {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=120) as answer:
        return answer.read()


def comes_up(server):
    """Waits until it answers."""
    for _ in range(300):
        if server.poll() is not None:
            raise SystemExit(f"the server ended with {server.returncode}:\n{server.stderr.read()}")
        try:
            return ask("/readyz")
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise SystemExit("the server does not answer")


def serve(root, last):
    """Starts the server as the image would, and asks it."""
    entry = shlex.join(json.loads(dict(last)["ENTRYPOINT"]))
    health = dict(last)["HEALTHCHECK"].split("CMD ", 1)[1]
    user = dict(last)["USER"]
    server = subprocess.Popen(root.command("exec " + entry, user), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        comes_up(server)
        root.run(health, user)
        try:
            urllib.request.urlopen(ADDRESS + "/v1/presets", timeout=60)
            raise SystemExit("without the token it answered")
        except urllib.error.HTTPError as error:
            assert error.code == 401, error
        score = json.loads(ask("/v1/score", {"page": "example", "preset": "office-scan"}))
        assert score["cer"][0] * 10 < score["cer"][1], score["cer"]
        korean = {"page": "example", "pipeline": 'stages: {a: [watermark: {text: "복사"}]}', "format": "png", "width": 300}
        assert ask("/v1/preview", korean)[:4] == b"\x89PNG"
        inner = int(subprocess.check_output(["pgrep", "-P", str(server.pid)], text=True).split()[0])
        os.kill(inner, signal.SIGTERM)
        assert server.wait(60) == 0, server.returncode
    finally:
        server.kill()


def unit(root):
    """What systemd says of the unit."""
    root.run("apt-get update -qq && apt-get install -y -qq --no-install-recommends systemd > /dev/null")
    shutil.copy(SERVER / "foxing.service", root.folder / "etc/systemd/system/foxing.service")
    said = root.run("systemd-analyze verify /etc/systemd/system/foxing.service")
    if said.strip():
        raise SystemExit(f"systemd-analyze verify says:\n{said}")
    print("foxing.service: " + root.run(
        "systemd-analyze security --offline=yes --no-pager foxing.service | tail -n 1").strip().lstrip("→ "))


def main():
    program = Path(sys.argv[1]).resolve()
    libraries = subprocess.check_output(["ldd", program], text=True)
    swift = Path(re.search(r"libswiftCore\.so => (\S+)", libraries)[1]).parent
    image, last = stages((SERVER / "Containerfile").read_text())[-1]
    with tempfile.TemporaryDirectory() as scratch:
        root = Root(Path(scratch) / "root", image)
        for word, rest in last:
            if word == "RUN":
                root.run(rest)
            elif word == "COPY":
                root.copy(rest, program, swift)
        # The program looks for Swift where it was built.
        (root.folder / "etc/ld.so.conf.d/swift.conf").write_text("/usr/lib/swift/linux\n")
        root.run("ldconfig")
        size = int(subprocess.check_output(["du", "-sm", root.folder], text=True).split()[0])
        serve(root, last)
        print(f"Containerfile: the server of its last stage is well, reads and ends; {size} MB")
        unit(root)


if __name__ == "__main__":
    main()
