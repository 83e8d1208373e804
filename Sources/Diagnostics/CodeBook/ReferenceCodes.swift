/// Findings about aliases, merges, bounds and characters.
let referenceCodes: [Code: CodeEntry] = [
    .unknownAlias: CodeEntry(
        title: "An alias without its anchor",
        why: "'*name' repeats a value that was named '&name' further up.",
        wrong: .pipeline(
            """
            stages:
              scan:
                - jpeg: *quality

            """),
        right: .pipeline(
            """
            stages:
              scan:
                - jpeg: &quality 60
                - jpeg: *quality

            """)),
    .recursiveAlias: CodeEntry(
        title: "A value that contains itself",
        why: "An alias inside the value that it repeats would never end.",
        wrong: .pipeline(
            """
            stages:
              scan: &steps
                - sequence: *steps

            """),
        right: .pipeline(
            """
            stages:
              scan:
                - sequence: [grayscale]

            """)),
    .badMerge: CodeEntry(
        title: "Nothing to merge",
        why: "'<<' brings in the entries of one mapping, or of a list of mappings.",
        wrong: .pipeline(
            """
            stages:
              scan:
                - jpeg: {<<: 60}

            """),
        right: .pipeline(
            """
            stages:
              scan:
                - jpeg: &settings {quality: 60}
                - jpeg: {<<: *settings}

            """)),
    .tooLarge: CodeEntry(
        title: "The file is too large",
        why: "A pipeline file may have 1 MiB; more is a mistake.",
        wrong: .words("a file of more than 1,048,576 bytes"),
        right: .words("several pipelines, each in a file of its own")),
    .tooDeep: CodeEntry(
        title: "Too many levels",
        why: "Lists and mappings may stand 64 deep inside one another, aliases expanded.",
        wrong: .words("65 brackets inside one another"),
        right: .words("at most 64")),
    .tooManyNodes: CodeEntry(
        title: "Too many values",
        why:
            "A pipeline may have 100,000 values, aliases expanded, so that a few lines of aliases cannot fill the memory.",
        wrong: .words("aliases of aliases that grow tenfold on each line"),
        right: .words("the values written out")),
    .badBlockScalar: CodeEntry(
        title: "A text over several lines is not laid out well",
        why: "'|' and '>' stand alone on their line; the text begins on the next, indented.",
        wrong: .pipeline(
            """
            pipeline: | office scan
            stages:
              scan:
                - grayscale

            """),
        right: .pipeline(
            """
            pipeline: |-
              office scan
            stages:
              scan:
                - grayscale

            """)),
    .reservedCharacter: CodeEntry(
        title: "A character that needs quotes",
        why: "YAML keeps @, ` and % at the beginning of a text for itself.",
        wrong: .pipeline(
            """
            stages:
              scan:
                - watermark: {text: @home}

            """),
        right: .pipeline(
            """
            stages:
              scan:
                - watermark: {text: "@home"}

            """)),
    .missingValue: CodeEntry(
        title: "A value is missing",
        why:
            "A key or a '|' of a choice has nothing behind it; an unquoted '#' makes a comment of the rest of the line.",
        wrong: .pipeline(
            """
            stages:
              scan:
                - watermark:
                    color: #f4e8d0

            """),
        right: .pipeline(
            """
            stages:
              scan:
                - watermark:
                    color: "#f4e8d0"

            """)),
    .controlCharacter: CodeEntry(
        title: "A character that cannot be seen",
        why: "Control characters and unusual line separators are invisible and read differently by different programs.",
        wrong: .pipeline(
            """
            pipeline: office\u{2028}scan
            stages:
              scan:
                - grayscale

            """),
        right: .pipeline(
            """
            pipeline: office scan
            stages:
              scan:
                - grayscale

            """)),
]
