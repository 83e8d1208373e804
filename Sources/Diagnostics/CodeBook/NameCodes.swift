/// Findings about names and structure.
let nameCodes: [Code: CodeEntry] = [
    .unknownKey: CodeEntry(
        title: "A key that nothing reads",
        why: "Every section has its own keys; a misspelled one would be passed over in silence.",
        wrong: .pipeline(
            """
            variant: 3
            stages:
              scan:
                - grayscale

            """),
        right: .pipeline(
            """
            variants: 3
            stages:
              scan:
                - grayscale

            """)),
    .unknownStage: CodeEntry(
        title: "There is no such stage",
        why: "'from', 'outputs' and 'readability' name stages of this file, 'from' also page and blank.",
        wrong: .pipeline(
            """
            stages:
              scan:
                - grayscale
            outputs: {image: scann}

            """),
        right: .pipeline(
            """
            stages:
              scan:
                - grayscale
            outputs: {image: scan}

            """)),
    .unknownOperation: CodeEntry(
        title: "There is no such operation",
        why: "'foxing ops' lists them all; class names of other programs lead to ours.",
        wrong: .pipeline(
            """
            stages:
              scan:
                - InkBleed

            """),
        right: .pipeline(
            """
            stages:
              scan:
                - ink-bleed

            """)),
    .unknownParameter: CodeEntry(
        title: "The operation has no such parameter",
        why: "'foxing ops NAME' lists the parameters of an operation.",
        wrong: .pipeline(
            """
            stages:
              scan:
                - ink-bleed: {intensty: 0.5}

            """),
        right: .pipeline(
            """
            stages:
              scan:
                - ink-bleed: {intensity: 0.5}

            """)),
    .missingKey: CodeEntry(
        title: "A key is missing",
        why: "Without it there is nothing to run.",
        wrong: .pipeline(
            """
            seed: 1

            """),
        right: .pipeline(
            """
            seed: 1
            stages:
              scan:
                - grayscale

            """)),
    .wrongShape: CodeEntry(
        title: "A list, a mapping or a value in the wrong place",
        why: "Steps are a list, sections are mappings; the shape says what is meant.",
        wrong: .pipeline(
            """
            stages:
              scan: {grayscale: {p: 0.5}}

            """),
        right: .pipeline(
            """
            stages:
              scan:
                - grayscale: {p: 0.5}

            """)),
    .unsupportedVersion: CodeEntry(
        title: "Another version of the language",
        why: "This program reads version 1.",
        wrong: .pipeline(
            """
            version: 2
            stages:
              scan:
                - grayscale

            """),
        right: .pipeline(
            """
            version: 1
            stages:
              scan:
                - grayscale

            """)),
    .badName: CodeEntry(
        title: "A name that cannot be used",
        why: "'page' and 'blank' have a meaning of their own, and the names of outputs become folders.",
        wrong: .pipeline(
            """
            stages:
              page: [grayscale]

            """),
        right: .pipeline(
            """
            stages:
              scan: [grayscale]

            """)),
    .emptyCombinator: CodeEntry(
        title: "Nothing to choose from",
        why: "one-of, some-of, shuffle, sequence and repeat work on a list of steps.",
        wrong: .pipeline(
            """
            stages:
              scan:
                - one-of: []

            """),
        right: .pipeline(
            """
            stages:
              scan:
                - one-of: [grayscale, jpeg]

            """)),
    .conflictingKeys: CodeEntry(
        title: "Keys that contradict each other",
        why: "One key asks for what another rules out, so only one of them can hold.",
        wrong: .pipeline(
            """
            input: {truth: none}
            stages:
              scan:
                - grayscale
            readability: {keep: {words: 80..100%}}

            """),
        right: .pipeline(
            """
            input: {truth: auto}
            stages:
              scan:
                - grayscale
            readability: {keep: {words: 80..100%}}

            """)),
    .badOverride: CodeEntry(
        title: "A --set that fits nothing",
        why: "An override names a place in the pipeline as stages.NAME.OPERATION.PARAMETER=VALUE.",
        wrong: .words("--set stages.scan.jpeg"),
        right: .words("--set stages.scan.jpeg.quality=60")),
]
