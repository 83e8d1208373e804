#!/usr/bin/env bash
# test_c.sh BUILD [TEST...]: holds the C interface in BUILD, a folder that SwiftPM built into, against its header and the
# program there. RUNNER is put before the test, such as RUNNER="valgrind -q".
set -euo pipefail
cd "$(dirname "$0")/.."
build=$(cd "$1" && pwd)
shift
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Swift brings a compiler of its own where the system has none.
cc=$(command -v cc || command -v clang)
cxx=$(command -v c++ || command -v clang++)
warnings=(-Wall -Wextra -pedantic -Werror)
header=Sources/CFoxing/include/foxing.h
"$cc" -std=c11 "${warnings[@]}" -fsyntax-only -x c "$header"
"$cxx" -std=c++17 "${warnings[@]}" -fsyntax-only -x c++ "$header"

# The example of the manual.
sed -n '/^```c$/,/^```$/p' docs/c-interface.md | sed '1d;$d' > "$scratch/example.c"
"$cc" -std=c11 "${warnings[@]}" -I Sources/CFoxing/include "$scratch/example.c" -o "$scratch/example" \
    -L "$build" -lFoxingC -Wl,-rpath,"$build"
"$scratch/example" > "$scratch/labels"
grep -q '"text":"' "$scratch/labels"

"$cc" -std=gnu11 "${warnings[@]}" -g -I Sources/CFoxing/include Tests/c/*.c -o "$scratch/test" \
    -L "$build" -lFoxingC -Wl,-rpath,"$build" -lpthread
"$build/foxing" run Tests/c/two-outputs.yaml --input fixtures/pages/article-en.png --output "$scratch/set" --quiet \
    --progress none > "$scratch/summary"
${RUNNER:-} "$scratch/test" "$scratch" "$@"
