#!/bin/bash
# test_judges.sh FOXING: runs the pipelines of examples/ with the programs that they start, and looks at what came of it.
set -euo pipefail
cd "$(dirname "$0")/.."
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
scripts/in_venv.sh examples "$1" run examples/rapidocr.yaml -i fixtures/pages/letter-en.png -o "$out/rapidocr" --allow-commands -q > /dev/null
python3 - "$out/rapidocr/manifest.jsonl" <<'CHECK'
import json, sys
rows = [json.loads(row) for row in open(sys.argv[1], encoding="utf-8")]
assert len(rows) == 2 and all(row["status"] == "kept" for row in rows), rows
assert all(row["readability"]["engine"].startswith("command ") and row["readability"]["confidence"] > 80 for row in rows)
print("RapidOCR read and kept", len(rows), "variants")
CHECK
sed 's/rapidocr_judge/judge_of_twenty_lines/; s/0\.\.0\.4/0.9..1/' examples/rapidocr.yaml > examples/.twenty.yaml
trap 'rm -rf "$out" examples/.twenty.yaml' EXIT
"$1" run examples/.twenty.yaml -i fixtures/pages/letter-en.png -o "$out/twenty" --allow-commands -q > /dev/null
test "$(grep -c '"status":"kept"' "$out/twenty/manifest.jsonl")" = 2
echo "the judge of twenty lines answered"
