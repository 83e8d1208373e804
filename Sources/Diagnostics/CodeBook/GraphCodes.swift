/// Findings about the graph of stages.
let graphCodes: [Code: CodeEntry] = [
    .cycle: CodeEntry(
        title: "A stage needs its own result",
        why: "Stages start from stages above them; going round never ends.",
        wrong: .pipeline(
            """
            stages:
              a: {from: b, steps: [grayscale]}
              b: {from: a, steps: [jpeg]}

            """),
        right: .pipeline(
            """
            stages:
              a: {from: page, steps: [grayscale]}
              b: {from: a, steps: [jpeg]}

            """)),
    .upwardReference: CodeEntry(
        title: "A stage from further down",
        why: "A stage starts from stages above it, so that a file reads from top to bottom.",
        wrong: .pipeline(
            """
            stages:
              a: {from: b, steps: [grayscale]}
              b: {from: page, steps: [jpeg]}
            outputs: {image: a, other: b}

            """),
        right: .pipeline(
            """
            stages:
              b: {from: page, steps: [jpeg]}
              a: {from: b, steps: [grayscale]}

            """)),
    .mergeOutOfStep: CodeEntry(
        title: "Branches that no longer line up",
        why: "One branch moved the page and the other did not, so the print would stand twice.",
        wrong: .pipeline(
            """
            stages:
              straight: {from: page, steps: [grayscale]}
              turned: {from: page, steps: [rotate: 2]}
              both: {from: [straight, turned]}

            """),
        right: .pipeline(
            """
            stages:
              turned: {from: page, steps: [rotate: 2]}
              gray: {from: turned, steps: [grayscale]}
              both: {from: [turned, gray]}

            """)),
    .wrongColorKind: CodeEntry(
        title: "Pixels of the wrong kind",
        why: "Some operations need gray or black-and-white pixels; the step that makes them goes before.",
        wrong: .words("a step that works on black and white, on a page that may be gray"),
        right: .words("the same behind  - otsu")),
    .wrongLayer: CodeEntry(
        title: "An operation on the wrong layer",
        why: "Effects on ink need print, effects that make a sheet need a blank one.",
        wrong: .pipeline(
            """
            stages:
              sheet: {from: blank, steps: [ink-bleed]}

            """),
        right: .pipeline(
            """
            stages:
              print: {from: page, steps: [ink-bleed]}

            """)),
    .unusedStage: CodeEntry(
        title: "A stage that nothing uses",
        why: "It is not run, so it may as well go.",
        wrong: .pipeline(
            """
            stages:
              a: {from: page, steps: [grayscale]}
              b: {from: page, steps: [jpeg]}

            """),
        right: .pipeline(
            """
            stages:
              a: {from: page, steps: [grayscale]}
              b: {from: a, steps: [jpeg]}

            """)),
    .noEffect: CodeEntry(
        title: "A step without effect",
        why: "It would cost time and change nothing.",
        wrong: .pipeline(
            """
            stages:
              scan:
                - jpeg: {p: 0}

            """),
        right: .pipeline(
            """
            stages:
              scan:
                - jpeg: {p: 0.5}

            """)),
    .mirroredText: CodeEntry(
        title: "Mirrored text",
        why: "Nobody reads mirrored text: no label of such a page goes into a set, and nothing on it can be read back.",
        wrong: .pipeline(
            """
            stages:
              scan:
                - flip: horizontal
            dataset: {unit: line, format: tesstrain}

            """),
        right: .pipeline(
            """
            stages:
              scan:
                - rotate: 180
            dataset: {unit: line, format: tesstrain}

            """)),
    .cutText: CodeEntry(
        title: "Text that cannot follow a cut",
        why: "Plain text does not say where it stands: when part of the page goes, nobody knows which words went.",
        wrong: .pipeline(
            """
            input: {truth: gt-txt}
            stages:
              scan:
                - crop: {left: 40mm, keep: any}
            dataset: {unit: page, format: huggingface}

            """),
        right: .pipeline(
            """
            input: {truth: hocr}
            stages:
              scan:
                - crop: {left: 40mm, keep: any}
            dataset: {unit: page, format: huggingface}

            """)),
    .mergeOfSizes: CodeEntry(
        title: "Branches of different sizes",
        why: """
            Merged pages lie upon one another from their top left corners. The first gives the size: what others have beyond \
            it is lost with its labels, and where they end they are continued with their own paper.
            """,
        wrong: .pipeline(
            """
            stages:
              print: {from: page, steps: [{pad: {left: 10mm}}]}
              sheet: {from: blank, steps: [color-paper]}
              both: {from: [print, sheet]}

            """),
        right: .pipeline(
            """
            stages:
              print: {from: page, steps: [ink-bleed]}
              sheet: {from: blank, steps: [color-paper]}
              both: {from: [print, sheet], steps: [{pad: {left: 10mm}}]}

            """)),
]
