"""What a first program does: variants, lines, a score and a whole run. usage: ten_lines.py PAGE OUTPUT [PIPELINE]"""

import sys

import foxing

pipeline = foxing.Pipeline(sys.argv[3] if len(sys.argv) > 3 else "/given/ocr-training.yaml")
page = foxing.read_page(sys.argv[1])
for variant in pipeline.variants(page, 2, seed=7):
    print(variant, len(variant.words), "words", len(variant.line_crops(height=48)), "lines", variant.outputs)
print("CER of the clean page:", foxing.score(page).cer)
result = foxing.run(pipeline, inputs=[sys.argv[1]], output=sys.argv[2], variants=2, progress=True)
print(result.end, result.variants, "variants")
assert result.end == "complete" and result.variants == 2 and result.failed == 0
