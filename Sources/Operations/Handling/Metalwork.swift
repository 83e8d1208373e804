import Imaging
import OperationKit

/// Draws holes, wires and pins, with light from the upper left.
struct Metalwork {
    let behind: Color
    let shadow: Double
    /// Pixels of a millimeter.
    let mm: Double
    let isCornered: Bool

    private static let bright = Color(gray: 236)
    private static let steel = Color(gray: 138)
    private static let dark = Color(gray: 62)

    /// A round punched hole: what lies below, in the shadow of its upper left rim, and a worn rim.
    func hole(_ place: Point, _ radius: Double, on plane: MutablePlane, _ random: RandomStream) {
        let rim = Blob(at: place, radius: radius + 0.12 * mm, irregular: 0.02, random)
        rim.draw(on: plane, color: Color(gray: 150), opacity: 0.25 + 0.4 * shadow, multiply: true)
        let spot = Blob(at: place, radius: radius, irregular: 0.02, random)
        spot.draw(on: plane, color: behind, opacity: 1, multiply: false)
        let size = Size(width: plane.width, height: plane.height)
        // A crescent: what of the hole the rim keeps the light from.
        let shift = min(radius * 0.5, 0.55 * mm)
        let lit = PlainShape.disc(place + Point(shift, shift), radius: radius)
        let black = [UInt8](repeating: 0, count: plane.channels)
        PlainShape.disc(place, radius: radius).visit(on: size, beyond: 0.5) { x, y, depth in
            let out = -lit.depth(at: Point(Double(x) + 0.5, Double(y) + 0.5))
            let shade = min(1, max(0, out / max(1, shift) + 0.3)) * min(1, max(0, depth + 0.5))
            plane.mix(black, at: x, y, UInt8(shade * shadow * 255), multiply: true)
        }
        // A light line where the far rim catches the light.
        PlainShape.disc(place, radius: radius + 0.6).visit(on: size, beyond: 1) { x, y, depth in
            let (dx, dy) = (Double(x) + 0.5 - place.x, Double(y) + 0.5 - place.y)
            guard dx + dy > 0 else { return }
            let share = max(0, 1 - abs(depth) / 0.9) * (dx + dy) / max(1, 1.42 * radius) * 0.5
            plane.mix([UInt8](repeating: 255, count: plane.channels), at: x, y, UInt8(share * 255), multiply: false)
        }
    }

    /// The oblong hole of a comb or ring binding.
    func slot(_ spot: EdgeFrame.Spot, _ size: Double, on plane: MutablePlane) {
        let (long, wide) = (size * 0.65, size * 0.26)
        let half = abs(spot.along.y) > 0.5 ? Point(wide, long) : Point(long, wide)
        let slot = PlainShape.slab(spot.place, half: half, corner: wide * 0.3, degrees: 0)
        slot.grown(by: 0.12 * mm).draw(on: plane, color: Color(gray: 150), opacity: 0.4, multiply: true)
        slot.draw(on: plane, color: behind)
        let lit = slot.moved(by: Point(0.4 * mm, 0.4 * mm))
        let black = [UInt8](repeating: 0, count: plane.channels)
        slot.visit(on: Size(width: plane.width, height: plane.height), beyond: 0) { x, y, _ in
            let out = -lit.depth(at: Point(Double(x) + 0.5, Double(y) + 0.5))
            plane.mix(black, at: x, y, UInt8(min(1, max(0, out + 0.5)) * shadow * 255), multiply: true)
        }
    }

    /// The back of a staple with its two bends; some have begun to rust.
    func staple(_ spot: EdgeFrame.Spot, _ size: Double, on plane: MutablePlane, _ random: RandomStream) {
        let tilt = random.uniform(-9...9, 10)
        let way = turned(spot.along, tilt)
        let half = way * size
        let (a, b) = (spot.place - half, spot.place + half)
        let isRusty = random.chance(0.25, 11)
        if isRusty {
            for end in [a, b] {
                let stain = Blob(at: end + Point(0, 0.3 * mm), radius: 1.1 * mm, irregular: 0.5, random)
                stain.draw(on: plane, color: Color(red: 176, green: 112, blue: 60), opacity: 0.4, multiply: true)
            }
        }
        // The paper is pulled in where the legs go through.
        for end in [a, b] {
            PlainShape.disc(end, radius: 0.75 * mm).draw(
                on: plane, color: Color(gray: 120), opacity: 0.5 * shadow, multiply: true, soft: 1.1 * mm)
        }
        wire([a, b], width: 0.55 * mm, isRusty ? Color(red: 142, green: 112, blue: 92) : Metalwork.steel, on: plane)
        for end in [a, b] {
            PlainShape.disc(end, radius: 0.3 * mm).draw(on: plane, color: Metalwork.dark, opacity: 0.6)
        }
    }

    /// A paper clip pushed over the edge: its inner and its outer loop.
    func clip(_ spot: EdgeFrame.Spot, _ size: Double, on plane: MutablePlane, _ random: RandomStream) {
        let (out, side) = (turned(spot.inwards, random.uniform(-8...8, 12)), turned(spot.along, 0))
        func at(_ deep: Double, _ aside: Double) -> Point {
            spot.place + out * (deep * size) + side * (aside * size)
        }
        // From the free end inside over the three bends to the free end outside; what is behind the sheet is not seen.
        var path = [at(-0.9, 0.28)]
        path += bend(from: at(0.9, 0.28), to: at(0.9, -0.62), out, size)
        path += bend(from: at(-2.0, -0.62), to: at(-2.0, 0.62), out * -1, size)
        path += [at(1.5, 0.62)]
        path += bend(from: at(1.9, 0.62), to: at(1.9, -0.36), out, size)
        path += [at(-1.2, -0.36)]
        wire(path, width: 0.95 * mm, Metalwork.steel, on: plane)
    }

