import Imaging

/// Paths of handwriting in units of its x-height: x to the right, y down, the baseline at 0.
struct Handwriting {
    private let random: RandomStream
    private let slant: Double

    /// A hand of its own.
    init(_ random: RandomStream) {
        self.random = random
        slant = random.child("slant").uniform(0.05...0.4)
    }

    /// A word or line of small letters and digits; characters that the hand does not know become a loop.
    func words(_ text: String) -> [[Point]] {
        var pen = WritingPen(slant: slant, random.child("pen"))
        for (i, character) in text.enumerated() {
            guard character != " " else {
                pen.lift()
                pen.advance(0.75)
                continue
            }
            let isLarge = character.isUppercase
            let shape = Handwriting.glyphs[Character(character.lowercased())] ?? ["0224130140"]
            pen.write(shape, scale: isLarge ? 1.55 : 1, joins: !isLarge && random.child("join").chance(0.6, i))
        }
        pen.lift()
        return pen.paths
    }

    /// Loops along a baseline that look like quick writing but are no letters, about so long.
    func loops(length: Double) -> [[Point]] {
        var paths: [[Point]] = []
        var (x, n) = (0.0, 0)
        while x < length {
            let letters = random.child("length").integer(3...9, n)
            var path = [lean(Point(x, 0))]
            for letter in 0..<letters {
                let own = random.child("letter").child(n).child(letter)
                let wide = own.uniform(0.45...0.8, 0)
                let kind = own.unit(1)
                let top = kind > 0.8 ? own.uniform(1.6...2.1, 2) : own.uniform(0.7...1.1, 2)
                let low = kind < 0.12 ? -own.uniform(0.6...1, 3) : own.uniform(-0.06...0.06, 3)
                path.append(lean(Point(x + 0.55 * wide, top * 0.6)))
                path.append(lean(Point(x + 0.62 * wide, top)))
                path.append(lean(Point(x + 0.3 * wide, top * 0.75)))
                path.append(lean(Point(x + 0.5 * wide, low + 0.15)))
                path.append(lean(Point(x + wide, low < -0.3 ? 0.2 : low)))
                x += wide
            }
            paths.append(path)
            x += random.child("gap").uniform(0.5...0.9, n)
            n += 1
        }
        return paths
    }

    /// A signature about `length` long: a large initial, loops that get lower, a long last stroke.
    func signature(length: Double, flourish: Double) -> [[Point]] {
        var path = initial(at: 0)
        var x = 1.35
        let count = random.child("count").integer(5...11)
        let step = max(0.25, (length * 0.62 - x) / Double(count))
        for i in 0..<count {
            let own = random.child("loop").child(i)
            // A hand in a hurry writes ever lower.
            let tall = (1 - 0.75 * Double(i) / Double(count)) * own.uniform(0.6...1.05, 0)
            let isTall = own.chance(0.16, 1)
            let top = isTall ? 1.9 : tall
            path.append(lean(Point(x + 0.5 * step, top * 0.7)))
            path.append(lean(Point(x + 0.6 * step, top)))
            path.append(lean(Point(x + 0.35 * step, top * 0.6)))
            path.append(lean(Point(x + 0.55 * step, own.chance(0.12, 2) ? -0.9 : 0.05)))
            path.append(lean(Point(x + step, 0.12 * tall)))
            x += step
        }
        let rise = random.child("rise").uniform(-0.2...0.7)
        path.append(lean(Point(x + 0.18 * length, rise * 0.4)))
        path.append(lean(Point(x + 0.36 * length, rise)))
        guard random.child("underline").chance(flourish) else { return [path] }
        let low = -random.child("low").uniform(0.7...1.1)
        let line = [
            Point(length * 0.98, low + 0.55), Point(length * 0.55, low + 0.1), Point(length * 0.08, low),
            Point(length * 0.2, low - 0.28), Point(length * 0.8, low - 0.02),
        ].map(lean)
        return [path, line]
    }

