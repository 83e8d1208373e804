"""Holds `foxing schema` against draft-07 and against pipelines: validate.py FOXING.

Every ready-made pipeline and every one with warnings only must be accepted. Of the wrong ones in fixtures/diagnostics
those whose mistake is one of shape or spelling must be refused.
"""

import json
import pathlib
import re
import subprocess
import sys

from jsonschema import Draft7Validator

# Mistakes that show without knowledge of stages, files and the machine: keys, operations, parameters, shapes, units,
# choices, lists, flags, ranges.
SEEN = {"E201", "E203", "E204", "E206", "E301", "E305", "E306", "E307", "E308", "E309", "E311", "E312", "E313", "E314"}

# Wrong ones among these codes that a schema cannot or need not see: where a weight may stand, what is not to be drawn,
# spellings that are ranges too, choices that only the checker knows.
UNSEEN = {
    "combinator-weight-outside", "parameter-weight-outside", "keep-normal", "range-with-three-points",
    "size-not-square", "truth-unknown", "dataset-of-unknown-output",
}


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False)


def main():
    foxing = sys.argv[1]
    root = pathlib.Path(__file__).resolve().parents[2]
    schema = json.loads(output(foxing, "schema").stdout)
    Draft7Validator.check_schema(schema)
    validator = Draft7Validator(schema)
    faults = []

    ready = sorted([*root.glob("pipelines/*.yaml"), *root.glob("bench/*.yaml")])
    for path in ready:
        tree = json.loads(output(foxing, "parse", str(path)).stdout)
        faults += [f"{path.name}: {error.message[:200]}" for error in validator.iter_errors(tree)]

    accepted = refused = 0
    for path in sorted(root.glob("fixtures/diagnostics/*.yaml")):
        parsed = output(foxing, "parse", str(path))
        if parsed.returncode != 0 or path.read_bytes().startswith(b"#! --set"):
            continue
        codes = set(re.findall(r"^(?:error|warning)\[(\w+)\]", path.with_suffix(".txt").read_text(), re.MULTILINE))
        is_valid = validator.is_valid(json.loads(parsed.stdout))
        accepted += is_valid
        refused += not is_valid
        if not is_valid and all(code.startswith("W") for code in codes):
            faults.append(f"{path.name} is refused and only draws warnings")
        if is_valid and codes & SEEN and path.stem not in UNSEEN:
            faults.append(f"{path.name} is accepted in spite of {', '.join(sorted(codes))}")

    for fault in faults:
        print(fault)
    print(f"{len(ready)} ready-made pipelines; of the wrong ones {refused} refused, {accepted} left to the checker")
    if faults or len(ready) < 6 or refused < 80:
        sys.exit(1)


main()
