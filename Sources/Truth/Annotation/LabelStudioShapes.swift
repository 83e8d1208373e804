import Imaging
internal import JSON

/// Shapes and texts of one picture, which belong together by their ids.
struct LabelStudioShapes {
    private struct Shape {
        var outline = Outline.missing
        var text: String?
    }

    /// In the order of the file.
    private var shapes: [Shape] = []
    private var places: [String: Int] = [:]
    private(set) var size: (width: Double, height: Double)?
    /// Classes and links.
    private(set) var unused = UnusedTruth()

    /// A text area without a shape speaks of the whole picture, which the page's text is made from otherwise.
    var entries: [FlatEntry] {
        shapes.map { FlatEntry(outline: $0.outline, text: $0.text ?? "", isMarked: false) }
    }

    /// A result: a shape, a text, or labels that say nothing of either.
    mutating func take(_ result: JSONPlace) throws(TruthProblem) {
        guard let value = result["value"] else {
            if try result.text("type") == "relation" { unused[.links] += 1 }
            return
        }
        for member in try value.members() where member.name.hasSuffix("labels") || member.name == "choices" {
            for name in member.place.value.elements ?? [] { unused.count(class: name.text) }
        }
        let text = try value["text"].map { place throws(TruthProblem) in try Self.joined(place) }
        try take(value, text: text, id: result["id"]?.plainText, sizes: result)
    }

    /// A shape of JSON-MIN.
    mutating func take(_ value: JSONPlace, text: String?) throws(TruthProblem) {
        try take(value, text: text, id: nil, sizes: value)
    }

    private mutating func take(
        _ value: JSONPlace, text: String?, id: String?, sizes: JSONPlace
    ) throws(TruthProblem) {
        let size = try sizes.size("original_width", "original_height")
        if let size, let known = self.size, size != known {
            throw sizes.problem("the picture has another size here than in the results before")
        }
        self.size = self.size ?? size
        let hasPlace = value["points"] != nil || value["x"] != nil
        guard hasPlace || text != nil else { return }
        if hasPlace, size == nil {
            throw sizes.problem("'original_width' and 'original_height' are expected, of which shapes are percents")
        }
        let outline = try size.map { size throws(TruthProblem) in try Self.outline(value, size) } ?? .missing
        let index = id.flatMap { places[$0] } ?? shapes.count
        if index == shapes.count { shapes.append(Shape()) }
        if let id { places[id] = index }
        if !outline.points.isEmpty {
            guard shapes[index].outline.points.isEmpty || outline.isNear(shapes[index].outline) else {
                throw value.problem("the place is another than that of a result before with the same id")
            }
            shapes[index].outline = outline
        }
        if let text { shapes[index].text = text }
    }

    /// Several entries of a text area are lines of one text.
    private static func joined(_ place: JSONPlace) throws(TruthProblem) -> String {
        if let text = place.plainText { return text }
        var parts: [String] = []
        for element in try place.elements() { parts.append(try element.text()) }
        return parts.joined(separator: " ")
    }

    /// A polygon, an ellipse, or a rectangle that is turned about its top left corner.
    private static func outline(
        _ value: JSONPlace, _ size: (width: Double, height: Double)
    ) throws(TruthProblem) -> Outline {
        let scale = CoordinateScale.shares(of: size, whole: 100)
        if value["points"] != nil { return try value.polygon("points", scale) }
        guard let x = try value.number("x"), let y = try value.number("y") else { return .missing }
        let corner = scale(x, y)
        let degrees = try value.number("rotation") ?? 0
        if let rx = try value.number("radiusX"), let ry = try value.number("radiusY") {
            let radius = scale(rx, ry)
            return .turned(.spanning(corner - radius, corner + radius), by: degrees, about: corner)
        }
        guard let width = try value.number("width"), let height = try value.number("height") else { return .missing }
        return .turned(.spanning(corner, corner + scale(width, height)), by: degrees, about: corner)
    }

    /// Texts that stand in a list of their own, in the order of the shapes.
    mutating func give(texts: JSONPlace?) throws(TruthProblem) {
        guard let texts else { return }
        var all: [String] = []
        if let text = texts.plainText {
            all = [text]
        } else {
            for element in try texts.elements() { all.append(try element.text()) }
        }
        // A control for labels repeats the shapes of the one for boxes.
        var kept: [Shape] = []
        for shape in shapes where !kept.contains(where: { $0.outline == shape.outline }) { kept.append(shape) }
        shapes = kept
        guard all.count == shapes.count else {
            throw texts.problem("there are \(all.count) texts for \(shapes.count) shapes")
        }
        for (index, text) in all.enumerated() { shapes[index].text = text }
    }
}

extension Outline {
    /// Whether no corner is off by more than half a pixel.
    fileprivate func isNear(_ other: Outline) -> Bool {
        points.count == other.points.count
            && zip(points, other.points).allSatisfy { $0.distance(to: $1) <= 0.5 }
    }
}
