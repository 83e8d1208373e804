internal import Codecs
internal import Engine
internal import Files
internal import Foundation
internal import Imaging
internal import JSON
internal import Jobs
internal import Truth

/// What a report shows of one variant: the whole picture with its labels, small, and a piece of it as it is.
struct VariantPictures: Sendable {
    /// A picture within a page of HTML.
    struct Embedded: Sendable {
        /// A `data:` address.
        let address: String
        /// In pixels.
        let width: Int
        /// In pixels.
        let height: Int
    }

    let whole: Embedded
    let piece: Embedded

    /// Of the small picture.
    private static let room = Size(width: 320, height: 440)
    /// Of the piece.
    private static let pieceSize = Size(width: 320, height: 72)

    /// Reads the files of a variant below the folder `root`; nil when the picture cannot be shown.
    init?(of row: ManifestRow, in root: String) {
        guard let page = Self.page(of: row, in: root) else { return nil }
        let scale = min(
            1, Double(Self.room.width) / Double(page.pixels.width),
            Double(Self.room.height) / Double(page.pixels.height))
        let size = Size(
            width: max(1, Int((Double(page.pixels.width) * scale).rounded())),
            height: max(1, Int((Double(page.pixels.height) * scale).rounded())))
        // Strokes that can still be seen when they are small.
        let drawn = page.withLabelsDrawn(width: max(1.2, 0.45 / scale)).shrunk(to: size)
        guard let whole = Self.embedded(drawn), let piece = Self.embedded(Self.piece(of: page)) else { return nil }
        self.whole = whole
        self.piece = piece
    }

    /// The training picture of a variant with its labels, as its files hold them.
    static func page(of row: ManifestRow, in root: String) -> Page? {
        guard let image = row.image, RelativePath.staysBelow(image.path),
            let decoded = try? PictureFile(path: RelativePath.join(root, image.path)).decode()
        else { return nil }
        var page = Page(pixels: decoded.raster, dpi: 100)
        if let labels = image.labels, RelativePath.staysBelow(labels),
            let bytes = try? WholeFile.read(RelativePath.join(root, labels), limit: 1 << 28),
            let contents = (try? JSONReader.read(bytes)).flatMap(LabelsFile.read)
        {
            page.truth = contents.truth
        }
        return page
    }

    /// Around the start of the line that is nearest to the middle of the page, or the middle itself.
    private static func piece(of page: Page) -> Raster {
        let (size, pixels) = (pieceSize, page.pixels)
        let middle = Double(pixels.height) / 2
        let lines = page.truth.placedLines.map(\.outline.bounds).filter {
            $0.high.x > 0 && $0.low.x < Double(pixels.width)
        }
        let line = lines.min { abs($0.low.y + $0.high.y - 2 * middle) < abs($1.low.y + $1.high.y - 2 * middle) }
        let left = line.map { $0.low.x - 8 } ?? Double(pixels.width - size.width) / 2
        let top = (line.map { ($0.low.y + $0.high.y) / 2 } ?? middle) - Double(size.height) / 2
        let x = max(0, min(Int(left), pixels.width - size.width))
        let y = max(0, min(Int(top), pixels.height - size.height))
        var piece = Raster(
            pixels.kind == .color ? .color : .gray, width: min(size.width, pixels.width),
            height: min(size.height, pixels.height), filledWith: 255)
        piece.paste(pixels, x: -x, y: -y)
        return piece
    }

    /// As WebP, which every browser shows and which takes the least room.
    private static func embedded(_ picture: Raster) -> Embedded? {
        guard let bytes = try? PictureFormat.webp(quality: 62).encode(picture) else { return nil }
        return Embedded(
            address: "data:image/webp;base64," + Data(bytes).base64EncodedString(), width: picture.width,
            height: picture.height)
    }
}

/// How different the pictures of variants of one page look, on some pages.
struct PixelDistances: Sendable {
    /// Mean difference of gray levels of two variants, 0 (the same) to 1 (black against white).
    let values: [Double]

    /// So many pages at most are looked at.
    private static let most = 16
    /// What is smaller than a 64th of the longer side is not seen.
    private static let side = 64.0

    init(of contents: RunContents, workers: Int) {
        var pairs: [(ManifestRow, ManifestRow)] = []
        let pages = Dictionary(grouping: contents.rows.filter { $0.image != nil }, by: \.source)
        var seen: Set<String> = []
        for row in contents.rows where seen.insert(row.source).inserted {
            if let variants = pages[row.source], variants.count > 1 { pairs.append((variants[0], variants[1])) }
        }
        let step = max(1, pairs.count / Self.most)
        let chosen = pairs.indices.filter { $0 % step == 0 }.prefix(Self.most).map { pairs[$0] }
        var values: [Double] = []
        OrderedPool(workers: workers).run(
            count: chosen.count, cost: { _ in 1 }, start: { () },
            work: { index, _ in Self.distance(chosen[index].0, chosen[index].1, contents.root) },
            deliver: { _, value in
                if let value { values.append(value) }
                return true
            })
        self.values = values
    }

    private static func distance(_ a: ManifestRow, _ b: ManifestRow, _ root: String) -> Double? {
        guard let first = small(a, root), let second = small(b, root, as: first.size), first.size == second.size else {
            return nil
        }
        let sum = zip(first.samples, second.samples).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
        return Double(sum) / 255 / Double(first.samples.count)
    }

    private static func small(_ row: ManifestRow, _ root: String, as size: Size? = nil) -> Raster? {
        guard let image = row.image, RelativePath.staysBelow(image.path),
            let raster = try? PictureFile(path: RelativePath.join(root, image.path)).decode().raster
        else { return nil }
        let scale = side / Double(max(raster.width, raster.height))
        let target =
            size
            ?? Size(
                width: max(1, Int(Double(raster.width) * scale)), height: max(1, Int(Double(raster.height) * scale)))
        return raster.converted(to: .gray).shrunk(to: target)
    }
}
