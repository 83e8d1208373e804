import Imaging
import OperationKit

/// A side of the sheet.
enum SheetSide: Int, CaseIterable {
    case left, right, top, bottom
}

/// Sides as a pipeline names them.
enum SideChoice: String, CaseIterable {
    case random, left, right, top, bottom, all

    /// The sides that are meant; `random` is one of them.
    func sides(_ stream: RandomStream) -> [SheetSide] {
        switch self {
        case .random: [SheetSide.allCases[stream.integer(0...3)]]
        case .left: [.left]
        case .right: [.right]
        case .top: [.top]
        case .bottom: [.bottom]
        case .all: SheetSide.allCases
        }
    }
}

/// A rim of the page that follows its sides at a depth that changes along them, in pixels.
struct RaggedRim {
    private let size: Size
    /// The depth at each pixel along a side; none for sides that have no rim.
    private var depths: [[Double]?] = [nil, nil, nil, nil]

    /// A rim at `sides`, whose depth at a place along a side `depth` tells.
    init(_ size: Size, _ sides: [SheetSide], depth: (SheetSide) -> [Double]) {
        self.size = size
        for side in sides { depths[side.rawValue] = depth(side) }
    }

    /// How many pixels a side has.
    static func length(of side: SheetSide, on size: Size) -> Int {
        side == .left || side == .right ? size.height : size.width
    }

    /// How far behind the rim a pixel's middle lies, towards the middle of the page; below 0 it lies in the rim.
    func depth(_ x: Int, _ y: Int) -> Double {
        var least = Double.infinity
        let offsets = [Double(x), Double(size.width - 1 - x), Double(y), Double(size.height - 1 - y)]
        for side in 0..<4 {
            if let cut = depths[side] { least = min(least, offsets[side] + 0.5 - cut[side < 2 ? y : x]) }
        }
        return least
    }

    /// How far a place along a side it is cut.
    func cut(_ side: SheetSide, _ place: Int) -> Double { depths[side.rawValue]?[place] ?? 0 }

    /// Calls `body` with each pixel that lies less than `within` behind the rim.
    func visit(within: Double, _ body: (_ x: Int, _ y: Int, _ depth: Double) -> Void) {
        let bands = depths.map { cut -> Int in
            guard let most = cut?.max() else { return 0 }
            return Int(max(0, most + within).rounded(.up)) + 1
        }
        for y in 0..<size.height {
            let isWhole = y < bands[2] || y >= size.height - bands[3] || bands[0] + bands[1] >= size.width
            for columns in isWhole ? [0..<size.width] : [0..<bands[0], (size.width - bands[1])..<size.width] {
                for x in columns {
                    let depth = depth(x, y)
                    if depth < within { body(x, y, depth) }
                }
            }
        }
    }
}

extension RandomStream {
    /// Smooth chance along a line, −1…1 at each of `count` pixels, with swings of about `cell` pixels.
    func line(_ count: Int, cell: Double, octaves: Int = 3) -> [Double] {
        var noise = LatticeNoise(self, width: max(1, count), cell: (max(1, cell), 4), octaves: octaves, gain: 0.55)
        return noise.row(0).map { (Double($0) - 128) / 100 }
    }
}
