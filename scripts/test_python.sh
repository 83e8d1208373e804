#!/usr/bin/env bash
# test_python.sh BUILD [ARGUMENT...]: checks the form of the Python package, and tests it with the library and program in
# BUILD, a folder that SwiftPM built into. Arguments go to pytest.
set -euo pipefail
cd "$(dirname "$0")/.."
build=$(cd "$1" && pwd)
shift
export FOXING_LIBRARY=$build/libFoxingC.so FOXING_PROGRAM=$build/foxing PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$PWD/python/src
root=$PWD

in_python() { scripts/in_venv.sh python "$@"; }

in_python bash -euo pipefail -c '
cd python
ruff check --quiet --no-cache .
ruff format --quiet --check --no-cache .
mypy --cache-dir=/dev/null > /dev/null || mypy --cache-dir=/dev/null
'
python3 scripts/python_reference.py | diff docs/reference/python.md - # else: make docs
in_python python -m pytest -c python/pyproject.toml --rootdir python python/tests "$@"
