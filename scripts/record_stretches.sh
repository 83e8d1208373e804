#!/bin/bash
# record_stretches.sh foxing-bench [VARIANTS]: writes fixtures/readback/stretches.txt anew: the errors of every stretch of
# many variants, which the tests try the bounds of `effort: decided` on.
set -euo pipefail
cd "$(dirname "$0")/.."
pipelines=(pipelines/{ocr-training,office-scan,old-book,phone-photo,well-used-copy}.yaml)
"$1" stretches "${pipelines[@]}" fixtures/pages/*.{jpg,png,tif} "${2:-10}" > fixtures/readback/stretches.txt
