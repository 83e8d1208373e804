import Imaging
internal import JSON

/// Ground truth in our own form: `STEM.foxing.json`.
struct NativeTruth: TruthFormat {
    let name = "foxing"

    func read(_ file: TruthFile, for page: PictureInfo) throws(TruthProblem) -> TruthDraft? {
        guard page.page == 1 else { return nil }
        let json = try file.json()
        guard let version = json["foxing"]?.integer else { throw broken(file) }
        guard version <= LabelsFile.version else {
            throw file.problem(
                .truthOfNewerVersion, "has layout \(version), and this version reads up to \(LabelsFile.version)")
        }
        guard let contents = LabelsFile.read(json) else { throw broken(file) }
        if contents.truth.level == .none { return nil }
        var draft = TruthDraft(regions: contents.truth.unsettledRegions, origin: contents.truth.origin)
        draft.size = (Double(contents.size.width), Double(contents.size.height))
        draft.settled = contents.truth
        draft.keepsGlue = true
        return draft
    }

    private func broken(_ file: TruthFile) -> TruthProblem {
        file.problem(.truthOfOtherFormat, "does not have the members of a labels file")
    }
}

extension TruthFile {
    /// The one value of a JSON file.
    func json() throws(TruthProblem) -> JSONValue {
        let text = TruthText(name: name, try text())
        do {
            return try JSONReader.read(text.bytes)
        } catch {
            throw text.problem(.truthOfOtherFormat, "this is no JSON: \(error.message)", at: error.offset)
        }
    }
}

extension GroundTruth {
    /// Whether all texts are as labels have them.
    var hasCleanText: Bool {
        var clean = CleanText()
        let texts = lines.flatMap { [$0.text] + $0.words.map(\.text) }
        return texts.allSatisfy { clean.line($0.unicodeScalars) == $0 }
            && lines.allSatisfy { $0.words.allSatisfy { !$0.text.contains(" ") } }
    }

    /// The regions for a check: text of lines with words is only that of the legible ones, and is made again.
    var unsettledRegions: [Region] {
        var regions = regions
        for r in regions.indices {
            for l in regions[r].lines.indices where !regions[r].lines[l].words.isEmpty { regions[r].lines[l].text = "" }
        }
        return regions
    }
}
