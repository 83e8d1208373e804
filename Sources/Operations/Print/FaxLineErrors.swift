public import Imaging
public import OperationKit

/// Scan lines of a fax that got lost on the way: repeated, torn sideways, or blank.
public struct FaxLineErrors: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "fax-line-errors", family: .print, on: [.page], gives: .same, peers: ["g3-errors", "fax-noise"],
        "Scan lines of a fax that got lost on the way: repeated, torn sideways, or blank.", main: "errors",
        severities: Severities(
            mild: ["errors": "3"], medium: ["errors": "10"], strong: ["errors": "30", "burst": "3"]),
        promises: [
            .identity(with: ["errors": "0"]), .keepsBlankPaper, .grayEqualsColor(),
            .monotone("errors", values: ["0", "3", "10", "30"]),
        ],
        cost: (2, 1))

    let errors: Int
    let repeated: Double
    let torn: Double
    let line: Double
    let burst: Int

    public init(_ p: inout Parameters) {
        errors = p.count("errors", "2..8", in: 0...2000, "how many")
        repeated = p.share("repeat", "0.6", "share of them that show the line above again")
        torn = p.share("shift", "0.25", "share of them whose rest of the line is shifted; others are blank")
        line = p.length("line", "0.26mm", in: .mm(0.03...2), "height of a scan line")
        burst = p.count("burst", "1..2", in: 1...20, "lines lost at once")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard errors > 0, !pixels.isFlat else { return }
        let height = max(1, Int(line.rounded()))
        let lines = (pixels.height + height - 1) / height
        pixels.withMutablePlane { plane in
            for i in 0..<errors {
                let own = random.child(i)
                let first = own.integer(0...max(0, lines - 1), 0)
                let kind = own.unit(1)
                let place = Int(own.unit(2) * Double(plane.width))
                let shift = Int(own.uniform(-8...8, 3) * page.pixels(mm: 1))
                for row in first * height..<min(plane.height, (first + burst) * height) {
                    if kind < repeated {
                        let above = max(0, first * height - 1)
                        plane.row(row).update(from: plane.row(above), count: plane.rowCount)
                    } else if kind < repeated + torn {
                        tear(plane, row, at: place, by: shift)
                    } else {
                        plane.row(row).update(repeating: 255, count: plane.rowCount)
                    }
                }
            }
        }
    }

    /// The rest of a row from a place on, moved sideways; white where nothing is left.
    private func tear(_ plane: MutablePlane, _ y: Int, at place: Int, by shift: Int) {
        let row = plane.row(y)
        let old = Array(UnsafeBufferPointer(start: row, count: plane.rowCount))
        for x in place..<plane.width {
            let from = x - shift
            for c in 0..<plane.channels {
                row[x * plane.channels + c] = from >= place && from < plane.width ? old[from * plane.channels + c] : 255
            }
        }
    }
}
