/// Findings about the text itself.
let textCodes: [Code: CodeEntry] = [
    .unreadableText: CodeEntry(
        title: "The text is not UTF-8",
        why:
            "Pipeline files are UTF-8, so that they read the same everywhere; this one is in another encoding or was damaged.",
        wrong: .words("a file saved as UTF-16 or Latin-1"),
        right: .words("the same file saved as UTF-8")),
    .unexpectedText: CodeEntry(
        title: "Text where none can stand",
        why:
            "What stands here is not part of any value, list or mapping; often a comma, a bracket, a quote or a space is missing.",
        wrong: .pipeline(
            """
            stages:
              scan:
                - jpeg: {quality: 60} fast

            """),
        right: .pipeline(
            """
            stages:
              scan:
                - jpeg: {quality: 60}

            """)),
    .tabIndentation: CodeEntry(
        title: "A tab in the indentation",
        why: "Tabs are as wide as each program likes, so YAML indents with spaces only.",
        wrong: .pipeline(
            """
            stages:
              scan:
            \t- grayscale

            """),
        right: .pipeline(
            """
            stages:
              scan:
                - grayscale

            """)),
    .badIndentation: CodeEntry(
        title: "Lines that do not line up",
        why:
            "Indentation says what belongs to what: entries of one mapping or list begin in one column, what belongs to an entry stands deeper.",
        wrong: .pipeline(
            """
            stages:
              scan:
                - grayscale
                  - jpeg: 60
            seed: 1
              variants: 2

            """),
        right: .pipeline(
            """
            seed: 1
            variants: 2
            stages:
              scan:
                - grayscale
                - jpeg: 60

            """)),
    .unterminatedQuote: CodeEntry(
        title: "A quote is not closed",
        why: "A text that begins with a quote ends with the same one, on lines indented deeper than its key.",
        wrong: .pipeline(
            """
            stages:
              scan:
                - watermark: {text: "COPY}

            """),
        right: .pipeline(
            """
            stages:
              scan:
                - watermark: {text: "COPY"}

            """)),
    .badEscape: CodeEntry(
        title: "An unknown escape",
        why:
            "Inside double quotes a backslash begins an escape such as \\n or \\u00e9; single quotes keep it as it is.",
        wrong: .pipeline(
            """
            pipeline: "C:\\scans"
            stages:
              scan:
                - grayscale

            """),
        right: .pipeline(
            """
            pipeline: 'C:\\scans'
            stages:
              scan:
                - grayscale

            """)),
    .unterminatedFlow: CodeEntry(
        title: "A bracket is not closed",
        why: "Every [ and { needs its partner. An unquoted '#' can hide it: YAML takes it for a comment.",
        wrong: .pipeline(
            """
            stages:
              scan:
                - watermark: {color: #f4e8d0}

            """),
        right: .pipeline(
            """
            stages:
              scan:
                - watermark: {color: "#f4e8d0"}

            """)),
    .duplicateKey: CodeEntry(
        title: "A key stands twice",
        why: "Only one of the two could count, and programs do not agree which.",
        wrong: .pipeline(
            """
            seed: 1
            seed: 2
            stages:
              scan:
                - grayscale

            """),
        right: .pipeline(
            """
            seed: 1
            stages:
              scan:
                - grayscale

            """)),
    .unsupportedTag: CodeEntry(
        title: "A tag",
        why: "Tags such as !!str change what a value is; the pipeline language does without them.",
        wrong: .pipeline(
            """
            seed: !!int 1
            stages:
              scan:
                - grayscale

            """),
        right: .pipeline(
            """
            seed: 1
            stages:
              scan:
                - grayscale

            """)),
    .unsupportedDirective: CodeEntry(
        title: "A directive",
        why: "Lines such as %YAML 1.2 set up a YAML parser; a pipeline file needs none.",
        wrong: .pipeline(
            """
            %YAML 1.2
            ---
            stages:
              scan:
                - grayscale

            """),
        right: .pipeline(
            """
            stages:
              scan:
                - grayscale

            """)),
    .secondDocument: CodeEntry(
        title: "A second document",
        why: "One file is one pipeline.",
        wrong: .pipeline(
            """
            stages:
              scan:
                - grayscale
            ---
            seed: 2

            """),
        right: .pipeline(
            """
            stages:
              scan:
                - grayscale

            """)),
    .explicitKey: CodeEntry(
        title: "A key written with '?'",
        why: "YAML's long form of a key is not part of the pipeline language.",
        wrong: .pipeline(
            """
            ? seed
            : 1
            stages:
              scan:
                - grayscale

            """),
        right: .pipeline(
            """
            seed: 1
            stages:
              scan:
                - grayscale

            """)),
    .complexKey: CodeEntry(
        title: "A key that is not a plain text",
        why: "Keys are names: plain or quoted text on one line, with the colon behind it.",
        wrong: .pipeline(
            """
            [seed, variants]: 1
            stages:
              scan:
                - grayscale

            """),
        right: .pipeline(
            """
            seed: 1
            variants: 1
            stages:
              scan:
                - grayscale

            """)),
]
