import Imaging
import Lettering
import OperationKit

/// The rubber of a stamp as a coverage mask, already turned.
struct StampDie {
    /// One gray sample per pixel; nil when nothing was cut.
    var mask: Raster? { isEmpty ? nil : canvas }

    private let size: Double
    private let degrees: Double
    private let mm: Double
    private let sine: Double
    private let cosine: Double
    private var canvas: Raster
    private var middle: Point
    private var isEmpty = true

    /// A die `size` pixels wide, turned by so many degrees; `mm` are the pixels of a millimeter.
    init(size: Double, degrees: Double, mm: Double) {
        (self.size, self.degrees, self.mm) = (size, degrees, mm)
        (sine, cosine) = sineAndCosine(degrees: degrees)
        canvas = Raster(.gray, width: 1, height: 1, filledWith: 0)
        middle = Point(0, 0)
    }

    /// Cuts frame and words.
    mutating func cut(_ shape: Stamp.Shape, _ text: String, _ random: RandomStream) throws {
        let line = max(1.2, min(size * 0.028, 0.9 * mm))
        switch shape {
        case .rectangle:
            let height = size * random.uniform(0.32...0.42, 0)
            begin(size, height)
            frame(size, height, line, corner: random.chance(0.5, 1) ? 0.1 * height : 0)
            if random.chance(0.45, 2) { frame(size - 4.4 * line, height - 4.4 * line, line * 0.5, corner: 0) }
            try words(text, at: Point(0, 0), width: size - 8 * line, height: (height - 7 * line) * 0.72)
        case .date:
            let height = size * 0.52
            begin(size, height)
            frame(size, height, line, corner: 0.06 * height)
            try words(text, at: Point(0, -0.3 * height), width: size - 7 * line, height: 0.19 * height)
            try words(date(random), at: Point(0, 0.02 * height), width: size - 7 * line, height: 0.2 * height)
            bar(Point(-0.44 * size, 0.37 * height), Point(0.44 * size, 0.37 * height), line * 0.5)
            try words("BY", at: Point(-0.4 * size, 0.27 * height), width: 0.1 * size, height: 0.09 * height)
        case .bates:
            begin(size, 0.25 * size)
            let digits = String(100_000 + random.integer(0...899_999, 3))
            try words(digits, at: Point(0, 0), width: size * 0.96, height: size * 0.15, face: "Monospace")
        case .oval:
            begin(size, 0.62 * size)
            ellipse(0.5 * size - line, 0.31 * size - line, line)
            ellipse(0.46 * size - 2 * line, 0.27 * size - 2 * line, line * 0.45)
            try words(text, at: Point(0, 0), width: 0.72 * size, height: 0.13 * size)
        case .round: try round(text, line, random)
        case .star: try star(text, line)
        }
    }

    private mutating func round(_ text: String, _ line: Double, _ random: RandomStream) throws {
        begin(size, size)
        let radius = size / 2 - line
        ellipse(radius, radius, line)
        ellipse(radius * 0.66, radius * 0.66, line * 0.5)
        let height = radius * 0.17
        try arc(text, radius: radius * 0.82, height: height, isTop: true)
        let below = random.chance(0.5, 4) ? "* \(1000 + random.integer(0...8999, 5)) *" : "* * *"
        try arc(below, radius: radius * 0.82, height: height * 0.8, isTop: false)
        try words(date(random), at: Point(0, 0), width: radius * 1.12, height: radius * 0.22)
        for y in [-0.24, 0.24] {
            bar(Point(-0.56 * radius, y * radius), Point(0.56 * radius, y * radius), line * 0.45)
        }
    }

    private mutating func star(_ text: String, _ line: Double) throws {
        begin(size, size)
        let corners = (0...20).map { i -> Point in
            let (sine, cosine) = sineAndCosine(degrees: Double(i) * 18)
            let radius = (i % 2 == 0 ? 0.48 : 0.4) * size
            return Point(cosine * radius, sine * radius)
        }
        for i in 0..<20 { bar(corners[i], corners[i + 1], line * 0.8) }
        try words(text, at: Point(0, 0), width: 0.68 * size, height: 0.12 * size)
    }

    /// A day of the last decades, as the wheels of a stamp show it.
    private func date(_ random: RandomStream) -> String {
        let months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
        let day = random.integer(1...28, 10)
        return "\(day < 10 ? "0" : "")\(day) \(months[random.integer(0...11, 11)]) \(random.integer(1978...2024, 12))"
    }

