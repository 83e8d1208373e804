/// By how much pixels are drawn out to become square: those of a fax are higher than wide.
public struct PixelShape: Hashable, Sendable {
    /// 1 or more, across.
    public let across: Double
    /// 1 or more, down.
    public let down: Double

    /// That of square pixels.
    public static let square = PixelShape(across: 1, down: 1)

    private init(across: Double, down: Double) {
        (self.across, self.down) = (across, down)
    }

    /// Of a picture with so many pixels per inch across and down: the finer of the two stays.
    public init(dpi: Double, down dpiDown: Double) {
        // Files hold whole pixels per meter, so that a picture has one shape before and after it was stored.
        let (columns, rows) = ((dpi / 0.0254).rounded(), (dpiDown / 0.0254).rounded())
        guard columns > 0, rows > 0, columns != rows else {
            self = .square
            return
        }
        self.init(across: max(1, rows / columns), down: max(1, columns / rows))
    }

    /// Where a place of the picture is once pixels are square.
    func drawnOut(_ point: Point) -> Point { Point(point.x * across, point.y * down) }

    /// The size of a picture once its pixels are square.
    func drawnOut(_ size: Size) -> Size {
        if self == .square { return size }
        return Size(
            width: Int((Double(size.width) * across).rounded(.up)),
            height: Int((Double(size.height) * down).rounded(.up)))
    }
}
