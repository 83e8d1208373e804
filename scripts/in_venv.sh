#!/usr/bin/env bash
# in_venv.sh DIR COMMAND...: runs a command in a virtual environment DIR/.venv that holds DIR/requirements.txt.
set -euo pipefail
dir=$1
shift
venv=$dir/.venv
if [ ! -f "$venv/ready" ] || [ "$dir/requirements.txt" -nt "$venv/ready" ]; then
    "${PYTHON:-python3}" -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$dir/requirements.txt"
    touch "$venv/ready"
fi
PATH=$PWD/$venv/bin:$PATH exec "$@"
