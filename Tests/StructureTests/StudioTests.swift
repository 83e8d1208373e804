import Testing

/// The files of the studio, which are embedded one by one and load each other by name.
@Suite struct StudioTests {
    static let folder = "Sources/CStudio/page/"
    static let page = Project.files.filter { $0.hasPrefix(folder) }
    static let embedded = Project.text("Sources/CStudio/assets.c") ?? ""

    @Test("every file of the studio's page is embedded and given out, and no other")
    func filesAreEmbedded() {
        let listed = Set(Self.embedded.matches(of: /#embed "page\/([^"]+)"/).map { String($0.1) })
        let given = Set(Self.embedded.matches(of: /FILE\("([^"]+)"/).map { String($0.1) })
        #expect(listed == Set(Self.page.map { String($0.dropFirst(Self.folder.count)) }))
        #expect(given.filter { !$0.hasPrefix("codemirror/") } == listed)
        #expect(listed.count > 30)
    }

    @Test("what a file of the studio loads is there")
    func namesLead() {
        let given = Set(Self.embedded.matches(of: /FILE\("([^"]+)"/).map { String($0.1) })
        for path in Self.page {
            let text = Project.text(path) ?? ""
            let nested = path.dropFirst(Self.folder.count).contains("/")
            for name in text.matches(of: /from "\.\/([^"]+)"/).map({ String($0.1) }) where !nested {
                #expect(given.contains(name), "\(path) loads \(name)")
            }
            for name in text.matches(of: /(?:href|src)="\/([^"#]+)/).map({ String($0.1) }) {
                #expect(given.contains(name), "\(path) loads \(name)")
            }
        }
    }

    @Test("the studio loads nothing from elsewhere, and has no scripts or styles within its page")
    func nothingFromElsewhere() {
        for path in Self.page {
            for (number, line) in Project.lines(path, holding: ["http://", "https://"])
            where !line.contains("http://www.w3.org/2000/svg") {
                Issue.record("\(path):\(number) names another server")
            }
        }
        let index = Project.text(Self.folder + "index.html") ?? ""
        #expect(!index.contains(" style=") && !index.contains(" onclick") && !index.contains("<style"))
        #expect(index.matches(of: /<script(?![^>]* src=)/).isEmpty)
    }

    @Test("the studio says the same things in all its languages")
    func languagesAreComplete() {
        let names = ["en", "de", "ko"].map { language in
            Set(
                (Project.text(Self.folder + "texts/\(language).js") ?? "").matches(of: /[{,\n]\s*"?([\w-]+)"?: "/).map {
                    String($0.1)
                })
        }
        #expect(names[0].count > 150)
        #expect(names[1] == names[0])
        #expect(names[2] == names[0])
    }
}
