/// Pixels per inch as a file states them.
public struct Resolution: Sendable, Equatable {
    /// Along the rows.
    public var across: Double
    /// Along the columns.
    public var down: Double

    init(across: Double, down: Double) {
        self.across = across
        self.down = down
    }

    /// From whole pixels per meter, as PNG and BMP have it: a whole number of pixels per inch comes back as that number.
    init(perMeter across: Int, _ down: Int) {
        self.init(across: Self.inches(perMeter: across), down: Self.inches(perMeter: down))
    }

    /// From pixels per centimeter.
    init(perCentimeter across: Double, _ down: Double) {
        self.init(across: Self.inches(perCentimeter: across), down: Self.inches(perCentimeter: down))
    }

    /// The 72 that writers put in when they do not know, and what no scanner gives, says nothing about the page.
    var isBelievable: Bool { (30...2400).contains(across) && (30...2400).contains(down) && abs(across - 72) > 0.05 }

    /// Whether the two directions differ by more than 1 %.
    var isUneven: Bool { abs(across - down) > 0.01 * across }

    var turned: Resolution { Resolution(across: down, down: across) }

    /// The whole number per meter that stands for `dpi`.
    static func perMeter(_ dpi: Double) -> Int { Int((dpi / 0.0254).rounded()) }

    private static func inches(perMeter count: Int) -> Double {
        let exact: Double = Double(count) * 0.0254
        let whole: Double = exact.rounded()
        return perMeter(whole) == count ? whole : exact
    }

    private static func inches(perCentimeter count: Double) -> Double {
        let exact: Double = count * 2.54
        // Writers that can only store whole numbers round 300 dpi to 118 per centimeter; the usual resolutions come back.
        let usual: [Double] = [75, 100, 150, 200, 240, 300, 400, 600, 1200, 2400]
        let near: Double? = usual.first { abs(count - $0 / 2.54) < 0.51 && abs(exact - $0) < 0.02 * $0 }
        guard count == count.rounded(), let near else {
            let whole: Double = exact.rounded()
            return abs(exact - whole) < 0.005 ? whole : exact
        }
        return near
    }
}

extension PageHeader {
    /// Takes over what the file says about the rows as stored, and notes what cannot be believed.
    mutating func setResolution(_ stored: Resolution?) {
        guard let stored = orientation >= 5 ? stored?.turned : stored, stored.across.isFinite, stored.down.isFinite,
            stored.across > 0, stored.down > 0
        else {
            notes.append(
                PictureNote(.unknownResolution, "the file states no resolution; give one with --dpi or input.dpi"))
            return
        }
        storedResolution = stored
        if !stored.isBelievable {
            let why: String =
                abs(stored.across - 72) <= 0.05 ? "is what writers put in when they do not know" : "cannot be right"
            notes.append(
                PictureNote(
                    .unknownResolution,
                    "the stated \(Self.short(stored.across))\(stored.isUneven ? " × \(Self.short(stored.down))" : "") dpi \(why); give the resolution with --dpi or input.dpi"
                ))
        } else if stored.isUneven {
            notes.append(
                PictureNote(
                    .unevenResolution,
                    "\(Self.short(stored.across)) dpi across but \(Self.short(stored.down)) dpi down; "
                        + "shapes are kept as on paper, and 'rescale' makes the pixels square"))
        }
    }

    private static func short(_ dpi: Double) -> String {
        let tenths: Double = (dpi * 10).rounded() / 10
        return tenths == tenths.rounded() && abs(tenths) < 1e9 ? "\(Int(tenths))" : "\(tenths)"
    }
}
