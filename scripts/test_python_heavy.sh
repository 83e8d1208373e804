#!/usr/bin/env bash
# test_python_heavy.sh BUILD [ARGUMENT...]: tests the Python package with PyTorch, Ray, Hugging Face's datasets, WebDataset, LMDB, a
# server that speaks S3, Albumentations and Augraphy, each installed from PyPI (some gigabytes) in an environment of its own.
# PyTorch for processors alone is smaller: let PIP_FIND_LINKS name a folder that holds its wheel.
set -euo pipefail
cd "$(dirname "$0")/.."
build=$(cd "$1" && pwd)
shift
export FOXING_LIBRARY=$build/libFoxingC.so FOXING_PROGRAM=$build/foxing PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$PWD/python/src
heavy=python/tests/heavy
tests() { scripts/in_venv.sh "$heavy/$1" python -m pytest -c python/pyproject.toml --rootdir python "${@:2}"; }

tests trainers "$heavy"/test_{torch,sets,ray}.py "$@"
tests peers "$heavy/test_peers.py" "$@"
scripts/in_venv.sh "$heavy/trainers" python examples/train_crnn.py --seconds 60
