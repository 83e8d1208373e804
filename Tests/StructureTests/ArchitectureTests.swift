import Testing

@Suite struct ArchitectureTests {
    private let text = Project.text("docs/architecture.md") ?? ""

    @Test("the files that the walks lead through are there")
    func walks() {
        let files = Set(Project.files)
        var room = ""
        var count = 0
        for match in text.matches(of: /`([A-Za-z]+\/)?([A-Za-z+\/]*[A-Z][A-Za-z+]*\.swift)`/) {
            if let named = match.output.1 { room = String(named) }
            let path = (match.output.1.map(String.init) ?? "") + match.output.2
            // A file without a room stands in the one that was named last.
            let isThere = files.contains { file in
                file.hasSuffix("/" + path) && (match.output.1 != nil || file.contains("/" + room))
            }
            #expect(isThere || files.contains(path), "docs/architecture.md names \(path)")
            count += 1
        }
        #expect(count > 40)
    }

    @Test("every room stands in the table, with just what Package.swift lets it import")
    func rooms() throws {
        let manifest = PackageManifest(text: try #require(Project.text("Package.swift")))
        let rooms = Set(Project.swiftSources.map(Project.room(of:))).filter { $0.first?.isUppercase == true }
        for room in rooms {
            let row = text.split(separator: "\n").first { $0.hasPrefix("| `\(room)` ") }
            let cells = try #require(row, "docs/architecture.md has no row for \(room)").split(separator: "|")
            // The front door imports them all.
            if room == "Foxing" { continue }
            let said = Set(cells[1].matches(of: /[A-Za-z]+/).map { String($0.output) })
            #expect(said == Set(manifest.dependencies(of: room)), "\(room)")
        }
    }
}
