import Foundation
import Foxing
import Testing

@Suite("ReferencePages")
struct ReferenceTests {
    @Test("docs/reference and docs/operations are what the declarations say; make docs writes them anew")
    func fresh() throws {
        try check(ReferencePages(Pipeline.formats).all, in: "docs/reference")
        try check(OperationPages(Pipeline.operations).all, in: "docs/operations")
    }

    private func check(_ pages: [(name: String, text: String)], in folder: String) throws {
        for (name, text) in pages {
            let path = Project.path("\(folder)/\(name)")
            if ProcessInfo.processInfo.environment["FOXING_ACCEPT"] != nil {
                try FileManager.default.createDirectory(
                    atPath: Project.path(folder), withIntermediateDirectories: true)
                try text.write(toFile: path, atomically: true, encoding: .utf8)
            }
            #expect((try? String(contentsOfFile: path, encoding: .utf8)) == text, "\(folder)/\(name)")
        }
    }

    @Test("the pages show the pictures that make gallery draws, under 6 MiB in all")
    func gallery() throws {
        var bytes = 0
        for family in Set(Pipeline.operations.entries.map(\.manual.family)) {
            let path = Project.path("docs/gallery/\(family.rawValue).jpg")
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            bytes += attributes[.size] as? Int ?? 0
        }
        #expect(bytes > 100_000 && bytes < 6 << 20)
    }
}
