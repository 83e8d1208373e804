import Diagnostics
import Foundation
import JSON
import PipelineSyntax

// Parses many documents in one go, for the differential test. Standard input holds each as its length in bytes on a
// line, then the bytes; for each, standard output holds `ok` or `no`, a length, and on the next line that many bytes:
// the tree as JSON, or the findings as JSON. With `--time` it says how long the largest pipeline file takes to read.

if CommandLine.arguments.dropFirst().first == "--time" {
    print(ReadingTime.measured())
    exit(0)
}

let input = [UInt8](FileHandle.standardInput.readDataToEndOfFile())
var output = Data()
var position = 0
while let newline = input[position...].firstIndex(of: UInt8(ascii: "\n")),
    let length = Int(String(decoding: input[position..<newline], as: UTF8.self)),
    newline + 1 + length <= input.count
{
    let bytes = Array(input[(newline + 1)..<(newline + 1 + length)])
    position = newline + 1 + length
    let source = SourceText(bytes: bytes, name: "document")
    let (tree, findings) = Parser.parse(source)
    let isAccepted = findings.isEmpty && tree != nil
    let answer = isAccepted ? CanonicalJSON.tree(tree!.json) : DiagnosticRenderer(sources: [source]).json(findings)
    output.append(Data("\(isAccepted ? "ok" : "no") \(answer.utf8.count)\n\(answer)\n".utf8))
}
FileHandle.standardOutput.write(output)
