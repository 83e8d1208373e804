import Testing

@Suite struct HouseTests {
    @Test(
        "every command that the documents name can be made",
        arguments: ["README.md", "CONTRIBUTING.md", "fixtures/pages/README.md"])
    func commandsExist(document: String) throws {
        let named = try #require(Project.text(document)).matches(of: /(?:^|`|\n)make ([a-z-]+)/).map {
            String($0.output.1)
        }
        #expect(!named.isEmpty)
        #expect(Set(named).subtracting(targets.keys).isEmpty)
    }

    @Test("the README's first screen has the two commands")
    func firstScreen() {
        let screen = Project.lines("README.md").prefix(30).joined(separator: "\n")
        #expect(screen.contains("\nmake demo"))
        #expect(screen.contains("\nmake test"))
    }

    @Test("every target of the Makefile is listed by make help, and none is a file's name")
    func targetsAreListed() {
        let phony = Project.lines("Makefile").first { $0.hasPrefix(".PHONY:") }?.dropFirst(7).split(separator: " ").map(
            String.init)
        #expect(Set(phony ?? []) == Set(targets.keys))
        for (target, text) in targets { #expect(!text.isEmpty, "\(target) has no line of help") }
    }

    @Test("every page has its text and its row in the list of pages")
    func pagesHaveTruth() {
        let pictures = Project.files.filter { $0.hasPrefix("fixtures/pages/") && $0.contains(/\.(?:png|jpg|tif)$/) }
        #expect(pictures.count >= 12)
        let list = Project.text("fixtures/pages/README.md") ?? ""
        for path in pictures {
            let stem = path.prefix { $0 != "." }
            let lines = (Project.text("\(stem).gt.txt") ?? "").split(separator: "\n")
            #expect(lines.count > 1, "\(path) has no page of text beside it")
            #expect(list.contains("`\(stem.dropFirst("fixtures/pages/".count))`"), "\(path) is not in the list")
        }
    }

    @Test("the list of operations names every operation that has a file")
    func catalogIsWhole() throws {
        let list = try #require(Project.text("Sources/Operations/OperationCatalog.swift"))
        for path in Project.swiftSources where path.hasPrefix("Sources/Operations/") {
            for line in Project.lines(path) {
                guard let match = line.firstMatch(of: /struct (\w+): [\w, ]*\b(?:Pixel|Table|Geometric)Operation\b/)
                else { continue }
                let isListed = list.contains("\(match.output.1).self")
                #expect(isListed, "add \(match.output.1).self to the list of operations")
            }
        }
    }

    @Test("license, changelog and settings are there")
    func papersAreThere() {
        for path in ["LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", ".swift-format", ".ci/run", "docs/decisions.md"] {
            #expect(Project.files.contains(path), "\(path)")
        }
        #expect(Project.text("LICENSE")?.contains("Apache License") == true)
        #expect(Project.text("CHANGELOG.md")?.contains("## [Unreleased]") == true)
    }

    /// The targets of the Makefile with their lines of help.
    private var targets: [String: String] {
        var found: [String: String] = [:]
        for line in Project.lines("Makefile") {
            guard let match = line.wholeMatch(of: /([a-z][a-z-]*):(?!=).*?(?:## (.*))?/) else { continue }
            found[String(match.output.1)] = String(match.output.2 ?? "")
        }
        return found
    }
}
