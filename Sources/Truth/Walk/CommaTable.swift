/// The records of a table in CSV (RFC 4180): fields in quotes may hold commas, line ends and doubled quotes.
struct CommaTable {
    /// A record and the line that it starts in, from 1.
    struct Record {
        let number: Int
        let fields: [String]
    }

    private(set) var records: [Record] = []

    /// Throws where a quote does not end, or something follows it.
    init(_ text: String, of file: String) throws(TruthProblem) {
        let scalars = Array(text.unicodeScalars)
        var at = 0
        var line = 1
        while at < scalars.count {
            let start = line
            var fields: [String] = []
            repeat {
                if !fields.isEmpty { at += 1 }
                fields.append(try Self.field(scalars, &at, &line, file))
            } while at < scalars.count && scalars[at] == ","
            at += 1
            line += 1
            if fields != [""] { records.append(Record(number: start, fields: fields)) }
        }
    }

    /// Reads up to a comma, a line end or the end of all.
    private static func field(
        _ scalars: [Unicode.Scalar], _ at: inout Int, _ line: inout Int, _ file: String
    ) throws(TruthProblem) -> String {
        var out = String.UnicodeScalarView()
        guard at < scalars.count, scalars[at] == "\"" else {
            while at < scalars.count, scalars[at] != ",", scalars[at] != "\n" {
                out.append(scalars[at])
                at += 1
            }
            return String(out)
        }
        let start = line
        at += 1
        while at < scalars.count {
            if scalars[at] == "\"" {
                at += 1
                guard at < scalars.count, scalars[at] == "\"" else {
                    guard at == scalars.count || scalars[at] == "," || scalars[at] == "\n" else {
                        throw TruthProblem(.badRow, "'\(file)' line \(line): something follows a closing quote")
                    }
                    return String(out)
                }
            } else if scalars[at] == "\n" {
                line += 1
            }
            out.append(scalars[at])
            at += 1
        }
        throw TruthProblem(.badRow, "'\(file)' line \(start): a quote does not end")
    }
}
