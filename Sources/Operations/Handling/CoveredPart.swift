import Imaging
import OperationKit

/// One thing that covers a part of the page.
struct CoveredPart {
    let box: InkBox
    let kind: CoarseDropout.Kind
    let color: Color?
    let paper: Color
    let shadow: Double
    /// Pixels of a millimeter.
    let mm: Double

    private var middle: Point { Point(Double(box.left + box.right) / 2, Double(box.top + box.bottom) / 2) }
    private var half: Point { Point(Double(box.width) / 2, Double(box.height) / 2) }

    func draw(on plane: MutablePlane, _ random: RandomStream) {
        switch kind {
        case .redaction: cover(plane, color ?? Color(gray: 12), wave: 0.12, tilt: 0.4, grain: 5, random)
        case .stripes, .grid: cover(plane, color ?? paper, wave: 0, tilt: 0, grain: 0, random)
        case .patch: cover(plane, color ?? paper, wave: 0.15, tilt: 2, grain: 7, random)
        case .stickyNote: note(plane, random)
        case .correctionFluid: fluid(plane, random)
        }
    }

    /// A rectangle whose sides wave a little, with the grain of paper or ink.
    private func cover(
        _ plane: MutablePlane, _ color: Color, wave: Double, tilt: Double, grain: Int, _ random: RandomStream
    ) {
        let degrees = random.child("tilt").uniform(-tilt...tilt)
        let shape = PlainShape.slab(middle, half: half, corner: 0.2 * mm * wave * 5, degrees: degrees)
        let size = Size(width: plane.width, height: plane.height)
        if shadow > 0, kind != .redaction { drop(shape, plane) }
        let sway = ValueField(random.child("sides"), cell: max(3, 4 * mm))
        let dice = PlaceNoise(random.child("grain"))
        let ink = color.samples(for: plane.channels == 3 ? .color : .gray)
        shape.visit(on: size, beyond: 1 + wave * mm) { x, y, depth in
            let wavy = depth + (wave == 0 ? 0 : wave * mm * sway.value(at: Point(Double(x), Double(y))))
            let share = min(1, max(0, wavy + 0.5))
            if share == 0 { return }
            let rough = grain == 0 ? 0 : (Int(dice.byte(x, y)) - 128) * grain / 128
            let tone = rough == 0 ? ink : ink.map { UInt8(min(255, max(0, Int($0) + rough))) }
            plane.mix(tone, at: x, y, UInt8(share * 255), multiply: false)
        }
        // The edge of a pasted patch catches light on one side and throws a fine shadow on the other.
        if kind == .patch { rim(shape, plane) }
    }

    private func rim(_ shape: PlainShape, _ plane: MutablePlane) {
        let black = [UInt8](repeating: 0, count: plane.channels)
        shape.visit(on: Size(width: plane.width, height: plane.height), beyond: 1.2) { x, y, depth in
            let isLower = Double(x) + Double(y) > middle.x + middle.y
            let line = max(0, 1 - abs(depth) / 1.1) * (isLower ? 0.28 : 0.1)
            plane.mix(black, at: x, y, UInt8(line * 255), multiply: true)
        }
    }

    private func drop(_ shape: PlainShape, _ plane: MutablePlane) {
        shape.moved(by: Point(0.4 * mm, 0.6 * mm)).draw(
            on: plane, color: Color(gray: 30), opacity: shadow, multiply: true, soft: 1.6 * mm)
    }

