public import Imaging

/// A piece of a page that is read by itself: a line, or of a long one some of its words. All of it is legible.
public struct Stretch: Sendable {
    /// The number of its region on the page.
    public let region: Int
    /// The number of its line within the region.
    public let line: Int
    /// Its words by their numbers within the line; none where the line has no words.
    public let words: Range<Int>
    /// The line as if it held nothing else.
    public let label: TextLine
    /// How many graphemes are to be read, after normalization.
    public let graphemes: Int
    /// How many words, split at blanks.
    public let pieces: Int
    let level: GroundTruth.Level

    /// The quarter of a height around it that is read along, as far as no neighbor stands there.
    static let padding = 0.25
    /// The height of the lines that Tesseract's models were trained with, in pixels.
    static let modelHeight = 36.0

    fileprivate init?(_ label: TextLine, region: Int, line: Int, words: Range<Int>, level: GroundTruth.Level) {
        self.label = label
        self.region = region
        self.line = line
        self.words = words
        self.level = level
        let text = Normalization.normalized(label.text)
        var alphabet = Alphabet()
        graphemes = alphabet.graphemes(of: text).count
        pieces = Normalization.words(text).count
        if graphemes == 0 { return nil }
    }

    /// The picture of the stretch, upright and straight. Where `fits` is set, text higher than the models know is shrunk to
    /// their height; where `narrows` is, wide gaps between words are cut.
    public func picture(of page: Raster, fits: Bool = true, narrows: Bool = true) -> StretchPicture {
        let crop = TextCrop(label)
        var options = CropOptions()
        options.padding = Self.padding
        let height = crop.thickness
        var scale = 1.0
        if fits, height > Self.modelHeight {
            options.height = Int((Self.modelHeight * (1 + 2 * Self.padding)).rounded())
            scale = Self.modelHeight / height
        }
        let raster = crop.pixels(of: page, options)
        return StretchPicture(raster, scale: scale, removed: narrows ? excess(on: raster.size) : [])
    }

    /// The columns of its picture, which has that size, that are too much of a gap.
    private func excess(on size: Size) -> [Range<Int>] {
        // Columns of a text from top to bottom hold all of its words.
        guard !label.runsDown, label.words.count > 1 else { return [] }
        let axis = label.axis
        let frame = PictureFrame(self, size)
        let words = label.words.map { word in
            let extent = axis.extent(of: word.outline.points)
            return frame.place(extent.lowerBound)...frame.place(extent.upperBound)
        }
        return StretchPicture.excess(between: words, thickness: frame.thickness, width: size.width)
    }

    /// How what was read on its picture, of that size, compares with the label.
    public func scores(
        _ reading: Reading, on size: Size, as reference: Reference, by metric: Metric = .usual
    ) -> Scores? {
        guard var scores = Scores(reading, against: labels(on: size), as: reference, by: metric) else { return nil }
        scores.unread = scores.unread.map {
            WordPlace(region: region, line: line, word: words.lowerBound + $0.word)
        }
        scores.capErrors()
        return scores
    }

    /// The same of a text without places: a word is found when it stands in the text in the same order.
    public func scores(saying reading: Reading, as reference: Reference, by metric: Metric = .usual) -> Scores? {
        guard var scores = Scores(reading, against: .page(label.text, origin: "stretch"), as: reference, by: metric)
        else {
            return nil
        }
        let read = Normalization.words(Normalization.normalized(reading.text))
        scores.unread = Self.missing(label.words.map { Normalization.normalized($0.text) }, in: read).map {
            WordPlace(region: region, line: line, word: words.lowerBound + $0)
        }
        scores.capErrors()
        return scores
    }

    /// Indices of the words that are not among the longest sequence that both have in common.
    private static func missing(_ wanted: [String], in read: [String]) -> [Int] {
        var lengths = [[Int]](repeating: [Int](repeating: 0, count: read.count + 1), count: wanted.count + 1)
        for i in wanted.indices.reversed() {
            for j in read.indices.reversed() {
                lengths[i][j] =
                    wanted[i] == read[j] ? lengths[i + 1][j + 1] + 1 : max(lengths[i + 1][j], lengths[i][j + 1])
            }
        }
        var (missing, i, j) = ([Int](), 0, 0)
        while i < wanted.count {
            if j < read.count, wanted[i] == read[j] {
                (i, j) = (i + 1, j + 1)
            } else if j < read.count, lengths[i][j + 1] >= lengths[i + 1][j] {
                j += 1
            } else {
                missing.append(i)
                i += 1
            }
        }
        return missing
    }

