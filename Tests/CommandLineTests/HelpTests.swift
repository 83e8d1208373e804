import TestSupport
import Testing

@Suite("the program's own words") struct HelpTests {
    static let verbs = [
        "init", "check", "run", "preview", "ops", "formats", "graph", "parse", "explain", "schema", "score", "serve",
        "doctor", "report", "bench",
    ]

    @Test("help of each verb begins with examples of that verb", arguments: verbs)
    func help(verb: String) throws {
        for arguments in [[verb, "--help"], ["help", verb], [verb, "-h"]] {
            let outcome = try Invocation(arguments, in: "/").run()
            #expect(outcome.status == 0)
            #expect(outcome.errors == "")
            #expect(outcome.output.hasPrefix("EXAMPLES:\n  foxing \(verb)"), "\(arguments)")
            #expect(outcome.output.contains("USAGE: foxing \(verb)"))
        }
    }

    @Test("help of the program begins with examples and lists every verb")
    func root() throws {
        for arguments in [["--help"], ["help"], []] {
            let outcome = try Invocation(arguments, in: "/").run()
            #expect(outcome.status == 0)
            #expect(outcome.output.hasPrefix("EXAMPLES:\n  foxing init"))
            for verb in Self.verbs { #expect(outcome.output.contains("\n  \(verb) ")) }
        }
    }

    @Test("examples fit a terminal", arguments: verbs)
    func width(verb: String) throws {
        let output = try Invocation([verb, "--help"], in: "/").run().output
        for line in output.split(separator: "\n").prefix(while: { !$0.hasPrefix("OVERVIEW") }) {
            #expect(line.count <= 100, "\(line)")
        }
    }

    @Test("says its version")
    func version() throws {
        let outcome = try Invocation(["--version"], in: "/").run()
        #expect(outcome.status == 0)
        #expect(outcome.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
    }

    @Test(
        "a wrong command line is status 2, said on standard error, with where to read on",
        arguments: [
            ["frobnicate"], ["check"], ["check", "--frob", "a.yaml"], ["run", "a.yaml"], ["run", "-o", "out"],
            ["run", "a.yaml", "-o", "out", "-n", "0"], ["run", "a.yaml", "-o", "out", "-n", "many"],
            ["run", "a.yaml", "-o", "out", "-j", "0"], ["run", "a.yaml", "-o", "out", "--memory", "much"],
            ["run", "a.yaml", "-o", "out", "--progress", "loud"], ["run", "a.yaml", "-o", "out", "--limit", "-1"],
            ["run", "a.yaml", "-o", "out", "--max-pixels", "0"], ["run", "a.yaml", "-o", "out", "--dpi", "7"],
            ["run", "a.yaml", "-o", "out", "--max-failures", "101%"],
            ["run", "a.yaml", "-o", "out", "--resume", "--overwrite"],
            ["run", "a.yaml", "-o", "out", "--keep-going", "--fail-fast"],
            ["preview", "a.yaml"], ["preview", "a.yaml", "b.png", "-n", "0"],
            ["preview", "a.yaml", "b.png", "--variant", "-1"], ["ops", "--format", "xml"], ["graph"], ["parse"],
            ["score"], ["doctor", "now"], ["serve", "--listen", "8080"], ["serve", "--workers", "0"],
            ["serve", "--grace", "-1"],
        ])
    func wrongUse(arguments: [String]) throws {
        let outcome = try Invocation(arguments, in: "/").run()
        #expect(outcome.status == 2)
        #expect(outcome.output == "")
        #expect(outcome.errors.hasPrefix("Error: "))
        #expect(outcome.errors.contains("--help"))
    }

    @Test("prints completions for the shells, which know the verbs", arguments: ["bash", "zsh", "fish"])
    func completions(shell: String) throws {
        let outcome = try Invocation(["--generate-completion-script", shell], in: "/").run()
        #expect(outcome.status == 0)
        #expect(outcome.errors == "")
        for word in ["preview", "max-pixels", "ink-bleed"] { #expect(outcome.output.contains(word), "\(word)") }
    }

    @Test("explains a code, however it is written, and names the nearest one for a wrong code")
    func explain() throws {
        let outcome = try Invocation(["explain", "E203"], in: "/").run()
        #expect(outcome.status == 0)
        #expect(outcome.errors == "")
        #expect(outcome.output.contains("E203"))
        #expect(try Invocation(["explain", "e203"], in: "/").run().output == outcome.output)
        let picture = try Invocation(["explain", "i14"], in: "/").run()
        #expect(picture.output.hasPrefix("I14: A damaged picture\n"))
        let every = try Invocation(["explain"], in: "/").run().output
        for line in ["E203  ", "I14   A damaged picture", "DW40  An uneven or empty part"] {
            #expect(every.contains(line))
        }
        let wrong = try Invocation(["explain", "E2O3"], in: "/").run()
        #expect(wrong.status == 2)
        #expect(wrong.output == "")
        #expect(wrong.errors.hasPrefix("foxing: there is no code 'E2O3'"))
    }

    @Test("doctor says what it finds, and reads its test line")
    func doctor() throws {
        let outcome = try Invocation(["doctor"], in: "/").run()
        #expect(outcome.status == 0)
        #expect(outcome.errors == "")
        for word in [
            "foxing", "opencv", "tesseract", "tiff", "webp", "deflate", "leptonica", "jpeg-turbo", "languages", "eng",
            "cores", "memory",
            "instructions",
        ] {
            #expect(outcome.output.lowercased().contains(word), "\(word)")
        }
        #expect(outcome.output.hasSuffix("Tesseract reads its test line right.\n"))
    }

    @Test("doctor misses languages where there are none, and names the package")
    func sickMachine() throws {
        let outcome = try Invocation(["doctor", "--tessdata", Scratch().path], in: "/").run()
        #expect(outcome.status == 4)
        #expect(outcome.errors.contains("tesseract-ocr-eng"))
    }
}
