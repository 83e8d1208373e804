/// Findings about values.
let valueCodes: [Code: CodeEntry] = [
    .wrongKind: CodeEntry(
        title: "A value of another kind",
        why: "A mapping or a single value stands where something else is expected.",
        wrong: .pipeline(
            """
            stages:
              scan:
                - jpeg: {quality: {min: 30, max: 80}}

            """),
        right: .pipeline(
            """
            stages:
              scan:
                - jpeg: {quality: 30..80}

            """)),
    .outOfRange: CodeEntry(
        title: "A value outside the bounds",
        why: "Every part of a distribution lies within what the parameter takes.",
        wrong: .pipeline(
            """
            stages:
              scan:
                - jpeg: {quality: 30..180}

            """),
        right: .pipeline(
            """
            stages:
              scan:
                - jpeg: {quality: 30..100}

            """)),
    .reversedRange: CodeEntry(
        title: "A range from high to low",
        why: "The smaller number comes first.",
        wrong: .pipeline(
            """
            stages:
              scan:
                - jpeg: {quality: 80..30}

            """),
        right: .pipeline(
            """
            stages:
              scan:
                - jpeg: {quality: 30..80}

            """)),
    .badNumber: CodeEntry(
        title: "Not a number",
        why: "Numbers are written with a point, without separators; counts are whole.",
        wrong: .pipeline(
            """
            stages:
              scan:
                - jpeg: {quality: fast}

            """),
        right: .pipeline(
            """
            stages:
              scan:
                - jpeg: {quality: 60}

            """)),
    .missingUnit: CodeEntry(
        title: "A length without unit",
        why: "0.3mm and 2pt follow the page's resolution, 4px does not; a bare number could mean either.",
        wrong: .pipeline(
            """
            stages:
              scan:
                - ink-bleed: {radius: 0.1..0.2}

            """),
        right: .pipeline(
            """
            stages:
              scan:
                - ink-bleed: {radius: 0.1..0.2mm}

            """)),
    .wrongUnit: CodeEntry(
        title: "A unit that does not fit",
        why: "Lengths take mm, pt and px without a space before them; shares take %; angles are bare degrees.",
        wrong: .pipeline(
            """
            stages:
              scan:
                - ink-bleed: {radius: 0.1 mm}

            """),
        right: .pipeline(
            """
            stages:
              scan:
                - ink-bleed: {radius: 0.1mm}

            """)),
    .unknownChoice: CodeEntry(
        title: "Not one of the choices",
        why: "The parameter takes one of a few words or sizes.",
        wrong: .pipeline(
            """
            stages:
              scan:
                - jpeg: {severity: hard}

            """),
        right: .pipeline(
            """
            stages:
              scan:
                - jpeg: {severity: strong}

            """)),
    .badColor: CodeEntry(
        title: "Not a color",
        why: "A color is a name, a gray level from 0 to 255, or \"#rrggbb\" in quotes.",
        wrong: .pipeline(
            """
            stages:
              scan:
                - watermark: {color: f4e8d0}

            """),
        right: .pipeline(
            """
            stages:
              scan:
                - watermark: {color: "#f4e8d0"}

            """)),
    .badProbability: CodeEntry(
        title: "Not a chance",
        why: "A chance is one number from 0 (never) to 1 (always), or a percentage.",
        wrong: .pipeline(
            """
            stages:
              scan:
                - grayscale: {p: 1.5}

            """),
        right: .pipeline(
            """
            stages:
              scan:
                - grayscale: {p: 50%}

            """)),
    .badWeight: CodeEntry(
        title: "Not a weight",
        why: "A weight is a number above 0, behind a member of a choice.",
        wrong: .pipeline(
            """
            stages:
              scan:
                - jpeg: {quality: 30*0 | 60}

            """),
        right: .pipeline(
            """
            stages:
              scan:
                - jpeg: {quality: 30*2 | 60}

            """)),
    .listForRange: CodeEntry(
        title: "A list where one value is expected",
        why: "Other programs write ranges as lists; here a range is a..b and a choice a | b.",
        wrong: .pipeline(
            """
            stages:
              scan:
                - jpeg: {quality: [30, 80]}

            """),
        right: .pipeline(
            """
            stages:
              scan:
                - jpeg: {quality: 30..80}

            """)),
    .badFlag: CodeEntry(
        title: "Neither true nor false",
        why: "YAML 1.2 knows true and false; yes, no, on and off are plain words.",
        wrong: .pipeline(
            """
            stages:
              scan:
                - watermark: {outline: yes}

            """),
        right: .pipeline(
            """
            stages:
              scan:
                - watermark: {outline: true}

            """)),
    .badRange: CodeEntry(
        title: "Not a distribution",
        why: "A range is 30..80, log-uniform is log 0.1..10, normal is 0 +- 2.",
        wrong: .pipeline(
            """
            stages:
              scan:
                - jpeg: {quality: 30-80}

            """),
        right: .pipeline(
            """
            stages:
              scan:
                - jpeg: {quality: 30..80}

            """)),
    .lookalikeCharacter: CodeEntry(
        title: "A character that looks like another",
        why: "Full-width digits, non-breaking spaces and typographic dashes look right and are not.",
        wrong: .pipeline(
            """
            stages:
              scan:
                - jpeg: {quality: ３０..80}

            """),
        right: .pipeline(
            """
            stages:
              scan:
                - jpeg: {quality: 30..80}

            """)),
    .missingText: CodeEntry(
        title: "A text is missing",
        why: "The parameter needs words.",
        wrong: .pipeline(
            """
            stages:
              scan:
                - watermark: {text: ""}

            """),
        right: .pipeline(
            """
            stages:
              scan:
                - watermark: {text: COPY}

            """)),
]
