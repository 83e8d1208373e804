public import Imaging
public import OperationKit

/// Specks, hairs and lint on the glass of a scanner.
public struct DirtyScreen: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "dirty-screen", family: .print, on: [.page], peers: ["DirtyScreen", "dust", "dirty-glass", "hairs", "lint"],
        "Specks, hairs and lint on the glass of a scanner.", main: "specks",
        severities: Severities(
            mild: ["specks": "0.3"], medium: ["specks": "1.5", "hairs": "2"], strong: ["specks": "8", "hairs": "8"]),
        promises: [
            .onlyDarkens(with: ["light": "0"]), .identity(with: ["specks": "0", "hairs": "0"]), .grayEqualsColor(),
            .monotone("specks", values: ["0", "5", "20", "60", "200"]),
        ],
        cost: (6, 4))

    let specks: Double
    let size: Double
    let hairs: Double
    let level: Double
    let light: Double

    public init(_ p: inout Parameters) {
        specks = p.number("specks", "0.2..1", in: 0...200, "specks per square centimeter")
        size = p.length("size", "0.25..0.5mm", in: .mm(0.02...5), "how large the largest are")
        hairs = p.number("hairs", "0.3..1.5", in: 0...100, "hairs per square decimeter")
        level = p.number("level", "60..160", in: 0...255, "how dark they look")
        light = p.share("light", "0.2", "share of the specks that are lighter than the page")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard specks > 0 || hairs > 0 else { return }
        let mm = page.pixels(mm: 1)
        let blobs = ScatteredBlobs(perSquareCentimeter: specks, size: 0.06...max(0.07, size / mm), irregular: 0.55)
            .blobs(on: pixels.size, dpi: page.dpi, random.child("specks"))
        let lint = ScatteredStrokes(
            perSquareDecimeter: hairs, length: 2...12, width: 0.06...0.12, direction: nil, bend: 160
        ).paths(on: pixels.size, dpi: page.dpi, random.child("hairs"))
        if pixels.kind == .bilevel { pixels.kind = .gray }
        let dark = Color(gray: UInt8(level.rounded()))
        pixels.withMutablePlane { plane in
            for blob in blobs {
                let isLight = blob.stream.chance(light, 20)
                blob.draw(
                    on: plane, color: isLight ? .white : dark, opacity: blob.stream.uniform(0.4...1, 21),
                    multiply: !isLight)
            }
            for (path, width, stream) in lint {
                Stroke(path, tool: .pen, width: width, color: dark, density: stream.uniform(0.6...1, 22))
                    .draw(on: plane, dpi: page.dpi, stream)
            }
        }
    }
}
