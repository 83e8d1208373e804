public import Imaging

/// Some legible lines of a page, to be cut out and read one by one.
public struct LineSample: Sendable {
    /// One line and where it stands among the labels.
    public struct Member: Sendable {
        /// The number of its region on the page.
        public let region: Int
        /// Its number within the region.
        public let line: Int
        fileprivate let label: TextLine
    }

    /// In reading order.
    public let members: [Member]
    /// How many legible lines the page has.
    public let all: Int
    private let level: GroundTruth.Level

    private static let options: CropOptions = {
        var options = CropOptions()
        options.padding = 0.25
        return options
    }()

    /// `count` legible lines of a page, all when there are no more; `chance` chooses. nil for labels without outlines or
    /// without a legible line.
    public init?(of labels: GroundTruth, count: Int, _ chance: RandomStream) {
        var legible: [(member: Member, key: UInt64)] = []
        for (r, region) in labels.regions.enumerated() {
            for (l, line) in region.lines.enumerated()
            where line.isPlaced && line.isLegible && !line.legibleText.isEmpty {
                let key = chance.child("lines").child(r).bits(l)
                legible.append((Member(region: r, line: l, label: line), key))
            }
        }
        if legible.isEmpty { return nil }
        all = legible.count
        let chosen = legible.sorted { $0.key < $1.key }.prefix(max(count, 1)).map(\.member)
        members = chosen.sorted { ($0.region, $0.line) < ($1.region, $1.line) }
        level = labels.level
    }

    /// The picture of a line, upright and straight, with a quarter of its height around it.
    public func picture(of member: Member, on page: Raster) -> Raster {
        TextCrop(member.label).pixels(of: page, Self.options)
    }

    /// The scores over these lines; `readings` are what was read on their pictures, `sizes` those of the pictures.
    public func scores(_ readings: [(reading: Reading, size: Size)], as reference: Reference) -> Scores? {
        var sum: Scores?
        var words: [RecognizedWord] = []
        for (index, (member, read)) in zip(members, readings).enumerated() {
            guard var scores = Scores(read.reading, against: labels(of: member, on: read.size), as: reference) else {
                continue
            }
            scores.unread = scores.unread.map { WordPlace(region: member.region, line: member.line, word: $0.word) }
            words += read.reading.words.map { word in
                var word = word
                (word.block, word.line) = (0, index)
                return word
            }
            sum?.add(scores)
            sum = sum ?? scores
        }
        let whole = Reading(words: words)
        sum?.confidence = whole.confidence
        sum?.text = whole.text
        return sum
    }

    /// The labels of one line as they stand on its picture: the line fills it, its words stand along it.
    private func labels(of member: Member, on size: Size) -> GroundTruth {
        let (w, h) = (Double(size.width), Double(size.height))
        var line = member.label
        let axis = line.axis
        let length = max(axis.extent(of: line.outline.points).upperBound, 1e-9)
        let padding = Double(TextCrop(line).padding(Self.options))
        // What is written from top to bottom stands so on its picture.
        let runsDown = line.runsDown
        let scale = ((runsDown ? h : w) - 2 * padding) / length
        line.outline = Outline(x: 0, y: 0, width: w, height: h)
        for index in line.words.indices {
            let extent = axis.extent(of: line.words[index].outline.points)
            let (start, run) = (padding + extent.lowerBound * scale, (extent.upperBound - extent.lowerBound) * scale)
            let across = max(1, (runsDown ? w : h) - 2 * padding)
            line.words[index].outline =
                runsDown
                ? Outline(x: padding, y: start, width: across, height: run)
                : Outline(x: start, y: padding, width: run, height: across)
        }
        let region = Region(id: "r0", outline: line.outline, lines: [line])
        return GroundTruth(text: line.legibleText, level: level, origin: "sample", regions: [region])
    }
}

extension Scores {
    /// Pools the scores of another line in; confidence and text are the caller's matter.
    fileprivate mutating func add(_ other: Scores) {
        cer += other.cer
        wer += other.wer
        words += other.words
        extra += other.extra
        unread += other.unread
    }
}
