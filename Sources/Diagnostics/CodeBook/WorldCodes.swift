/// Findings about the world outside the file.
let worldCodes: [Code: CodeEntry] = [
    .missingFile: CodeEntry(
        title: "A file is missing",
        why: "Paths are relative to the pipeline file.",
        wrong: .pipeline(
            """
            stages:
              scan:
                - watermark: {image: no-such-file.png}

            """),
        right: .pipeline(
            """
            stages:
              scan:
                - watermark: {text: COPY}

            """)),
    .missingLanguage: CodeEntry(
        title: "Tesseract lacks a language",
        why: "The readability check reads pages with Tesseract, which needs a model for each language.",
        wrong: .pipeline(
            """
            stages:
              scan:
                - grayscale
            readability: {languages: [tlh], keep: {cer: 0..0.4}}

            """),
        right: .pipeline(
            """
            stages:
              scan:
                - grayscale
            readability: {languages: [eng], keep: {cer: 0..0.4}}

            """)),
    .missingFont: CodeEntry(
        title: "No font has these characters",
        why: "Printed words are set with the fonts of this machine.",
        wrong: .words("a text in a script for which no font is installed"),
        right: .words("the same after installing one, such as fonts-noto-cjk")),
    .unknownJudge: CodeEntry(
        title: "No such judge",
        why:
            "A judge is a function of the program that uses the library, such as one in Python; the program 'foxing' has none.",
        wrong: .pipeline(
            """
            stages:
              scan:
                - grayscale
            readability: {judge: my-model, keep: {cer: 0..0.4}}

            """),
        right: .pipeline(
            """
            stages:
              scan:
                - grayscale
            readability: {engine: {command: [python3, judge.py]}, keep: {cer: 0..0.4}}

            """)),
    .lonelyConfidence: CodeEntry(
        title: "Confidence alone",
        why:
            "Tesseract's confidence is 0 on an empty page and high where three words were found: it needs a measure that compares.",
        wrong: .pipeline(
            """
            stages:
              scan:
                - grayscale
            readability: {keep: {confidence: 60..100}}

            """),
        right: .pipeline(
            """
            stages:
              scan:
                - grayscale
            readability: {keep: {cer: 0..0.4, confidence: 60..100}}

            """)),
    .noInput: CodeEntry(
        title: "A pattern that finds no picture",
        why: "There is nothing to read at that place; --input can name another.",
        wrong: .pipeline(
            """
            input: {images: no-such-folder/*.png}
            stages:
              scan:
                - grayscale

            """),
        right: .pipeline(
            """
            input: {images: pages/*.png}
            stages:
              scan:
                - grayscale

            """)),
]
