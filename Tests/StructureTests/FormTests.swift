import Testing

@Suite struct FormTests {
    /// Rooms where memory is shared with C or held as planes; the engine merges planes.
    private let sharesMemory: Set<String> = [
        "Imaging", "Vision", "Codecs", "Operations", "Lettering", "Readability", "Files", "Jobs", "Sets",
        "Engine", "FoxingC",
    ]
    /// Rooms that may say to the compiler that they know better, with their argument beside it.
    private let knowsBetter: Set<String> = ["Imaging", "Vision", "Codecs"]

    private let unsafe = [
        "UnsafePointer", "UnsafeMutable", "UnsafeRaw", "UnsafeBuffer", "OpaquePointer", "Unmanaged", "unsafeBitCast",
    ]
    private let force = ["try!", "as!", "@unchecked Sendable", "nonisolated(unsafe)"]
    private let sharedChance = [
        "Hasher(", ".random(", "SystemRandomNumberGenerator", ".shuffled()", ".hashValue", "arc4random", "drand48",
    ]

    @Test("files stay short enough to be read in one go")
    func filesAreShort() {
        for path in Project.swiftSources + Project.swiftTests {
            let count = Project.lines(path).count
            #expect(count <= 400, "\(path) has \(count) lines")
        }
    }

    @Test("unsafe pointers stay where memory is shared with C or held as planes")
    func unsafeIsContained() {
        for path in Project.swiftSources where !sharesMemory.contains(Project.room(of: path)) {
            for (number, line) in Project.code(path, holding: unsafe) { Issue.record("\(path):\(number): \(line)") }
        }
    }

    @Test("no force: try!, as!, @unchecked Sendable and nonisolated(unsafe) only beside memory, each with its argument")
    func forceIsArgued() {
        for path in Project.swiftSources {
            for (number, line) in Project.code(path, holding: force) {
                #expect(knowsBetter.contains(Project.room(of: path)), "\(path):\(number): \(line)")
                let near = Project.lines(path)[max(0, number - 5)..<number]
                #expect(near.contains { $0.contains("//") }, "\(path):\(number) gives no argument")
            }
        }
    }

    @Test("nothing waits to be done")
    func noLeftovers() {
        for path in Project.swiftSources + Project.swiftTests where !path.hasPrefix("Tests/StructureTests/") {
            for (number, line) in Project.lines(path, holding: ["TODO", "FIXME", "XXX", "HACK"]) {
                Issue.record("\(path):\(number): \(line)")
            }
        }
    }

    @Test("nothing is a drawer for everything")
    func noDrawers() {
        let drawer = /\b(?:struct|class|enum|protocol|actor) \w*(?:Manager|Helper|Utils|Utilities)\b/
        for path in Project.swiftSources + Project.swiftTests {
            for (number, line) in Project.code(path, holding: ["Manager", "Helper", "Utils", "Utilities"]) {
                #expect(!line.contains(drawer), "\(path):\(number)")
            }
        }
    }

    @Test("results come from no generator or hash that differs between runs")
    func noSharedChance() {
        for path in Project.swiftSources {
            for (number, line) in Project.code(path, holding: sharedChance) {
                Issue.record("\(path):\(number): \(line)")
            }
        }
    }

    @Test("no file names a place of the machine it was written on")
    func noPlaces() {
        let folders = ["work", "root", "home", "Users"].map { "/" + $0 + "/" }
        let place = /(?:^|[\s"'=:(`])\/(?:work|root|home|Users)\//
        for path in Project.files {
            for (number, line) in Project.lines(path, holding: folders) {
                #expect(!line.contains(place), "\(path):\(number)")
            }
        }
    }

    @Test("what is judged is code, not comments and not texts")
    func codeIsBare() {
        #expect(Project.code("let a = try! f() // try! again") == "let a = try! f() ")
        #expect(Project.code(#"let a = "as! \"b\" // c" + d"#) == #"let a = "" + d"#)
        #expect("a Hasher b".utf8Holds("Hasher"))
        #expect(!"a Hash er".utf8Holds("Hasher"))
    }
}
