import Jobs
import Engine
import Foundation
import Imaging
import TestSupport
import Testing
import Truth

/// Reads small files of truth made in a test.
struct TruthCase {
    let scratch = Scratch()
    var size = Size(width: 200, height: 100)
    var orientation = 1
    var dpi: Double?
    var plan = TruthPlan()

    init(_ plan: TruthPlan = TruthPlan(), size: Size = Size(width: 200, height: 100)) {
        self.plan = plan
        self.size = size
    }

    /// What is found beside `image`, which is page `page` of `count`.
    func find(_ image: String = "a.png", page: Int = 1, of count: Int = 1) throws -> TruthSource.Finding {
        try TruthSource(plan, folder: scratch.path).truth(
            of: PictureInfo(
                path: scratch.path + "/" + image, name: image, page: page, pageCount: count, size: size,
                orientation: orientation, dpi: dpi))
    }

    /// The truth when `text` stands in a file of that name beside `a.png`.
    func read(_ name: String, _ text: String, page: Int = 1, of count: Int = 1) throws -> GroundTruth {
        scratch.put(name, text)
        return try find(page: page, of: count).truth
    }

    /// The codes of the notes.
    func notes(_ name: String, _ text: String) throws -> [TruthCode] {
        scratch.put(name, text)
        return try find().notes.map(\.code)
    }

    /// What is wrong with the file.
    func problem(_ name: String, _ text: String) -> TruthProblem? {
        scratch.put(name, text)
        return #expect(throws: TruthProblem.self) { try find() }
    }
}

extension GroundTruth {
    /// The words of each line.
    var wordTexts: [[String]] { lines.map { $0.words.map(\.text) } }

    /// `left,top,right,bottom` of each word, rounded.
    var wordBoxes: [String] { lines.flatMap(\.words).map { $0.outline.box } }
}

extension Outline {
    /// `left,top,right,bottom`, rounded.
    var box: String {
        let (low, high) = bounds
        return [low.x, low.y, high.x, high.y].map { String(Int($0.rounded())) }.joined(separator: ",")
    }

    /// The corners, rounded.
    var corners: [[Int]] { points.map { [Int($0.x.rounded()), Int($0.y.rounded())] } }
}
