public import Imaging
public import OperationKit

/// A sheet that was balled up and flattened again.
public struct Crumple: GeometricOperation, PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "crumple", family: .handling, on: [.page, .paper], peers: ["crumpled-paper", "wrinkles", "creases"],
        "The sheet was balled up and flattened again: soft, curved ridges of many sizes that run into one another.",
        main: "depth",
        severities: Severities(
            mild: ["depth": "0.3mm", "contrast": "0.15"], medium: ["depth": "0.8mm", "contrast": "0.3"],
            strong: ["depth": "2mm", "contrast": "0.5", "facet": "22mm", "wear": "0.4"]),
        promises: [
            .identity(with: ["depth": "0mm", "contrast": "0", "wear": "0"]), .roundTrip(atMost: 0.1), .labelsHit,
            .meanShift(atMost: 10), .grayEqualsColor(),
            .monotone("contrast", values: ["0", "0.1", "0.2", "0.4", "0.8"]),
        ],
        cost: (75, 65))

    let facet: Double
    let depth: Double
    let contrast: Double
    let light: Double
    let wear: Double
    let levels: Int
    /// How pixels are pulled.
    public let resampling: Resampling

    /// Declares the parameters.
    public init(_ p: inout Parameters) {
        facet = p.length("facet", "15..40mm", in: .mm(2...200), "from one large ridge to the next")
        depth = p.length("depth", "0.3..0.8mm", in: .mm(0...10), "how high the paper stands")
        contrast = p.share("contrast", "0.1..0.3", "how much darker a flank away from the light is")
        light = p.angle("light", "0..360", in: 0...360, "where the light comes from")
        wear = p.share("wear", "0..0.15", "ink rubbed off along the ridges")
        levels = p.count("levels", "3", in: 1...3, "large ridges, smaller ones between them, and so on")
        resampling = p.resampling()
    }

    /// The map on a page of that size.
    public func map(of page: PageContext, _ random: RandomStream) -> GeometricMap {
        if depth < 1 / 16 { return .identity(page.size) }
        // Paper that leans lies a little off its place, by less than it stands high. Only the large ridges move it.
        let sheet = CrumpledSheet(
            page.size, cell: facet, octaves: min(levels, 2), spacing: MeshMap.cell, random.child("sheet"))
        let limit = 0.45 * depth
        let shifts = sheet.slopes(per: max(facet, 12)).map { slope -> Point in
            let wanted = slope * (0.12 * depth)
            let length = (wanted.x * wanted.x + wanted.y * wanted.y).squareRoot()
            return length > limit ? wanted * (limit / length) : wanted
        }
        var mesh = MeshMap(page.size, shifts: shifts)
        mesh.limitSlope(to: 0.5)
        return GeometricMap(mesh, outputSize: page.size)
    }

    /// Shades the flanks, draws the sharpest folds and rubs the ink off them.
    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if contrast == 0, wear == 0 { return }
        // About half a millimeter from node to node.
        let spacing = [2, 4, 8].last { Double($0) <= max(2, page.pixels(mm: 0.7)) } ?? 2
        let sheet = CrumpledSheet(
            pixels.size, cell: facet, octaves: levels + 1, spacing: spacing, random.child("sheet"))
        if pixels.kind == .bilevel { pixels.kind = .gray }
        if contrast > 0 { shade(pixels.size, sheet).apply(to: &pixels) }
        drawFolds(on: &pixels, sheet, page, random)
    }

    /// Light from a side on the flanks, a little less of it in the valleys.
    private func shade(_ size: Size, _ sheet: CrumpledSheet) -> LightField {
        let (sine, cosine) = sineAndCosine(degrees: light)
        let facing = sheet.slopes(per: max(facet, 12)).map { $0.y * sine - $0.x * cosine }
        let deviation = (facing.reduce(0) { $0 + $1 * $1 } / Double(facing.count)).squareRoot()
        let scale = 0.55 / max(0.3, deviation)
        let gains = facing.map { slope -> Double in
            let tone = slope * scale
            // Soft at both ends: no flank is black, and paper that is lit well is hardly lighter than flat paper.
            let bent = tone / (1 + abs(tone) * 0.5)
            return 1 + contrast * (bent > 0 ? 0.35 * bent : bent) * 0.9 + contrast * 0.06
        }
        return LightField(size, spacing: sheet.spacing, gains: gains)
    }

    /// The sharpest folds are seen as fine lines, bright where they stand up; ink is rubbed off those.
    private func drawFolds(
        on pixels: inout Raster, _ sheet: CrumpledSheet, _ page: PageContext, _ random: RandomStream
    ) {
        let paper = pixels.borderColor(frame: page.pixels(mm: 2)).samples(for: pixels.kind)
        let noise = PlaceNoise(random.child("wear"))
        let speck = max(1, Int(page.pixels(mm: 0.12).rounded()))
        let size = pixels.size
        pixels.withMutablePlane { plane in
            for fold in sheet.folds.indices {
                let share = contrast / Double(fold + 1) * 0.28
                let rub = wear / Double(fold + 1)
                let width = max(0.9, page.pixels(mm: 0.28) / Double(fold + 1))
                sheet.alongFolds(fold, width: width, on: size) { x, y, across, strength in
                    // Weak folds leave no line.
                    let sharp = Double(min(1, max(0, abs(strength) * 1.7 - 0.5)))
                    let core = sharp * Double(1 - across * across)
                    if core <= 0 { return }
                    let gain = 1 + share * core * (strength > 0 ? 0.5 : -0.9)
                    let isRubbed =
                        rub > 0 && strength > 0 && Double(noise.byte(x / speck, y / speck)) < 255 * rub * core * 1.6
                    let pixel = plane.row(y) + x * plane.channels
                    for c in 0..<plane.channels {
                        var level = Double(pixel[c])
                        if isRubbed, Int(pixel[c]) * 4 < Int(paper[c]) * 3 {
                            level += (Double(paper[c]) - level) * 0.75
                        }
                        pixel[c] = UInt8(min(255, max(0, level * gain)) + 0.5)
                    }
                }
            }
        }
    }
}
