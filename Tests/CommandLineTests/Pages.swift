import Codecs
import Imaging
import Lettering

/// Pages for the tests: small, and made here.
enum Pages {
    /// A page with bars where lines of text would be; `seed` moves them, so that no two pages are alike.
    static func bars(_ width: Int = 120, _ height: Int = 160, seed: Int = 0) -> Raster {
        var page = Raster(.gray, width: width, height: height, filledWith: 255)
        page.withMutablePlane { plane in
            for y in 0..<height where y % 12 > 3 && y % 12 < 9 {
                for x in 10..<max(10, width - 10) where (x * 7 + y / 12 * 13 + seed * 5) % 23 > 6 {
                    plane.row(y)[x] = UInt8(20 + (x + seed) % 30)
                }
            }
        }
        return page
    }

    /// A PNG of such a page.
    static func png(_ width: Int = 120, _ height: Int = 160, seed: Int = 0, dpi: Double? = 100) -> [UInt8] {
        (try? PictureFormat.png.encode(bars(width, height, seed: seed), dpi: dpi)) ?? []
    }

    /// A PNG of lines of text at 150 dpi, black on white.
    static func text(_ lines: [String]) throws -> [UInt8] {
        var page = Raster(.gray, width: 700, height: 60 + 50 * lines.count, filledWith: 255)
        for (number, line) in lines.enumerated() {
            guard let mask = try Letters(family: "Serif", capHeight: 18).mask(line)?.coverage else { continue }
            mask.withPlane { letters in
                page.withMutablePlane { plane in
                    for y in 0..<letters.height {
                        for x in 0..<min(letters.width, 640) {
                            plane.row(30 + number * 50 + y)[30 + x] = 255 - letters.row(y)[x]
                        }
                    }
                }
            }
        }
        return try PictureFormat.png.encode(page, dpi: 150)
    }
}

/// Pipelines for the tests.
enum Pipelines {
    /// Every kind of chance: which step runs, what is drawn, noise, a branch, a second output.
    static let rich = """
        pipeline: rich
        seed: 5
        variants: 4
        stages:
          ink:
            - ink-bleed: {p: 0.7}
            - letterpress: {p: 0.5}
          paper:
            from: blank
            steps:
              - color-paper: {p: 0.5}
          print:
            from: [ink, paper]
            merge: multiply
          post:
            - lighting-gradient: {p: 0.5}
            - one-of: [jpeg: {quality: 30..80}, subtle-noise]
            - rotate: {angle: -3..3}
          clean-up:
            - grayscale
            - otsu
        outputs:
          image: post
          binary: clean-up

        """

    /// One quick step.
    static let plain = """
        stages:
          scan:
            - subtle-noise

        """

    /// Reads every variant back.
    static func read(_ keep: String) -> String {
        plain + """
            readability:
              on: scan
              languages: [eng]
              keep: \(keep)

            """
    }
}
