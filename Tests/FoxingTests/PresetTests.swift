import Foundation
import Foxing
import Testing

@Suite("the ready-made pipelines") struct PresetTests {
    @Test("are those of the folder, byte for byte")
    func complete() throws {
        #expect(Presets.all.map(\.name).sorted() == Project.pipelines)
        for (name, text) in Presets.all {
            #expect(try String(contentsOfFile: Project.path("pipelines/\(name).yaml"), encoding: .utf8) == text)
        }
    }

    @Test("check without a finding and call themselves as their files do", arguments: Project.pipelines)
    func clean(name: String) throws {
        let file = try PipelineFile(path: Project.path("pipelines/\(name).yaml"))
        #expect(file.findings.isEmpty, "\(file.report())")
        #expect(file.plan?.name == name)
    }

    @Test("begin with what they are for, and teach on the way", arguments: Project.pipelines)
    func commented(name: String) throws {
        let lines = try String(contentsOfFile: Project.path("pipelines/\(name).yaml"), encoding: .utf8).split(
            separator: "\n")
        #expect(lines.first?.hasPrefix("# ") == true)
        #expect(lines.count { $0.contains("#") } >= 5)
    }

    @Test("make variants of a page, and every output that they name", arguments: Project.pipelines)
    func work(name: String) throws {
        let pipeline = try Pipeline(contentsOf: Project.path("pipelines/\(name).yaml"))
        let page = Page(pixels: Raster(.gray, width: 90, height: 120, filledWith: 240), dpi: 100)
        let variants = try pipeline.variants(of: page, count: 3)
        #expect(variants.map(\.number) == [0, 1, 2])
        for variant in variants {
            #expect(variant.outputs.map(\.name) == pipeline.plan.outputs.map(\.name))
            #expect(!variant.applied.isEmpty)
        }
    }
}
