import Imaging
import OperationKit

/// A page whose pixels are not square as it were with square ones, with its rows drawn out.
struct SquareSheet {
    /// As the page has it.
    let size: Size
    let dpi: Double
    let dpiDown: Double
    /// As it has it with square pixels.
    let square: Size

    init(size: Size, dpi: Double, dpiDown: Double) {
        (self.size, self.dpi, self.dpiDown) = (size, dpi, dpiDown)
        square = Size(width: size.width, height: Self.rows(size.height, by: dpi / dpiDown))
    }

    static func rows(_ count: Int, by factor: Double) -> Int { max(1, Int((Double(count) * factor).rounded())) }

    /// From the page to the sheet.
    var drawnOut: GeometricMap { Self.stretched(size, to: square) }

    /// A map that only makes rows more or fewer, exact at the edges.
    static func stretched(_ size: Size, to target: Size) -> GeometricMap {
        let factor = Double(target.height) / Double(size.height)
        return GeometricMap(Homography.scale(1, factor) ?? .identity, outputSize: target)
    }

    /// The passage of the pixels to the sheet.
    func passage(_ stream: RandomStream) -> Passage {
        Passage(Passage.Step(drawnOut, from: size, dpi: dpi, stream))
    }
}

/// What a geometric operation does to a page, and the resolution that it then has.
struct SheetTurn {
    let map: GeometricMap
    let dpi: Double
    /// Down the page, where it is another than across.
    let dpiDown: Double?

    /// On a page of square pixels.
    init(_ operation: any GeometricOperation, _ page: PageContext, _ chance: RandomStream) {
        map = operation.map(of: page, chance)
        dpi = operation.dpi(after: map, of: page)
        dpiDown = nil
    }

    /// On a page of other pixels: the map is found on the sheet, and its rows are drawn out before and pressed together
    /// after. Turns and flips that move whole pixels do so here as well.
    init(
        _ operation: any GeometricOperation, _ page: PageContext, on sheet: SquareSheet, _ pixels: Raster?,
        _ chance: RandomStream
    ) {
        if pixels == nil, let turn = operation.map(of: page, chance).homography.flatMap(Self.wholeTurn) {
            map = operation.map(of: page, chance)
            dpi = turn.isSideways ? sheet.dpiDown : sheet.dpi
            dpiDown = turn.isSideways ? sheet.dpi : sheet.dpiDown
            return
        }
        let drawnOut = sheet.drawnOut
        let lines = page.lines.map { line in
            var points = line.points
            drawnOut.push(&points)
            return Outline(points, top: line.top)
        }
        let context = PageContext(
            size: sheet.square, dpi: sheet.dpi, layer: page.layer, lines: lines, pictures: page.pictures,
            pixels: pixels,
            isDPIGuessed: page.isDPIGuessed)
        let inner = operation.map(of: context, chance)
        dpi = operation.dpi(after: inner, of: context)
        if operation.makesSquarePixels {
            dpiDown = nil
            map = drawnOut.then(inner)
            return
        }
        dpiDown = dpi * sheet.dpiDown / sheet.dpi
        guard !inner.isIdentity(on: sheet.square) else {
            map = .identity(sheet.size)
            return
        }
        let rows = SquareSheet.rows(inner.outputSize.height, by: sheet.dpiDown / sheet.dpi)
        let target = Size(width: inner.outputSize.width, height: rows)
        map = drawnOut.then(inner).then(SquareSheet.stretched(inner.outputSize, to: target))
    }

    /// A turn or flip by quarters.
    private struct WholeTurn {
        let isSideways: Bool
    }

    /// Whether a map turns or flips the page by quarters, so that each pixel becomes one; nil for others, and for shifts.
    private static func wholeTurn(_ map: Homography) -> WholeTurn? {
        let m = map.matrix
        guard map.isAffine, [m[0], m[1], m[3], m[4]].allSatisfy({ $0 == 0 || abs($0) == 1 }) else { return nil }
        let isSideways = m[0] == 0 && m[4] == 0 && m[1] != 0 && m[3] != 0
        let isFlipped = m[1] == 0 && m[3] == 0 && (m[0] < 0 || m[4] < 0)
        return isSideways || isFlipped ? WholeTurn(isSideways: isSideways) : nil
    }
}
