"""Makes the wheel: the package, the library and the program with all that they load, Tesseract's English model, a font.

usage: make.py BUILD TARGET [--tessdata FOLDER]

BUILD is a folder that SwiftPM built FoxingC and foxing into, for release; the wheel is written to the folder TARGET. It
fits every CPython from 3.10 on, and every x86-64 Linux whose C library is that of the machine it is made on, or newer.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import standins

PYTHON = Path(__file__).resolve().parents[1]

#: What every Linux has that Python wheels are made for (PEP 600): the C library and the compiler's own.
EVERYWHERE = re.compile(
    r"(linux-vdso|ld-linux-x86-64|libc|libm|libdl|libpthread|librt|libresolv|libutil|libanl|libnsl|libgcc_s|libstdc\+\+)\.so"
)

#: These keep their names, since they are looked for by them when they are first used.
NAMED = ("libtesseract.so.5",)

FONTS = "/usr/share/fonts/truetype/dejavu"

FONTS_CONF = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">.</dir>
  <dir>/usr/share/fonts</dir>
  <dir>/usr/local/share/fonts</dir>
  <dir prefix="xdg">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""


def run(*command: object) -> str:
    """What a command says."""
    words = [os.fspath(word) if isinstance(word, os.PathLike) else str(word) for word in command]
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def loaded(file: Path) -> dict[str, Path]:
    """All that a library or program loads, by the names that it is loaded under."""
    found = {}
    for line in run("ldd", file).splitlines():
        words = line.split()
        if "=>" not in words:
            continue
        if words[2] == "not":
            raise SystemExit(f"'{file}' loads {words[0]}, which is not on this machine")
        if not EVERYWHERE.match(words[0]):
            found[words[0]] = Path(words[2])
    return found


def needed(file: Path) -> list[str]:
    """What a library itself asks for."""
    return re.findall(r"NEEDED\s+(\S+)", run("objdump", "-p", file))


class Bundle:
    """The folder beside the Python code that holds all the rest."""

    def __init__(self, build: Path, folder: Path, tessdata: Path) -> None:
        self.build = build
        self.folder = folder
        self.libraries = folder / "libs"
        self.tessdata = tessdata
        #: Where each library came from, by the name that it is asked for under.
        self.origins: dict[str, Path] = {}
        self.names: dict[str, str] = {}
        self.libraries.mkdir(parents=True)

    def fill(self) -> None:
        """Copies everything, and lets the parts find each other."""
        tops = []
        for name in ("libFoxingC.so", "foxing"):
            tops.append(self.folder / name)
            shutil.copy(self.build / name, tops[-1])
        tesseract = Path(re.findall(r"libtesseract\.so\.5 .*=> (\S+)", run("/sbin/ldconfig", "-p"))[0])
        self._gather([(self.build / top.name) for top in tops], tesseract)
        for top in tops:
            self._settle(top, "$ORIGIN/libs")
        for asked in self.origins:
            self._settle(self.libraries / self.names[asked], "$ORIGIN")
        self._models()
        self._fonts()
        self._licenses()

    def _gather(self, tops: list[Path], tesseract: Path) -> None:
        self.origins[NAMED[0]] = tesseract
        waiting = [*tops, tesseract]
        known = {asked: path for top in waiting for asked, path in loaded(top).items()}
        while waiting:
            for asked in needed(waiting.pop()):
                if asked in known and asked not in self.origins:
                    self.origins[asked] = known[asked]
                    if asked not in standins.STANDINS:
                        waiting.append(known[asked])
        for asked, origin in self.origins.items():
            self._take(asked, origin)

    def _take(self, asked: str, origin: Path) -> None:
        """Under a name that no other library of the process has, since another version of it may be loaded already."""
        digest = hashlib.sha256(origin.read_bytes()).hexdigest()[:8]
        stem, _, ending = asked.partition(".so")
        self.names[asked] = asked if asked in NAMED else f"{stem}-foxing-{digest}.so{ending}"
        target = self.libraries / self.names[asked]
        if asked in standins.STANDINS:
            user = next(path for name, path in self.origins.items() if name.startswith(standins.STANDINS[asked]))
            standins.make(asked, standins.wanted_functions(user, origin), target, os.environ.get("CC", "cc"))
        elif asked in standins.REDUCED and standins.REDUCED[asked][1].is_file():
            user = next(path for name, path in self.origins.items() if name.startswith(standins.REDUCED[asked][0]))
            rest = [path for name, path in self.origins.items() if name in needed(origin)]
            functions = standins.wanted_functions(user, origin)
            standins.reduce(asked, functions, rest, target, os.environ.get("CC", "cc"))
        else:
            shutil.copy(origin, target)
        target.chmod(0o755)

    def _settle(self, file: Path, place: str) -> None:
        run("strip", "--strip-unneeded", file)
        changes: list[str] = []
        for asked in needed(file):
            if asked in self.names and self.names[asked] != asked:
                changes += ["--replace-needed", asked, self.names[asked]]
        if file.parent == self.libraries:
            changes += ["--set-soname", file.name]
        run("patchelf", "--set-rpath", place, *changes, file)

    def _models(self) -> None:
        target = self.folder / "tessdata"
        target.mkdir()
        shutil.copy(self.tessdata / "eng.traineddata", target)

    def _fonts(self) -> None:
        target = self.folder / "fonts"
        target.mkdir()
        for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSerif.ttf", "DejaVuSansMono.ttf"):
            shutil.copy(Path(FONTS, name), target)
        (target / "fonts.conf").write_text(FONTS_CONF)

    def _licenses(self) -> None:
        """The license of every package that something came from, and a list of what came from which."""
        target = self.folder / "licenses"
        target.mkdir()
        files = {name: path for name, path in self.origins.items() if name not in standins.STANDINS}
        files |= {"eng.traineddata": self.tessdata / "eng.traineddata", "DejaVuSans.ttf": Path(FONTS, "DejaVuSans.ttf")}
        rows = []
        for name, path in sorted(files.items()):
            package, text = _license(path)
            (target / f"{package}.txt").write_bytes(text)
            rows.append(f"{self.names.get(name, name)}\t{package}\n")
        (target / "LIST.tsv").write_text("".join(rows))


def _license(path: Path) -> tuple[str, bytes]:
    """The package that a file came with, and its license."""
    for parent in path.resolve().parents:
        own = parent / "share" / "swift" / "LICENSE.txt"
        if own.is_file():
            return "swift", own.read_bytes()
    for spelling in (str(path.resolve()), str(path), str(path.resolve()).removeprefix("/usr"), f"/usr{path}"):
        said = subprocess.run(["dpkg-query", "-S", spelling], capture_output=True, text=True).stdout
        if said:
            package = said.partition(":")[0].split(",")[0]
            return package, Path("/usr/share/doc", package, "copyright").read_bytes()
    raise SystemExit(f"no package and no license is known of '{path}'")


def youngest_glibc(folder: Path) -> tuple[int, int]:
    """The version of the C library that something in a folder asks for."""
    found = {(2, 17)}
    for file in folder.rglob("*"):
        if file.is_file() and file.read_bytes()[:4] == b"\x7fELF":
            found |= {(int(a), int(b)) for a, b in re.findall(r"GLIBC_(\d+)\.(\d+)", run("objdump", "-T", file))}
    return max(found)


def write(package: Path, target: Path, version: str, tag: str) -> Path:
    """The wheel of a folder that holds the package."""
    info = f"foxing-{version}.dist-info"
    readme = (PYTHON / "README.md").read_text()
    project = (PYTHON / "pyproject.toml").read_text()
    described = re.search(r'^description = "(.*)"$', project, re.M)[1]
    metadata = (
        f"Metadata-Version: 2.1\nName: foxing\nVersion: {version}\nSummary: {described}\nLicense: Apache-2.0\n"
        "Requires-Python: >=3.10\nRequires-Dist: numpy>=1.23\n"
        "Provides-Extra: progress\nRequires-Dist: tqdm; extra == 'progress'\n"
        f"Description-Content-Type: text/markdown\n\n{readme}"
    )
    files = {f"foxing/{path.relative_to(package)}": path for path in sorted(package.rglob("*")) if path.is_file()}
    texts = {
        f"{info}/METADATA": metadata,
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: foxing\nRoot-Is-Purelib: false\nTag: {tag}\n",
        f"{info}/entry_points.txt": "[console_scripts]\nfoxing = foxing._program:main\n",
        f"{info}/LICENSE": (PYTHON.parent / "LICENSE").read_text(),
    }
    wheel = target / f"foxing-{version}-{tag}.whl"
    rows = []
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, held in [(name, path.read_bytes()) for name, path in files.items()] + [
            (name, text.encode()) for name, text in texts.items()
        ]:
            entry = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            entry.external_attr = (0o100755 if held[:4] == b"\x7fELF" else 0o100644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, held, compresslevel=9)
            digest = base64.urlsafe_b64encode(hashlib.sha256(held).digest()).rstrip(b"=").decode()
            rows.append(f"{name},sha256={digest},{len(held)}\n")
        archive.writestr(zipfile.ZipInfo(f"{info}/RECORD", (2024, 1, 1, 0, 0, 0)), "".join(rows) + f"{info}/RECORD,,\n")
    return wheel


def say_sizes(wheel: Path) -> None:
    """What takes the room."""
    with zipfile.ZipFile(wheel) as archive:
        entries = sorted(archive.infolist(), key=lambda entry: -entry.compress_size)
    unpacked = sum(entry.file_size for entry in entries)
    print(f"{wheel.name}: {wheel.stat().st_size / 1e6:.1f} MB packed, {unpacked / 1e6:.1f} MB unpacked")
    for entry in entries[:14]:
        print(f"  {entry.compress_size / 1e6:6.2f} MB  {entry.file_size / 1e6:6.2f} MB  {entry.filename}")


def main() -> None:
    """Reads the arguments, makes the wheel, says what is in it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--tessdata", type=Path, default=Path("/usr/share/tesseract-ocr/5/tessdata"))
    given = parser.parse_args()
    version = re.search(r'^version = "(.*)"$', (PYTHON / "pyproject.toml").read_text(), re.M)[1]
    with tempfile.TemporaryDirectory() as scratch:
        package = Path(scratch, "foxing")
        shutil.copytree(PYTHON / "src" / "foxing", package, ignore=shutil.ignore_patterns("__pycache__", "_bundle"))
        Bundle(given.build, package / "_bundle", given.tessdata).fill()
        major, minor = youngest_glibc(package)
        given.target.mkdir(parents=True, exist_ok=True)
        for old in given.target.glob("foxing-*.whl"):
            old.unlink()
        wheel = write(package, given.target, version, f"py3-none-manylinux_{major}_{minor}_x86_64")
    say_sizes(wheel)


if __name__ == "__main__":
    sys.exit(main())
