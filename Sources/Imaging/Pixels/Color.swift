/// A color of 8 bits a channel.
public struct Color: Hashable, Sendable {
    public let red: UInt8
    public let green: UInt8
    public let blue: UInt8

    public static let white = Color(gray: 255)
    public static let black = Color(gray: 0)

    public init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    public init(gray level: UInt8) {
        self.init(red: level, green: level, blue: level)
    }

    /// Brightness 0…255 with the weights 0.299, 0.587 and 0.114, rounded.
    public var luma: UInt8 {
        let weighted: UInt32 = UInt32(red) * 19595 + UInt32(green) * 38470 + UInt32(blue) * 7471
        return UInt8((weighted + 32768) >> 16)
    }

    /// Whether the three channels differ, so that a gray page would have to become a color page to show it.
    public var hasHue: Bool { red != green || green != blue }

    /// The channels in the order of a raster of that kind: one level, or blue, green, red.
    public func samples(for kind: PixelKind) -> [UInt8] {
        kind == .color ? [blue, green, red] : [luma]
    }
}
