import Imaging
import OperationKit
import Operations
import PipelineSyntax
import Testing

@Suite("Textures, stamps and backgrounds that the user gives")
struct GivenPictureTests {
    /// Each operation that takes a picture, with the parameter that names it.
    private static let takers = Catalog.all.entries.flatMap { entry in
        entry.parameters.filter { $0.kind == .optional(.path) }.map { (entry.manual.name, $0.name) }
    }

    /// What else has to be given for the picture to be seen.
    private static let others: [String: [String: String]] = [
        "background-pattern": ["kind": "tile", "opacity": "0.8"], "stamp": ["place": "anywhere", "opacity": "0.8"],
        "signature": ["place": "anywhere"], "watermark": ["opacity": "0.8"], "bleed-through": ["opacity": "0.8"],
        "coarse-dropout": ["count": "1", "width": "20mm"], "paper-texture": ["strength": "6", "level": "230"],
    ]

    /// A red disk on white, or the same in gray.
    private static func disk(_ kind: PixelKind) -> Raster {
        var picture = Raster(.color, width: 60, height: 60, filledWith: 255)
        picture.withMutablePlane { plane in
            for y in 0..<60 {
                for x in 0..<60 where (x - 30) * (x - 30) + (y - 30) * (y - 30) < 600 {
                    (plane.row(y)[3 * x], plane.row(y)[3 * x + 1], plane.row(y)[3 * x + 2]) = (40, 30, 200)
                }
            }
        }
        return picture.converted(to: kind)
    }

    private func after(_ name: String, _ given: [String: String], _ picture: Raster, on page: Raster) throws -> Raster {
        var trial = Trial(name, given)
        trial.pictures = ["given.png": picture]
        return try trial.run(page)
    }

    @Test("are seen on gray and color pages, be they gray or in color", arguments: takers)
    func seen(name: String, parameter: String) throws {
        let given = (Self.others[name] ?? [:]).merging([parameter: "given.png"]) { $1 }
        for pageKind in [PixelKind.gray, .color] {
            let page = Sheet.text(pageKind, width: 300, height: 300)
            for kind in [PixelKind.gray, .color] {
                let one = try after(name, given, Self.disk(kind), on: page)
                let blank = Raster(kind, width: 60, height: 60, filledWith: 255)
                #expect(try one != after(name, given, blank, on: page), "\(name): a \(kind) picture leaves no trace")
            }
        }
    }

    @Test("that have not been loaded are an error with their name", arguments: takers)
    func missing(name: String, parameter: String) throws {
        let given = (Self.others[name] ?? [:]).merging([parameter: "given.png"]) { $1 }
        let error = #expect(throws: OperationFailure.self) {
            try Trial(name, given).run(Sheet.text(.gray, width: 300, height: 300))
        }
        #expect(error?.description.contains("'given.png'") == true)
    }

    @Test(
        "keep the color of their ink, a gray one takes that of the step",
        arguments: [
            ("stamp", ["color": "blue"]), ("signature", ["color": "blue"]), ("watermark", ["mode": "over"]),
        ])
    func ink(name: String, own: [String: String]) throws {
        let given = (Self.others[name] ?? [:]).merging(own) { $1 }.merging(["image": "given.png"]) { $1 }
        let page = Raster(.color, width: 300, height: 300, filledWith: 255)
        let colored = try mean(after(name, given, Self.disk(.color), on: page))
        #expect(colored.red > colored.blue + 2, "\(name) lost the red of its picture: \(colored)")
        let gray = try mean(after(name, given, Self.disk(.gray), on: page))
        #expect(gray.red <= gray.blue, "\(name) took a color from a gray picture: \(gray)")
    }

    @Test("a stamp's `ink` holds for a colored picture too")
    func ownInk() throws {
        let page = Raster(.color, width: 300, height: 300, filledWith: 255)
        let given = ["place": "anywhere", "opacity": "0.8", "image": "given.png", "ink": "blue"]
        let tone = try mean(after("stamp", given, Self.disk(.color), on: page))
        #expect(tone.blue > tone.red + 2)
    }

    @Test("a colored photo of paper tints the sheet and keeps its level, a gray one does not tint it")
    func paper() throws {
        var photo = Raster(.color, width: 40, height: 30, filledWith: 0)
        photo.withMutablePlane { plane in
            for y in 0..<30 {
                for x in 0..<40 {
                    let level = UInt8(190 + (x * 7 + y * 11) % 9)
                    (plane.row(y)[3 * x], plane.row(y)[3 * x + 1], plane.row(y)[3 * x + 2]) = (
                        level - 40, level, level + 8
                    )
                }
            }
        }
        let given = ["image": "given.png", "level": "220", "strength": "3"]
        for kind in [PixelKind.gray, .color] {
            let page = Raster(kind, width: 120, height: 100, filledWith: 255)
            let sheet = try after("paper-texture", given, photo, on: page)
            #expect(sheet.kind == .color)
            let tone = mean(sheet)
            #expect(tone.red > tone.blue + 25)
            let gray = try after("paper-texture", given, photo.converted(to: .gray), on: page)
            #expect(gray.kind == kind)
            let level = mean(gray)
            #expect(abs(level.red - 220) < 2 && abs(level.blue - 220) < 2)
        }
    }

    /// The mean of each channel.
    private func mean(_ pixels: Raster) -> (blue: Double, green: Double, red: Double) {
        let samples = pixels.converted(to: .color).samples
        func mean(_ channel: Int) -> Double {
            let own = stride(from: channel, to: samples.count, by: 3).map { Double(samples[$0]) }
            return own.reduce(0, +) / Double(own.count)
        }
        return (mean(0), mean(1), mean(2))
    }
}
