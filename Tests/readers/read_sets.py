"""read_sets.py FOXING GROUP: makes a small set in each format and loads it with the readers of a group (light, paddle,
torch). The last line says which readers ran."""

import importlib
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

import pages


def main():
    foxing, group = Path(sys.argv[1]).resolve(), sys.argv[2]
    readers = importlib.import_module(f"{group}_readers").READERS
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        pages.make(scratch / "pages")
        (scratch / "pipeline.yaml").write_text(pages.PIPELINE, encoding="utf-8")
        run = scratch / "out"
        subprocess.run([foxing, "run", scratch / "pipeline.yaml", "-i", scratch / "pages", "-o", run, "--progress", "none"],
                       check=True, stdout=subprocess.DEVNULL)
        ran, failed, missing = [], [], []
        for name, read in readers.items():
            try:
                read(run)
                ran.append(name)
            except ImportError as error:
                missing.append(f"{name} ({error})")
            except Exception:
                traceback.print_exc()
                failed.append(name)
    for what, names in (("failed", failed), ("not installed", missing)):
        if names:
            print(f"{what}: {', '.join(names)}")
    print(f"readers that ran ({group}): {', '.join(ran) or 'none'}")
    sys.exit(1 if failed or missing else 0)


if __name__ == "__main__":
    main()
