"""Compares Foxing's parser with a YAML 1.2 parser on generated documents.

    make test-language

or, where the packages of requirements.txt are installed,

    python3 Tests/differential/compare.py .build/release/parse-corpus --seed 7 --count 50000

The rule that is checked: what we accept has the same value there; what is accepted there and refused by us is refused
by one of the codes below.
"""

import argparse
import collections
import json
import subprocess
import sys

import oracle
from documents import documents

# What the pipeline language leaves out of YAML, by code; or by message, where it reads as strictly as the specification
# of YAML 1.2.2 says and ruamel.yaml does not.
EXCLUSIONS = {
    "E100": "other encodings",
    "E102": "tabs as indentation",
    "E104": "lines of a quoted text that are not indented",
    "E106": "lines in brackets that are not indented",
    "E107": "duplicate keys",
    "E108": "tags",
    "E109": "directives",
    "E110": "a second document",
    "E111": "explicit keys",
    "E112": "keys that are not scalars on one line",
    "E114": "recursive aliases",
    "E116": "size",
    "E117": "depth",
    "E118": "number of nodes",
    "E122": "control characters and line separators",
    "an indentation number cannot stand at the top": "block scalars at the top, which parsers indent differently",
    "the lines of a text at the top of the file must be": "block scalars at the top, which parsers indent differently",
    "a comment begins right behind": "comments without a space before them (7.5, s-separate)",
    "is no anchor": "anchor names beyond letters, digits, - and _",
    "is no alias": "alias names beyond letters, digits, - and _",
    "an empty line above this one is indented deeper": "empty lines deeper than the text they begin (8.1.1.1)",
    "a space is missing behind the colon": "colons without a space in brackets (7.3.3, ns-plain-safe)",
    "a text in brackets ends in a colon": "colons before a flow indicator (7.3.3, ns-plain-safe)",
    "is no Unicode character": "escapes that stand for halves of a character",
    "a text in brackets cannot begin with": "':' and '?' before a plain scalar in brackets",
    "not indented deeper than the entry": "values in the column of their key (8.2.2)",
}

# What ruamel.yaml refuses although the specification allows it.
NARROWER = {
    "more indented follow up line than first": "a shorter empty line before a block scalar's text (8.1.1.1)",
}


def parse(binary, documents):
    """Our answer to each document: (accepted, value or findings)."""
    data = b"".join(b"%d\n%s" % (len(document), document) for document in documents)
    output = subprocess.run([binary], input=data, stdout=subprocess.PIPE, check=True).stdout
    answers = []
    position = 0
    for _ in documents:
        newline = output.index(b"\n", position)
        status, length = output[position:newline].split()
        text = output[newline + 1:newline + 1 + int(length)]
        position = newline + 2 + int(length)
        answers.append((status == b"ok", json.loads(text)))
    return answers


def judge(document, accepted, answer):
    """Nil where both agree, else what is wrong; the second value says how they agreed."""
    try:
        theirs, replaced = oracle.read(document)
    except oracle.Refused as refusal:
        narrower = next((NARROWER[text] for text in NARROWER if text in str(refusal)), None)
        if accepted and narrower:
            return None, "refused there only: " + narrower
        return ("accepted, refused there: %s" % refusal if accepted else None), "both refuse"
    if accepted:
        if replaced:
            theirs, answer = oracle.spaced(theirs), oracle.spaced(answer)
        return (None if oracle.same(theirs, answer) else "another value: %r" % (theirs,)), "same value"
    codes = {finding["code"] for finding in answer} | {
        message for finding in answer for message in EXCLUSIONS if message in finding["message"]
    }
    if codes & set(EXCLUSIONS):
        return None, "excluded: " + EXCLUSIONS[sorted(codes & set(EXCLUSIONS))[0]]
    return "refused as %s, there %r" % ([finding["message"] for finding in answer], theirs), ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", help="the built parse-corpus")
    parser.add_argument("--count", type=int, default=40000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=10, help="differences to print")
    options = parser.parse_args()

    corpus = list(documents(options.seed, options.count))
    counts = collections.Counter()
    differences = []
    for document, (accepted, answer) in zip(corpus, parse(options.binary, corpus)):
        problem, agreement = judge(document, accepted, answer)
        if problem:
            differences.append((len(document), document, problem, answer))
        else:
            counts[agreement] += 1
    for name, number in counts.most_common():
        print("%7d  %s" % (number, name))
    print("%7d  differences in %d documents (seed %d)" % (len(differences), len(corpus), options.seed))
    for _, document, problem, answer in sorted(differences, key=lambda entry: entry[0])[:options.show]:
        print("\n%r\n  %s\n  ours: %s" % (document, problem, json.dumps(answer, ensure_ascii=False)[:400]))
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