    /// A note that sticks at its upper edge and stands off the page below.
    private func note(_ plane: MutablePlane, _ random: RandomStream) {
        let colors = [
            Color(red: 252, green: 238, blue: 132), Color(red: 250, green: 190, blue: 206),
            Color(red: 176, green: 226, blue: 170), Color(red: 170, green: 214, blue: 240),
        ]
        let own = color ?? colors[random.child("color").integer(0...3)]
        let degrees = random.child("tilt").uniform(-5...5)
        let (sine, cosine) = sineAndCosine(degrees: degrees)
        let shape = PlainShape.slab(middle, half: half, corner: 0, degrees: degrees)
        let size = Size(width: plane.width, height: plane.height)
        // The further down, the further the note and its shadow stand off.
        let black = [UInt8](repeating: 0, count: plane.channels)
        let dark = 0.2 + shadow
        shape.visit(on: size, beyond: 2.4 * mm) { x, y, depth in
            guard depth < 0 else { return }
            let (dx, dy) = (Double(x) + 0.5 - middle.x, Double(y) + 0.5 - middle.y)
            let down = min(1, max(0, (sine * dx + cosine * dy) / max(1, half.y) * 0.5 + 0.5))
            let reach = (0.25 + 1.3 * down * down) * mm
            plane.mix(black, at: x, y, UInt8(min(1, dark * exponential(depth / reach)) * 255), multiply: true)
        }
        let dice = PlaceNoise(random.child("grain"))
        let ink = own.samples(for: plane.channels == 3 ? .color : .gray)
        shape.visit(on: size, beyond: 0.5) { x, y, depth in
            let (dx, dy) = (Double(x) + 0.5 - middle.x, Double(y) + 0.5 - middle.y)
            let down = min(1, max(0, (sine * dx + cosine * dy) / max(1, half.y) * 0.5 + 0.5))
            // Bright where it bends up towards the light.
            let light = 0.955 + 0.05 * down * down - 0.03 * exponential(-down * 9)
            let rough = (Double(dice.byte(x, y)) - 128) / 128 * 2.5
            let tone = ink.map { UInt8(min(255, max(0, Double($0) * light + rough))) }
            plane.mix(tone, at: x, y, UInt8(min(1, depth + 0.5) * 255), multiply: false)
        }
    }

    /// Brushed on in strokes side by side, with raised rims.
    private func fluid(_ plane: MutablePlane, _ random: RandomStream) {
        let size = Size(width: plane.width, height: plane.height)
        let own = color ?? Color(red: 246, green: 246, blue: 242)
        let ink = own.samples(for: plane.channels == 3 ? .color : .gray)
        let brush = min(2 * half.y, 3.2 * mm)
        let rows = max(1, Int((2 * half.y / (0.8 * brush)).rounded(.up)))
        let sway = ValueField(random.child("brush"), cell: 2.2 * mm)
        let fine = ValueField(random.child("hairs"), cell: 0.5 * mm)
        let streaks = ValueField(random.child("streaks"), cell: 0.35 * mm)
        let strokes = (0..<rows).map { i -> PlainShape in
            let own = random.child(i)
            let y = middle.y - half.y + (Double(i) + 0.5) * 2 * half.y / Double(rows)
            return .capsule(
                Point(middle.x - half.x * own.uniform(0.8...1.05, 0), y + own.uniform(-0.3...0.3, 1) * mm),
                Point(middle.x + half.x * own.uniform(0.8...1.05, 2), y + own.uniform(-0.3...0.3, 3) * mm),
                radius: brush / 2)
        }
        let area = PlainShape.slab(middle, half: Point(half.x + brush, half.y + brush), corner: 0, degrees: 0)
        area.visit(on: size, beyond: 0) { x, y, _ in
            let p = Point(Double(x) + 0.5, Double(y) + 0.5)
            var depth = -Double.infinity
            for stroke in strokes { depth = max(depth, stroke.depth(at: p)) }
            depth += 0.35 * mm * sway.value(at: p) + 0.14 * mm * fine.value(at: p)
            let share = min(1, max(0, depth + 0.5))
            if depth < -1.2 { return }
            // Thick at the rim, where it dried last: a light line, and a shadow below it.
            let ridge = exponential(-(depth - 0.35 * mm) * (depth - 0.35 * mm) / (0.06 * mm * mm + 0.5))
            let outside = max(0, 1 - abs(depth + 0.5) / 1.1) * 0.22
            plane.mix(Array(repeating: 0, count: plane.channels), at: x, y, UInt8(outside * 255), multiply: true)
            let streak = 3 * streaks.value(at: Point(p.x / 8, p.y))
            let tone = ink.map { UInt8(min(255, max(0, Double($0) - 5 + 8 * ridge + streak))) }
            plane.mix(tone, at: x, y, UInt8(share * 250), multiply: false)
        }
    }
}
