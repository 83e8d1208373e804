#!/usr/bin/env bash
# Builds the tests with a sanitizer, address or thread, and runs them; what stands behind goes to `swift test`, such as
# --filter SUITE. Stops at what the sanitizer finds.
set -euo pipefail
cd "$(dirname "$0")/.."

kind=${1:?say address or thread}
shift
flags=(--sanitize "$kind" --scratch-path ".build-${kind::1}san" -Xcc -O1 -Xcxx -O1)
swift build --build-tests "${flags[@]}"

# What a process still holds when it ends is no leak worth finding: OpenCV, Pango and Tesseract keep what they made once.
export ASAN_OPTIONS=detect_leaks=0:abort_on_error=1
export TSAN_OPTIONS=halt_on_error=1:suppressions=$PWD/scripts/thread_sanitizer.txt
skips=()
# The thread sanitizer writes a file of its own when a program starts, which a full disk forbids.
[ "$kind" = thread ] && skips=(--skip fullDisk)
swift test "${flags[@]}" --skip-build "${skips[@]}" "$@"
