internal import JSON

/// A format in JSON, which some of its members tell.
protocol JSONTruth: TruthFormat {
    /// Whether a value is of this format, whatever may be wrong further down.
    static func knows(_ json: JSONValue) -> Bool

    /// Members that stand in every file; by them one is known that is no sound JSON.
    static var marks: [String] { get }

    func read(_ root: JSONPlace, for page: PictureInfo) throws(TruthProblem) -> TruthDraft?
}

extension JSONTruth {
    func accepts(_ file: TruthFile) -> Bool {
        guard let json = try? file.json() else { return Self.isMarked(file) }
        return Self.knows(json)
    }

    func read(_ file: TruthFile, for page: PictureInfo) throws(TruthProblem) -> TruthDraft? {
        let json = try file.json()
        guard Self.knows(json) else {
            throw file.problem(
                .truthOfOtherFormat, "is not of the form '\(name)'", help: "foxing formats \(name)  shows an example")
        }
        return try read(JSONPlace(json, of: file.name), for: page)
    }

    /// Whether a file that is no sound JSON has the members of this format.
    static func isMarked(_ file: TruthFile) -> Bool {
        file.quotes(marks)
    }
}

/// One of several formats, as the members of a file say.
struct EitherJSONTruth: TruthReading {
    let formats: [any JSONTruth]

    var name: String { formats.map(\.name).joined(separator: " or ") }

    /// The formats that the members are to tell apart.
    static func formats(of format: any TruthReading) -> [any JSONTruth] {
        if let either = format as? EitherJSONTruth { return either.formats }
        return (format as? any JSONTruth).map { [$0] } ?? []
    }

    func accepts(_ file: TruthFile) -> Bool {
        guard let json = try? file.json() else { return formats.contains { type(of: $0).isMarked(file) } }
        return formats.contains { type(of: $0).knows(json) }
    }

    func read(_ file: TruthFile, for page: PictureInfo) throws(TruthProblem) -> TruthDraft? {
        let json: JSONValue
        do throws(TruthProblem) {
            json = try file.json()
        } catch {
            throw error.taken(for: formats.first { type(of: $0).isMarked(file) })
        }
        guard let format = formats.first(where: { type(of: $0).knows(json) }) else {
            let known = formats.map(\.name).joined(separator: ", ")
            throw file.problem(.truthOfOtherFormat, "is JSON of no known form; known are \(known)")
        }
        do throws(TruthProblem) {
            var draft = try format.read(JSONPlace(json, of: file.name), for: page)
            draft?.origin = format.name
            return draft
        } catch {
            throw error.taken(for: format)
        }
    }
}

extension TruthProblem {
    /// The problem with what the file was taken for, where its content told that.
    func taken(for format: (any TruthReading)?) -> TruthProblem {
        guard let format, help == nil else { return self }
        return TruthProblem(
            code, message, help: "its content says that it is '\(format.name)'; truth: NAME says otherwise")
    }
}

extension JSONValue {
    /// Whether it is an object with all of these members.
    func has(_ names: String...) -> Bool { names.allSatisfy { self[$0] != nil } }

    /// The first element of a list.
    var first: JSONValue? { elements?.first }
}
