import Diagnostics
import Foundation
import PipelineSyntax

/// How long it takes to read a pipeline file of 1 MiB, the largest there may be.
enum ReadingTime {
    /// A file such as people write, repeated up to the bound.
    private static let text: [UInt8] = {
        let stage = Array(
            """
              stage-NUMBER:                  # what a stage does is said in a comment beside it
                - ink-bleed: {p: 0.7, radius: 0.1..0.3mm}   # feathered edges
                # The word lies across the sheet, as a copying machine prints it under what is copied;
                # its color is that of a stamp that has lain in the sun for some years.
                - watermark:
                    text: "COPY \\u00e9"
                    color: '#405060'
                - one-of: [jpeg: {quality: 30..80, weight: 3}, subtle-noise]

            """.utf8)
        var text = Array("stages:\n".utf8)
        var number = 0
        while text.count + stage.count + 8 < 1 << 20 {
            text += Array(String(decoding: stage, as: UTF8.self).replacing("NUMBER", with: "\(number)").utf8)
            number += 1
        }
        return text
    }()

    /// The median of eleven readings, as a line for people.
    static func measured() -> String {
        let source = SourceText(bytes: text, name: "1 MiB")
        var findings = 0
        let times = (0..<11).map { _ in
            ContinuousClock().measure { findings = Parser.parse(source).findings.count }
        }.sorted()
        let milliseconds = Double(times[5].components.attoseconds) / 1e15 + Double(times[5].components.seconds) * 1000
        let words = String(Int(milliseconds.rounded()))
        return "reading a pipeline of \(text.count) bytes takes \(words) ms (median of 11; \(findings) findings)"
    }
}
