public import Imaging
import Synchronization

/// Words as a mask: how much of each pixel the letters cover (0…255), cut to the letters' box.
public struct LetterMask: Sendable {
    /// One gray sample per pixel.
    public let coverage: Raster
    /// The height of capitals in pixels, which is less than asked for where a limit made the letters smaller.
    public let capHeight: Double
}

/// How words are set: the family of the type, its weight and the height of its capitals.
public struct Letters: Sendable, Hashable {
    /// A name that fontconfig knows; generic names (`Sans`, `Serif`, `Monospace`) always fit.
    public var family: String
    /// Whether the bold cut is used.
    public var bold: Bool
    /// Height of a capital in pixels.
    public var capHeight: Double

    /// Letters of a family; `capHeight` in pixels.
    public init(family: String = "Sans", bold: Bool = false, capHeight: Double) {
        self.family = family
        self.bold = bold
        self.capHeight = capHeight
    }

    /// Sets one line of words, turned by `angle` degrees counterclockwise. The letters are drawn turned, not resampled.
    /// If the mask would not fit within `limit`, the letters are made smaller until it does. Throws `UnsetLetters` when
    /// no installed font has some of the characters. Nil when nothing is left to see.
    public func mask(_ text: String, angle: Double = 0, within limit: Size? = nil) throws -> LetterMask? {
        try press.withLock { press in try press.mask(text, self, angle: angle, within: limit) }
    }

    /// The width of an upright stroke as a share of the height of capitals.
    public var stem: Double {
        press.withLock { press in press.stem(self) }
    }

    /// The files of the fonts that a text is set in on this machine.
    public func fontFiles(_ text: String) -> [String] {
        press.withLock { press in press.fontFiles(text, self) }
    }

    /// Those characters of a text that no installed font can set.
    public func unsettable(_ text: String) -> [Character] {
        press.withLock { press in text.filter { press.lacks(String($0), self) } }
    }
}

/// Characters that no installed font has.
public struct UnsetLetters: Error, CustomStringConvertible {
    /// The characters, in the order of the text.
    public let characters: [Character]

    /// A sentence that names them and what to install.
    public var description: String {
        let named = characters.map { "'\($0)'" }.joined(separator: ", ")
        return "no installed font has \(named); the packages fonts-dejavu-core and fonts-noto-cjk hold most scripts"
    }
}