    /// One of a few capital shapes, more than twice as high as a small letter.
    private func initial(at x: Double) -> [Point] {
        let shapes: [[(Double, Double)]] = [
            [(0.1, 0.2), (0.5, 2.5), (0.6, 2.6), (0.4, 1.2), (0.35, 0), (0.75, 1.1), (1.15, 0.1)],
            [(0.9, 2.2), (0.4, 2.6), (0, 1.4), (0.3, 0), (1.0, 0.5), (0.75, 1.2), (1.3, 0.05)],
            [
                (0, 1.6), (0.3, 2.5), (0.9, 2.3), (0.8, 1.3), (0.3, 1.1), (0.25, 0.1), (0.15, -0.2), (0.7, 0.9),
                (1.3, 0.05),
            ],
            [(0, 2.3), (0.6, 2.5), (1.1, 2.4), (0.6, 2.45), (0.5, 1.0), (0.2, -0.1), (0, 0.3), (0.6, 0.2), (1.3, 0.1)],
        ]
        let shape = shapes[random.child("initial").integer(0...shapes.count - 1)]
        return shape.enumerated().map { i, p in
            let dice = random.child("shape")
            return lean(
                Point(x + p.0 + dice.uniform(-0.07...0.07, 2 * i), p.1 + dice.uniform(-0.1...0.1, 2 * i + 1)))
        }
    }

    private func lean(_ p: Point) -> Point { Point(p.x + slant * p.y, -p.y) }

    /// Strokes of each character as pairs of digits, x and y in fifths of the x-height; a…d are 1 to 4 below the line.
    private static let glyphs: [Character: [String]] = [
        "a": ["4425040120434541"], "b": ["0900022544412001"], "c": ["442504012041"], "d": ["44250401204349414160"],
        "e": ["02424425040120415"], "f": ["48392820", "0545"], "g": ["442504012043454b2d0c"], "h": ["090003254440"],
        "i": ["050120", "0708"], "j": ["252b0d", "2728"], "k": ["0900", "450240"], "l": ["090120"],
        "m": ["05000325343034556460"], "n": ["050003254440"], "o": ["2504012041442536"], "p": ["050d032544412001"],
        "q": ["4425040120434d5b"], "r": ["0500032544"], "s": ["44250423412001"], "t": ["28213041", "0545"],
        "u": ["05012043454160"], "v": ["052045"], "w": ["0510345065"], "x": ["0540", "4500"],
        "y": ["05022043", "454b2d0c"], "z": ["05450040"], "0": ["28050220424528"], "1": ["062820"],
        "2": ["061838460040"], "3": ["07284624422001"], "4": ["380252", "3530"], "5": ["48080535422001"],
        "6": ["38040120422402"], "7": ["084810"], "8": ["240628462402204224"], "9": ["45240628464530"],
        ".": ["0001"], ",": ["110b"], "-": ["0333"], "/": ["0049"], ":": ["0001", "0405"], "!": ["0903", "0001"],
        "?": ["0729472422", "2021"], "+": ["0343", "2125"], "%": ["0049", "0708", "4041"],
    ]
}

/// Sets strokes one after another along a line.
private struct WritingPen {
    private(set) var paths: [[Point]] = []
    private var open: [Point] = []
    private var x = 0.0
    private var count = 0
    private let slant: Double
    private let random: RandomStream

    init(slant: Double, _ random: RandomStream) {
        (self.slant, self.random) = (slant, random)
    }

    mutating func advance(_ way: Double) { x += way }

    mutating func lift() {
        if open.count > 1 { paths.append(open) }
        open = []
    }

    mutating func write(_ strokes: [String], scale: Double, joins: Bool) {
        if !joins { lift() }
        let (rise, size) = (random.uniform(-0.06...0.06, 2 * count), scale * random.uniform(0.9...1.1, 2 * count + 1))
        var widest = 0.0
        for (n, stroke) in strokes.enumerated() {
            if n > 0 { lift() }
            for (k, point) in WritingPen.points(stroke).enumerated() {
                let dice = random.child(count).child(n)
                let p = Point(
                    point.x * size + dice.uniform(-0.05...0.05, 2 * k),
                    point.y * size + rise + dice.uniform(-0.05...0.05, 2 * k + 1))
                widest = max(widest, point.x * size)
                open.append(Point(x + p.x + slant * p.y, -p.y))
            }
        }
        if strokes.count > 1 { lift() }
        x += widest + 0.32 * scale
        count += 1
    }

    private static func points(_ stroke: String) -> [Point] {
        let digits = stroke.compactMap { $0.hexDigitValue }
        return stride(from: 0, to: digits.count - 1, by: 2).map { i in
            let y = digits[i + 1]
            return Point(Double(digits[i]) / 5, Double(y < 10 ? y : 9 - y) / 5)
        }
    }
}