    /// An empty canvas for a die of that size.
    private mutating func begin(_ width: Double, _ height: Double) {
        let (w, h) = (width + 4, height + 4)
        let wide = abs(cosine) * w + abs(sine) * h
        let high = abs(sine) * w + abs(cosine) * h
        canvas = Raster(
            .gray, width: max(1, Int(wide.rounded(.up))), height: max(1, Int(high.rounded(.up))), filledWith: 0)
        middle = Point(Double(canvas.width) / 2, Double(canvas.height) / 2)
    }

    /// A place of the die on the canvas.
    private func turned(_ p: Point) -> Point {
        Point(middle.x + cosine * p.x + sine * p.y, middle.y + cosine * p.y - sine * p.x)
    }

    private mutating func bar(_ a: Point, _ b: Point, _ width: Double) {
        add(.capsule(turned(a), turned(b), radius: max(0.5, width / 2)))
    }

    private mutating func add(_ shape: PlainShape) {
        isEmpty = false
        let size = canvas.size
        canvas.withMutablePlane { plane in
            shape.visit(on: size, beyond: 0.5) { x, y, depth in
                plane.row(y)[x] = max(plane.row(y)[x], UInt8(min(1, depth + 0.5) * 255))
            }
        }
    }

    /// The outline of a rectangle.
    private mutating func frame(_ width: Double, _ height: Double, _ line: Double, corner: Double) {
        isEmpty = false
        let outer = PlainShape.slab(
            middle, half: Point(width / 2, height / 2), corner: corner, degrees: degrees)
        let size = canvas.size
        canvas.withMutablePlane { plane in
            outer.visit(on: size, beyond: 0.5) { x, y, depth in
                let inside = min(depth + 0.5, max(1, line) + 0.5 - depth)
                plane.row(y)[x] = max(plane.row(y)[x], UInt8(min(1, max(0, inside)) * 255))
            }
        }
    }

    private mutating func ellipse(_ a: Double, _ b: Double, _ line: Double) {
        let count = max(24, Int(a + b))
        let points = (0...count).map { i -> Point in
            let (sine, cosine) = sineAndCosine(degrees: 360 * Double(i) / Double(count))
            return Point(cosine * a, sine * b)
        }
        for i in 0..<count { bar(points[i], points[i + 1], line) }
    }

    private mutating func words(
        _ text: String, at place: Point, width: Double, height: Double, face: String = "Sans"
    ) throws {
        let wide = abs(cosine) * width + abs(sine) * height * 1.5
        let high = abs(sine) * width + abs(cosine) * height * 1.5
        let limit = Size(width: max(3, Int(wide)), height: max(3, Int(high)))
        guard let set = try mask(Letters(family: face, bold: true, capHeight: height), text, degrees, limit) else {
            return
        }
        lay(set, turned(place))
    }

    /// Letters one by one along a circle, read from inside the upper or outside the lower half.
    private mutating func arc(_ text: String, radius: Double, height: Double, isTop: Bool) throws {
        let letters = Letters(bold: true, capHeight: height)
        let characters = Array(text)
        var widths: [Double] = []
        for character in characters {
            let set = try mask(letters, String(character), 0, nil)
            widths.append((set.map { Double($0.width) } ?? height * 0.5) + height * 0.28)
        }
        // As far round as a third of the circle on either side; closer together when that does not do.
        let total = widths.reduce(0, +)
        let squeeze = min(1, radius * 4.2 / max(1, total))
        var place = -total * squeeze / 2
        for (character, width) in zip(characters, widths) {
            let turn = (place + width * squeeze / 2) / radius * 57.29578
            place += width * squeeze
            let (sine, cosine) = sineAndCosine(degrees: turn)
            let spot = Point(sine * radius, isTop ? -cosine * radius : cosine * radius)
            let own = degrees + (isTop ? -turn : turn)
            if let set = try mask(letters, String(character), own, nil) { lay(set, turned(spot)) }
        }
    }

    private func mask(_ letters: Letters, _ text: String, _ degrees: Double, _ limit: Size?) throws -> Raster? {
        do {
            return try letters.mask(text, angle: degrees, within: limit)?.coverage
        } catch {
            throw OperationFailure("\(error)")
        }
    }

    /// Lays a mask with its middle at a place.
    private mutating func lay(_ set: Raster, _ place: Point) {
        isEmpty = false
        let (left, top) = (
            Int((place.x - Double(set.width) / 2).rounded()), Int((place.y - Double(set.height) / 2).rounded())
        )
        set.withPlane { from in
            canvas.withMutablePlane { to in
                for y in max(0, top)..<max(max(0, top), min(to.height, top + from.height)) {
                    for x in max(0, left)..<max(max(0, left), min(to.width, left + from.width)) {
                        to.row(y)[x] = max(to.row(y)[x], from.row(y - top)[x - left])
                    }
                }
            }
        }
    }
}
