"""Holds the server to what it says of itself in openapi.json, with requests that nobody would think of:
contract.py FOXING [SECONDS].

schemathesis makes them from the document, right and wrong ones. No answer may be a fault of the server (5xx), and each
must be one that the document names, of the type and in the form that it says.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

from served import Served  # noqa: E402

CHECKS = ",".join([
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance",
    "unsupported_method", "allow_header_conformance",
])


def main():
    foxing, seconds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 30
    with tempfile.TemporaryDirectory() as root, Served(foxing, "--root", root) as server:
        status = subprocess.run([
            "schemathesis", "run", f"{server.address}openapi.json", "--checks", CHECKS, "--phases", "coverage,fuzzing",
            "--max-time", str(seconds), "--workers", "2", "--warnings", "off", "--suppress-health-check", "all",
            # Streams of events go on as long as a run does.
            "--exclude-path-regex", "/events$", "--request-timeout", "60", "--no-color", "--generation-database", "none",
        ], check=False, cwd=root).returncode
        if server.process.poll() is not None:
            raise SystemExit(f"the server has ended with {server.process.returncode}")
        if server.ask("GET", "/healthz")[0] != 200:
            raise SystemExit("the server does not answer any more")
    raise SystemExit(status)


if __name__ == "__main__":
    main()