    /// Half a turn from one place to another.
    private func bend(from a: Point, to b: Point, _ way: Point, _ size: Double) -> [Point] {
        let middle = (a + b) * 0.5
        let radius = a.distance(to: b) / 2
        return (0...10).map { i in
            let (sine, cosine) = sineAndCosine(degrees: Double(i) * 18)
            return middle + (a - middle) * cosine + way * (sine * radius)
        }
    }

    /// A turn of a wire coil from its hole over the edge of the sheet.
    func coil(_ spot: EdgeFrame.Spot, _ size: Double, on plane: MutablePlane, _ random: RandomStream) {
        let radius = size * 0.34
        hole(spot.place, radius, on: plane, random)
        let out = spot.inwards * -1
        let (w, h) = (Double(plane.width), Double(plane.height))
        let far = max(
            size,
            abs(out.x) > 0.5
                ? (out.x < 0 ? spot.place.x : w - spot.place.x) : (out.y < 0 ? spot.place.y : h - spot.place.y))
        let lean = spot.along * (0.16 * size)
        let points = [
            spot.place - out * (0.1 * radius), spot.place + out * (far * 0.5) + lean * 0.6,
            spot.place + out * (far + 2) + lean,
        ]
        wire(points, width: 1.0 * mm, Color(gray: 96), on: plane)
    }

    /// The round head of a split pin.
    func pin(_ place: Point, _ radius: Double, on plane: MutablePlane, _ random: RandomStream) {
        let brass = random.chance(0.7, 13)
        let size = Size(width: plane.width, height: plane.height)
        PlainShape.disc(place + Point(0.5 * mm, 0.6 * mm), radius: radius + 0.3 * mm).draw(
            on: plane, color: Color(gray: 40), opacity: shadow, multiply: true, soft: 1.4 * mm)
        PlainShape.disc(place, radius: radius).visit(on: size, beyond: 0.5) { x, y, depth in
            let (u, v) = ((Double(x) + 0.5 - place.x) / radius, (Double(y) + 0.5 - place.y) / radius)
            // A flat dome: lit from the upper left, with a bright spot and a dark rim.
            let spot = exponential(-6 * ((u + 0.38) * (u + 0.38) + (v + 0.38) * (v + 0.38)))
            let light = 0.72 - 0.26 * (u + v) * 0.7 - 0.2 * max(0, u * u + v * v - 0.75) * 4 + 0.5 * spot
            let base = brass ? (206.0, 176.0, 98.0) : (186.0, 188.0, 192.0)
            func level(_ tone: Double) -> UInt8 { UInt8(min(255, max(0, tone * light))) }
            let color = Color(red: level(base.0), green: level(base.1), blue: level(base.2))
            plane.mix(
                color.samples(for: plane.channels == 3 ? .color : .gray), at: x, y,
                UInt8(min(1, depth + 0.5) * 255), multiply: false)
        }
    }

    /// A round wire: its shadow, its body, and the line of light along it.
    private func wire(_ points: [Point], width: Double, _ color: Color, on plane: MutablePlane) {
        func draw(_ shift: Point, _ width: Double, _ color: Color, _ opacity: Double, _ multiply: Bool, _ soft: Double)
        {
            let mask = Metalwork.mask(points.map { $0 + shift }, width: width, soft: soft)
            let overlay = Overlay(coverage: mask, color: color, opacity: opacity, manner: multiply ? .multiply : .cover)
            let corner = Metalwork.corner(points.map { $0 + shift }, width: width + soft)
            overlay.draw(on: plane, left: corner.left, top: corner.top)
        }
        draw(Point(0.35 * mm, 0.45 * mm), width, Color(gray: 20), shadow, true, 0.7 * mm)
        draw(Point(0, 0), width, Metalwork.dark, 1, false, 1)
        draw(Point(-0.06 * width, -0.06 * width), width * 0.72, color, 0.9, false, 1)
        draw(Point(-0.16 * width, -0.16 * width), width * 0.26, Metalwork.bright, 0.75, false, 1)
    }

    private static func corner(_ points: [Point], width: Double) -> (left: Int, top: Int) {
        let reach = width / 2 + 2
        return (
            Int(((points.map(\.x).min() ?? 0) - reach).rounded(.down)),
            Int(((points.map(\.y).min() ?? 0) - reach).rounded(.down))
        )
    }

    /// How much of each pixel a line of that width covers; its corner is that of `corner`.
    private static func mask(_ points: [Point], width: Double, soft: Double) -> Raster {
        let (left, top) = corner(points, width: width + soft)
        let right = Int(((points.map(\.x).max() ?? 0) + width / 2 + soft + 2).rounded(.up))
        let bottom = Int(((points.map(\.y).max() ?? 0) + width / 2 + soft + 2).rounded(.up))
        var mask = Raster(.gray, width: max(1, right - left), height: max(1, bottom - top), filledWith: 0)
        let slope = max(1, soft)
        mask.withMutablePlane { mask in
            for i in points.indices.dropLast() {
                let shift = Point(-Double(left), -Double(top))
                let part = PlainShape.capsule(points[i] + shift, points[i + 1] + shift, radius: width / 2)
                part.visit(on: Size(width: mask.width, height: mask.height), beyond: slope / 2) { x, y, depth in
                    let row = mask.row(y)
                    row[x] = max(row[x], UInt8(min(1, max(0, depth / slope + 0.5)) * min(1, width) * 255))
                }
            }
        }
        return mask
    }

    private func turned(_ way: Point, _ degrees: Double) -> Point {
        let (sine, cosine) = sineAndCosine(degrees: degrees)
        return Point(way.x * cosine - way.y * sine, way.x * sine + way.y * cosine)
    }
}