    /// The labels of the stretch as they stand on its picture: the line fills it, its words stand along it.
    private func labels(on size: Size) -> GroundTruth {
        let (w, h) = (Double(size.width), Double(size.height))
        var line = label
        let axis = line.axis
        let frame = PictureFrame(self, size)
        let (padding, width) = (frame.padding, frame.thickness)
        line.outline = Outline(x: 0, y: 0, width: w, height: h)
        for index in line.words.indices {
            let extent = axis.extent(of: line.words[index].outline.points)
            let start = frame.place(extent.lowerBound)
            let run = max(1, frame.place(extent.upperBound) - start)
            line.words[index].outline =
                line.runsDown
                ? Outline(x: padding, y: start, width: width, height: run)
                : Outline(x: start, y: padding, width: run, height: width)
        }
        let region = Region(id: "r0", outline: line.outline, lines: [line])
        return GroundTruth(text: line.text, level: level, origin: "stretch", regions: [region])
    }
}

/// How the line of a stretch stands on a picture of it.
private struct PictureFrame {
    /// Around the text, in pixels.
    let padding: Double
    /// Of the text, in pixels.
    let thickness: Double
    private let scale: Double

    init(_ stretch: Stretch, _ size: Size) {
        let line = stretch.label
        // What is written from top to bottom stands so on its picture.
        let (along, across) = line.runsDown ? (size.height, size.width) : (size.width, size.height)
        let length = max(line.axis.extent(of: line.outline.points).upperBound, 1e-9)
        // The picture may have been shrunk, so its padding is the share of its thickness that it had at first.
        let thickness = TextCrop(line).thickness
        let before = (Stretch.padding * thickness).rounded()
        padding = Double(across) * before / max(thickness + 2 * before, 1)
        self.thickness = max(1, Double(across) - 2 * padding)
        scale = (Double(along) - 2 * padding) / length
    }

    /// Where on the picture stands what is so far from the beginning of the line.
    func place(_ distance: Double) -> Double { padding + distance * scale }
}

extension Stretch {
    /// The columns of text that a stretch has at least, where the line has as many; wide characters count twice. Few
    /// enough that a page is judged by a few words from all over it, enough for a model to see how letters stand.
    public static let columns = 8

    /// All legible text of labels with outlines, in reading order; words that must not be judged part two stretches.
    /// With `columns` lines with words are cut between words into pieces of at least so many columns.
    public static func all(of labels: GroundTruth, columns: Int? = Stretch.columns) -> [Stretch] {
        // Text that stands nobody knows where can be compared as a whole only.
        guard labels.level == .line || labels.level == .word, !labels.hasUnplacedText else { return [] }
        var stretches: [Stretch] = []
        for (r, region) in labels.regions.enumerated() {
            for (l, line) in region.lines.enumerated() {
                if line.words.isEmpty {
                    guard line.isPlaced, line.isLegible else { continue }
                    stretches += [Stretch(line, region: r, line: l, words: 0..<0, level: labels.level)].compactMap(
                        \.self)
                    continue
                }
                for words in runs(of: line, columns: columns) {
                    let label = line.part(words, padding: padding)
                    stretches += [Stretch(label, region: r, line: l, words: words, level: labels.level)].compactMap(
                        \.self)
                }
            }
        }
        return stretches
    }

    /// Runs of legible words, cut into pieces.
    private static func runs(of line: TextLine, columns: Int?) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        for (index, word) in line.words.enumerated() where word.isLegible {
            if let last = runs.last, last.upperBound == index {
                runs[runs.count - 1] = last.lowerBound..<(index + 1)
            } else {
                runs.append(index..<(index + 1))
            }
        }
        guard let columns else { return runs }
        return runs.flatMap { pieces(of: $0, line.words, columns: columns) }
    }

    private static func pieces(of run: Range<Int>, _ words: [Word], columns: Int) -> [Range<Int>] {
        let widths = run.map { columnCount(of: words[$0].text) + (words[$0].glued ? 0 : 1) }
        var left = widths.reduce(0, +)
        var pieces: [Range<Int>] = []
        var (start, width) = (run.lowerBound, 0)
        for (index, own) in zip(run, widths) {
            width += own
            left -= own
            // A rest too short to stand alone stays with what is before it; a glued word with its neighbor.
            let mayEnd = index + 1 == run.upperBound || (left * 2 >= columns && !words[index + 1].glued)
            guard index + 1 == run.upperBound || (width >= columns && mayEnd) else { continue }
            pieces.append(start..<(index + 1))
            (start, width) = (index + 1, 0)
        }
        return pieces
    }

    private static func columnCount(of text: String) -> Int {
        text.reduce(0) { $0 + ($1.unicodeScalars.first.map(Script.isWide) == true ? 2 : 1) }
    }
}

extension Scores {
    /// A stretch counts at most as if nothing had been read on it: what Tesseract makes of noise may be of any length.
    fileprivate mutating func capErrors() {
        cer.numerator = min(cer.numerator, cer.denominator)
        wer.numerator = min(wer.numerator, wer.denominator)
        extra = min(extra, cer.denominator)
    }
}
