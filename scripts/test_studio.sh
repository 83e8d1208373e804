#!/usr/bin/env bash
# test_studio.sh PROGRAM [ARGUMENT...]: tests the studio in Chromium against PROGRAM, which is started as a server on a free port.
# Arguments go to pytest. Chromium comes from Debian, and is installed where it is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
program=$(realpath "$1")
shift
if ! command -v chromium > /dev/null; then
    sudo=$([ "$(id -u)" = 0 ] || echo sudo)
    $sudo apt-get update -qq
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium > /dev/null
fi
if command -v node > /dev/null; then
    for script in Sources/CStudio/page/*.js Sources/CStudio/page/texts/*.js; do node --no-warnings --check "$script"; done
fi
FOXING_PROGRAM=$program PYTHONDONTWRITEBYTECODE=1 scripts/in_venv.sh Tests/studio \
    python -m pytest -c Tests/studio/pytest.ini --rootdir Tests/studio Tests/studio "$@"
