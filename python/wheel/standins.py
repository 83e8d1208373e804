"""Libraries that stand in for others which are asked for and never used.

Tesseract reads pictures from the network through curl and models from archives through libarchive; OpenCV asks GLX for
a window's context. Foxing does none of it, but what these three bring along (a second ICU, Kerberos, LDAP, X11) would
be half of the wheel. Each function of a stand-in answers 0, as the true one does when it fails.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

#: The library, and who has to have its functions.
STANDINS = {
    "libcurl.so.4": "libtesseract",
    "libarchive.so.13": "libtesseract",
    "libGLX.so.0": "libopencv_core",
}


def wanted_functions(user: Path, library: Path) -> dict[str, str | None]:
    """The functions that one library takes from another, each with its version, where it has one."""
    given = {symbol.partition("@")[0] for symbol in _symbols(library, "--defined-only")}
    wanted: dict[str, str | None] = {}
    for symbol in _symbols(user, "--undefined-only"):
        name, _, version = symbol.partition("@")
        if name in given:
            wanted[name] = version.lstrip("@") or None
    return wanted


def _symbols(library: Path, which: str) -> list[str]:
    said = subprocess.run(["nm", "-D", which, library], check=True, capture_output=True, text=True).stdout
    return [line.split()[-1] for line in said.splitlines()]


#: Of LAPACK a fortieth is asked for, and Debian's liblapack-dev has its parts: the same code, without the rest.
REDUCED = {"liblapack.so.3": ("libopencv_core", Path("/usr/lib/x86_64-linux-gnu/liblapack_pic.a"))}


def reduce(soname: str, functions: dict[str, str | None], rest: list[Path], target: Path, compiler: str) -> None:
    """Writes a library that has only some functions of its parts; ``rest`` is what these need."""
    wanted = [f"-Wl,-u,{name}" for name in sorted(functions)]
    parts = [REDUCED[soname][1], "-Wl,--as-needed", *rest, "-lm"]
    subprocess.run([compiler, "-shared", f"-Wl,-soname,{soname}", *wanted, *parts, "-o", target], check=True)


def make(soname: str, functions: dict[str, str | None], target: Path, compiler: str) -> None:
    """Writes the library that stands in."""
    source = target.with_suffix(".c")
    source.write_text("".join(f"void *{name}(void) {{ return 0; }}\n" for name in sorted(functions)))
    versions = sorted({version for version in functions.values() if version})
    script = target.with_suffix(".map")
    parts = []
    for version in versions:
        names = "".join(f" {name};" for name, own in sorted(functions.items()) if own == version)
        parts.append(f"{version} {{ global:{names} }};\n")
    script.write_text("".join(parts))
    options = [f"-Wl,--version-script={script}"] if versions else []
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-s", f"-Wl,-soname,{soname}", *options, source, "-o", target], check=True
    )
    source.unlink()
    script.unlink()
