public import Imaging
internal import JSON

/// Pixels per inch of a picture, across and down.
public struct PictureResolution: Sendable, Equatable {
    /// Along the rows.
    public let across: Double
    /// Along the columns.
    public let down: Double

    /// One resolution, or another down than across.
    public init(_ across: Double, down: Double? = nil) {
        self.across = across
        self.down = down ?? across
    }

    /// That of a page; nil when it was assumed.
    public init?(_ page: Page) {
        if page.isDPIGuessed { return nil }
        self.init(page.dpi, down: page.dpiDown)
    }

    /// Reads a number, or a list of two: across and down.
    init?(_ json: JSONValue) {
        if let number = json.double {
            self.init(number)
            return
        }
        guard let numbers = json.elements?.compactMap(\.double), numbers.count == 2 else { return nil }
        self.init(numbers[0], down: numbers[1])
    }

    /// A number, or a list of two where they differ.
    var json: JSONValue {
        across == down
            ? .decimal(across, digits: 2) : .array([.decimal(across, digits: 2), .decimal(down, digits: 2)])
    }
}
