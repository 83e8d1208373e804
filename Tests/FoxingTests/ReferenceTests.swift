import Foundation
import Foxing
import Testing

@Suite("ReferencePages")
struct ReferenceTests {
    @Test("docs/reference is what the declarations say; make docs writes it anew")
    func fresh() throws {
        for (name, text) in ReferencePages(Pipeline.formats).all {
            let path = Project.path("docs/reference/\(name)")
            if ProcessInfo.processInfo.environment["FOXING_ACCEPT"] != nil {
                try FileManager.default.createDirectory(
                    atPath: Project.path("docs/reference"), withIntermediateDirectories: true)
                try text.write(toFile: path, atomically: true, encoding: .utf8)
            }
            #expect((try? String(contentsOfFile: path, encoding: .utf8)) == text, "\(name)")
        }
    }
}
