import Engine
import Imaging
import OperationKit
import PipelineSyntax
import TestSupport
import Testing
import Truth

/// What a file in some format says of a picture, in short.
struct SaidLines {
    let files: TruthCase

    /// A file that the pipeline names.
    init(_ format: String, _ text: String, options: [String: Value] = [:], file: String = "truth") {
        var plan = TruthPlan(name: format, files: file)
        for (name, value) in options { plan.options[name] = value }
        files = TruthCase(plan, size: Size(width: 200, height: 100))
        files.scratch.put(file, text)
    }

    /// Each line as `text@left,top,right,bottom`, with `!` before one that must not be trained on;
    /// `somewhere` where its place is not known.
    func lines(_ image: String = "a.png", page: Int = 1, of count: Int = 1) throws -> [String] {
        try files.find(image, page: page, of: count).truth.lines.map {
            "\($0.isLegible ? "" : "!")\($0.text)@\($0.isPlaced ? $0.outline.box : "somewhere")"
        }
    }

    /// The words of each line, joined by `|`.
    func words(_ image: String = "a.png", page: Int = 1, of count: Int = 1) throws -> [String] {
        try files.find(image, page: page, of: count).truth.lines.map { line in
            line.words.map { "\($0.text)@\($0.outline.box)" }.joined(separator: "|")
        }
    }

    /// What is wrong with it.
    func problem() -> TruthProblem? {
        #expect(throws: TruthProblem.self) { try files.find() }
    }
}
