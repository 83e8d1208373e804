import Imaging
import OperationKit

/// What a sheet lies on when it is photographed.
enum Desk {
    /// Its tone where nothing disturbs it.
    static func tone(of background: PhonePhoto.Background) -> Color {
        switch background {
        case .wood: Color(red: 150, green: 108, blue: 72)
        case .cloth: Color(red: 92, green: 104, blue: 124)
        case .dark: Color(red: 46, green: 44, blue: 43)
        case .light: Color(red: 206, green: 203, blue: 198)
        case .paper: Color(red: 232, green: 229, blue: 222)
        }
    }

    /// A picture of it, or the given one from anywhere in it, mirrored at its edges where it is smaller.
    static func picture(
        of background: PhonePhoto.Background, _ image: Raster?, _ size: Size, _ page: PageContext,
        _ random: RandomStream
    ) -> Raster {
        var result = Raster(uninitialized: .color, width: size.width, height: size.height)
        if let image {
            let tile = image.converted(to: .color)
            let left = random.child("offset").integer(0...2 * tile.width - 1, 0)
            let top = random.child("offset").integer(0...2 * tile.height - 1, 1)
            let columns = (0..<size.width).map { (left + $0).mirrored(below: tile.width) }
            tile.withPlane { from in
                result.withMutablePlane { to in
                    for y in 0..<to.height {
                        let row = from.row((top + y).mirrored(below: from.height))
                        let target = to.row(y)
                        for (x, column) in columns.enumerated() {
                            for c in 0..<3 { target[3 * x + c] = row[3 * column + c] }
                        }
                    }
                }
            }
            return result
        }
        let mm = page.pixels(mm: 1)
        let isWood = background == .wood
        // Grain of wood runs across the picture, threads of cloth are as wide as high.
        var coarse = LatticeNoise(
            random.child("coarse"), width: size.width, cell: isWood ? (60 * mm, 2.4 * mm) : (30 * mm, 30 * mm),
            octaves: 3, gain: 0.6)
        var fine = LatticeNoise(
            random.child("fine"), width: size.width, cell: isWood ? (14 * mm, 0.5 * mm) : (0.5 * mm, 0.5 * mm))
        let (broad, narrow): (Int, Int)
        switch background {
        case .wood: (broad, narrow) = (70, 26)
        case .cloth: (broad, narrow) = (16, 44)
        default: (broad, narrow) = (14, 8)
        }
        let tone = Desk.tone(of: background).samples(for: .color).map(Int.init)
        let plank = max(1, Int(95 * mm))
        let tones = random.child("planks")
        result.withMutablePlane { to in
            for y in 0..<to.height {
                let (a, b) = (coarse.row(y), fine.row(y))
                let groove = isWood && y % plank < max(1, Int(0.6 * mm)) ? 130 : 256
                let own = isWood ? Int(tones.uniform(-22...22, y / plank)) : 0
                let row = to.row(y)
                for x in 0..<to.width {
                    let rough = (Int(a[x]) - 128) * broad + (Int(b[x]) - 128) * narrow
                    let gain = max(0, 256 + own + rough / 100)
                    for c in 0..<3 {
                        row[3 * x + c] = UInt8(min(255, tone[c] * gain * groove / 65536))
                    }
                }
            }
        }
        return result
    }
}

extension SheetSpans {
    /// The light on the desk under the soft shadow of the sheet.
    func shadow(_ strength: Double, reach: Double) -> LightField {
        let cell = LightField.cell
        let (across, down) = LightField.nodes(on: size, spacing: cell)
        let radius = max(1, Int((reach / Double(cell)).rounded()))
        // Two passes of a box over the sheet, seen a little to the lower right.
        var cover = (0..<across * down).map { i -> Double in
            let (x, y) = (i % across * cell - Int(reach / 3), i / across * cell - Int(reach / 3))
            guard (0..<size.height).contains(y) else { return 0 }
            return columns(y).contains(x) ? 1 : 0
        }
        for _ in 0..<2 {
            cover = SheetSpans.box(cover, across, down, radius, stride: 1)
            cover = SheetSpans.box(cover, across, down, radius, stride: across)
        }
        return LightField(size, spacing: cell, gains: cover.map { 1 - strength * $0 })
    }

    private static func box(
        _ values: [Double], _ columns: Int, _ rows: Int, _ radius: Int, stride: Int
    ) -> [Double] {
        values.indices.map { i in
            let (place, count) = stride == 1 ? (i % columns, columns) : (i / columns, rows)
            var sum = 0.0
            for k in -radius...radius {
                sum += values[i + (min(max(place + k, 0), count - 1) - place) * stride]
            }
            return sum / Double(2 * radius + 1)
        }
    }
}
