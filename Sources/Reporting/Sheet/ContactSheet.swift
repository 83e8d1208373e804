public import Imaging
import Lettering

/// Many pages on one picture: thumbnails in rows on white, each in a thin gray frame.
public struct ContactSheet: Sendable {
    /// Thumbnails side by side.
    public let columns: Int
    /// Of the finished picture, in pixels.
    public let width: Int

    private var rows: [[Cell]] = []

    private struct Cell: Sendable {
        let thumbnail: Raster
        let caption: String
    }

    private static let gap = 16
    private static let frame = Color(gray: 184)

    /// A sheet without pages. Thumbnails are as wide as so many columns leave room for.
    public init(columns: Int, width: Int = 1600) {
        self.columns = max(1, columns)
        self.width = max(width, self.columns * (Self.gap + 3) + Self.gap)
    }

    /// How many columns show so many portrait pages well on a landscape sheet.
    public static func columns(for count: Int) -> Int {
        if count <= 4 { return max(1, count) }
        return (4...8).first { $0 * $0 * 2 >= count * 3 } ?? 8
    }

    /// Adds a page; keeps its thumbnail only. Large ones are shrunk, small ones shown as they are. An empty caption takes no
    /// room.
    public mutating func add(_ page: Raster, caption: String) {
        let room = thumbnailWidth
        // A page much longer than wide would make its whole row as high.
        let limit = room * 2
        let scale = min(Double(room) / Double(page.width), Double(limit) / Double(page.height), 1)
        let size = Size(
            width: max(1, Int((Double(page.width) * scale).rounded())),
            height: max(1, Int((Double(page.height) * scale).rounded())))
        let cell = Cell(thumbnail: page.shrunk(to: size), caption: caption)
        if rows.isEmpty || rows[rows.count - 1].count == columns { rows.append([]) }
        rows[rows.count - 1].append(cell)
    }

    /// Makes the next page begin a row.
    public mutating func startRow() {
        if rows.last?.isEmpty == false { rows.append([]) }
    }

    /// How many pages are on the sheet.
    public var count: Int { rows.reduce(0) { $0 + $1.count } }

    /// The sheet as a picture; gray when all pages are.
    public func picture() -> Raster {
        let rows = self.rows.filter { !$0.isEmpty }
        let kind: PixelKind = rows.joined().contains { $0.thumbnail.kind == .color } ? .color : .gray
        let heights = rows.map { row in
            let caption = row.contains { !$0.caption.isEmpty } ? Self.captionHeight : 0
            return (row.map(\.thumbnail.height).max() ?? 0) + 2 + caption
        }
        let height = heights.reduce(Self.gap) { $0 + $1 + Self.gap }
        var sheet = Raster(kind, width: width, height: height, filledWith: 255)
        var y = Self.gap
        for (row, height) in zip(rows, heights) {
            for (column, cell) in row.enumerated() {
                place(cell, on: &sheet, left: Self.gap + column * (thumbnailWidth + 2 + Self.gap), y: y)
            }
            y += height + Self.gap
        }
        return sheet
    }

    private func place(_ cell: Cell, on sheet: inout Raster, left: Int, y: Int) {
        let x = left + (thumbnailWidth - cell.thumbnail.width) / 2
        let (w, h) = (cell.thumbnail.width, cell.thumbnail.height)
        sheet.paste(Raster(.gray, width: w + 2, height: h + 2, filledWith: Self.frame.luma), x: x, y: y)
        sheet.paste(cell.thumbnail, x: x + 1, y: y + 1)
        if let words = caption(cell.caption) {
            let middle = left + (thumbnailWidth + 2 - words.width) / 2
            sheet.paste(words, x: middle, y: y + h + 2 + (Self.captionHeight - words.height) / 2)
        }
    }

    /// The caption in dark gray on white, made smaller until it fits; nil when it is empty or cannot be set.
    private func caption(_ text: String) -> Raster? {
        if text.isEmpty { return nil }
        let room = Size(width: thumbnailWidth + Self.gap - 4, height: Self.captionHeight)
        // A page whose name no installed font can set is shown without it.
        guard let mask = try? Letters(capHeight: 9).mask(text, within: room) else { return nil }
        var words = mask.coverage
        words.apply([LookupTable { level in UInt8(255 - Int(level) * 191 / 255) }])
        return words
    }

    private var thumbnailWidth: Int { (width - Self.gap) / columns - Self.gap - 2 }

    private static let captionHeight = 22
}
