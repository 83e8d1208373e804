public import Imaging
public import OperationKit

/// Faint lines at a fixed period, as an empty cartridge or a dead nozzle leaves them.
public struct LowInkPeriodicLines: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "low-ink-periodic-lines", family: .ink, on: [.ink, .page], peers: ["LowInkPeriodicLines", "LowInkLine"],
        "Faint lines at a fixed period, as an empty cartridge or a dead nozzle leaves them.",
        severities: Severities(
            mild: ["lines": "2", "fade": "0.5", "width": "0.2mm", "period": "10mm"],
            medium: ["lines": "3", "fade": "0.7", "width": "0.22mm", "period": "9mm"],
            strong: ["lines": "4", "fade": "0.85", "width": "0.28mm", "period": "8mm"]),
        promises: [
            .onlyLightens(), .keepsBlankPaper, .identity(with: ["fade": "0"]), .grayEqualsColor(),
            .monotone("fade", values: ["0", "0.2", "0.4", "0.7", "1"]),
            .monotone("width", values: ["0.04mm", "0.2mm", "0.5mm", "1mm", "2mm"]),
        ],
        cost: (color: 1.5, gray: 0.7))

    /// Which way the lines run.
    public enum Direction: String, CaseIterable, Sendable { case horizontal, vertical }

    let lines: Int
    let period: Double
    let width: Double
    let fade: Double
    let raggedness: Double
    let along: Direction

    public init(_ p: inout Parameters) {
        lines = p.count("lines", "1..3", in: 1...12, "faint lines in each period")
        period = p.length("period", "8..20mm", in: .mm(1...300), "from one set of lines to the next")
        width = p.length("width", "0.15..0.25mm", in: .mm(0.04...3), "how wide a line is")
        fade = p.share("fade", "0.4..0.75", "how much of the ink a line lacks")
        raggedness = p.share("raggedness", "0.1", "share of places where a line is wider or breaks")
        along = p.choice("along", "horizontal", "which way the lines run")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        guard fade > 0, width >= 1.0 / 16 else { return }
        let across = along == .horizontal ? pixels.height : pixels.width
        let lines = faintLines(across: across, random)
        guard !lines.isEmpty else { return }
        let ink = InkMap(of: pixels, dpi: page.dpi, isLayer: page.layer == .ink)
        if pixels.kind == .bilevel { pixels.kind = .gray }
        switch along {
        case .horizontal: fadeRows(&pixels, lines, ink, page, random)
        case .vertical: fadeColumns(&pixels, lines, ink)
        }
    }

    /// One line: where it begins and ends across the page, and how much ink it lacks.
    private struct Line {
        let start: Double
        let end: Double
        let fade: Double
        let number: Int
    }

    /// The phases and the fades are drawn once and come back in every period, which itself drifts by at most 2 %.
    private func faintLines(across: Int, _ random: RandomStream) -> [Line] {
        let phase = random.child("phase")
        let strength = random.child("strength")
        let drift = 1 + random.child("drift").uniform(-0.02...0.02)
        var result: [Line] = []
        var start = -phase.unit(lines) * period
        var number = 0
        while start < Double(across) {
            for line in 0..<lines {
                let middle = start + (Double(line) + 0.15 + 0.7 * phase.unit(line)) / Double(lines) * period
                result.append(
                    Line(
                        start: middle - width / 2, end: middle + width / 2,
                        fade: fade * (0.8 + 0.2 * strength.unit(line)), number: number))
                number += 1
            }
            start += max(1, period * drift)
        }
        return result
    }

    /// Ink lost (0…255) at pixel `position` across the page.
    private func loss(_ line: Line, at position: Int) -> Double {
        let covered = min(line.end, Double(position + 1)) - max(line.start, Double(position))
        return max(0, covered) * line.fade * 255
    }

    /// The pixels across the page that a line may touch.
    private func pixels(of line: Line, margin: Int, limit: Int) -> Range<Int> {
        let first = min(limit, max(0, Int(line.start.rounded(.down)) - margin))
        return first..<max(first, min(limit, Int(line.end.rounded(.up)) + margin))
    }

    private func fadeRows(
        _ raster: inout Raster, _ lines: [Line], _ ink: InkMap, _ page: PageContext, _ random: RandomStream
    ) {
        let run = max(1, page.pixels(mm: 2.5))
        var lost = [UInt8](repeating: 0, count: raster.width)
        raster.withMutablePlane { plane in
            for line in lines {
                let dice = PlaceNoise(random.child("ragged").child(line.number))
                for y in pixels(of: line, margin: 1, limit: plane.height) {
                    if fill(&lost, line, y: y, run: run, dice) {
                        ink.lighten(plane.row(y), y: y, of: plane.reading, lost: lost)
                    }
                }
            }
        }
    }

    /// The ink lost along row `y`: the line's share of the row, but at some runs of 1 to 4 mm that of a wider line or
    /// nothing. False when nothing is lost.
    private func fill(_ lost: inout [UInt8], _ line: Line, y: Int, run: Double, _ dice: PlaceNoise) -> Bool {
        let plain = UInt8(min(255, loss(line, at: y).rounded()))
        let wider = Line(start: line.start - 0.5, end: line.end + 0.5, fade: line.fade, number: line.number)
        let wide = UInt8(min(255, loss(wider, at: y).rounded()))
        if wide == 0 { return false }
        let limit = UInt32(raggedness * 65536)
        var x = 0
        var n = 0
        var any = false
        while x < lost.count {
            let length = max(1, Int(run * (0.4 + 1.2 * Double(dice.byte(n, 0)) / 255)))
            let level = UInt32(dice.lane(n, 1)) >= limit ? plain : dice.byte(n, 2) < 128 ? wide : 0
            let end = min(lost.count, x + length)
            for i in x..<end { lost[i] = level }
            any = any || level > 0
            x = end
            n += 1
        }
        return any
    }

    private func fadeColumns(_ raster: inout Raster, _ lines: [Line], _ ink: InkMap) {
        var lost = [UInt8](repeating: 0, count: raster.width)
        for line in lines {
            for x in pixels(of: line, margin: 0, limit: lost.count) {
                lost[x] = UInt8(min(255, Double(lost[x]) + loss(line, at: x).rounded()))
            }
        }
        raster.withMutablePlane { plane in
            for y in 0..<plane.height { ink.lighten(plane.row(y), y: y, of: plane.reading, lost: lost) }
        }
    }
}
