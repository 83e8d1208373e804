import Engine
internal import Files
import Imaging
internal import JSON
internal import Jobs
import OperationKit

/// Pages as tasks of Label Studio, with their labels as predictions to correct.
struct LabelStudioFormat: SetFormat {
    static let declaration = SetFormatDeclaration(
        "label-studio", "Pages as tasks of Label Studio, with their labels as predictions to correct.",
        units: [.line, .word], .pages, options: [address], reader: "Label Studio's import",
        loading: "Label Studio: a project with the labeling of config.xml, then import train.json",
        layout: [
            ("images/KEY.png", "a page"),
            (
                "train.json",
                "a task per page; what must not be read is labeled Illegible; val.json and test.json likewise"
            ),
            ("config.xml", "the labeling that the project needs"),
        ],
        example: """
            {"data":{"ocr":"/data/local-files/?d=images/p_aug_0.png"},"predictions":[{"model_version":"foxing","result":[
             {"id":"l0000","from_name":"transcription","to_name":"image","type":"textarea","original_width":620,
              "original_height":877,"value":{"x":9.67742,"y":4.56100,"width":14.51613,"height":3.42075,"rotation":0,
               "text":["Two"]}}]}]}
            """)

    private static let address = KeyDeclaration.text(
        "address",
        "what stands before the path of a picture, where Label Studio finds it; left out, that of its local files",
        example: "https://example.org/set/")

    static func make(_ plan: DatasetPlan) -> any SetFormat {
        LabelStudioFormat(unit: plan.unit, address: plan.options.word(address) ?? "/data/local-files/?d=")
    }

    let unit: LabelUnit
    let address: String

    func pieces(of page: SetPage, _ crops: [SetCrop], _ tally: inout SetTally) -> [SetPiece] {
        var results: [JSONValue] = []
        for label in page.truth.labels(unit) {
            if label.isLegible, label.text.isEmpty {
                tally.leave(.empty)
                continue
            }
            guard let shape = LabelStudioShape(label.outline, on: page.size) else {
                tally.leave(.outside)
                continue
            }
            results += self.results(label, shape, page.size)
            if label.isLegible { tally.take(label.text) } else { tally.labels += 1 }
        }
        guard !results.isEmpty else {
            tally.leave(.noLabels)
            return []
        }
        var before = ByteText()
        before.add("{\"data\":{\"ocr\":\"")
        before.add(CanonicalJSON.text(.string(address)).dropFirst().dropLast().description)
        let prediction = JSONValue.object(("model_version", "foxing"), ("result", .array(results)))
        let after = "\"},\"predictions\":[" + CanonicalJSON.text(prediction) + "]}"
        return [
            SetPiece(
                name: page.key.text, picture: page.picture,
                rows: [SetPiece.Row(before: before.bytes, after: Array(after.utf8))])
        ]
    }

    /// A shape, what kind it is, and its text: three results of one id.
    private func results(_ label: SetLabel, _ shape: LabelStudioShape, _ size: Size) -> [JSONValue] {
        func result(_ control: String, _ type: String, _ more: [JSONValue.Member]) -> JSONValue {
            .object(
                ("id", .string("l" + label.index.padded(4))), ("from_name", .string(control)), ("to_name", "image"),
                ("type", .string(type)), ("original_width", .integer(size.width)),
                ("original_height", .integer(size.height)), ("image_rotation", 0),
                ("value", .object(shape.members + more)))
        }
        let kind: JSONValue = label.isLegible ? "Text" : "Illegible"
        let shapes = [
            result(shape.isPolygon ? "poly" : "bbox", shape.isPolygon ? "polygon" : "rectangle", []),
            result("label", "labels", [JSONValue.Member("labels", [kind])]),
        ]
        guard label.isLegible else { return shapes }
        return shapes + [
            result("transcription", "textarea", [JSONValue.Member("text", .array([.string(label.text)]))])
        ]
    }

    func open(_ folder: SetFolder) -> any SetBook {
        let layout = RowsBook.Layout(
            list: { "\($0.rawValue).json" }, pictures: { _ in "images" }, prefix: "images/", head: "[\n",
            separator: ",\n", tail: "\n]\n")
        return RowsBook(folder, layout) { (folder, _) throws(JobProblem) in
            try folder.write(Array(Self.labeling.utf8), to: "config.xml")
        }
    }

    /// Label Studio's own template for text on pictures, and a label for what nobody can read.
    private static let labeling = """
        <View>
          <Image name="image" value="$ocr" zoom="true" rotateControl="true"/>
          <Labels name="label" toName="image">
            <Label value="Text" background="green"/>
            <Label value="Illegible" background="red"/>
          </Labels>
          <Rectangle name="bbox" toName="image" strokeWidth="2"/>
          <Polygon name="poly" toName="image" strokeWidth="2"/>
          <TextArea name="transcription" toName="image" editable="true" perRegion="true" required="false"
                    maxSubmissions="1" rows="2" placeholder="Text" displayMode="region-list"/>
        </View>

        """
}

/// An outline in percents of the page: a rectangle turned about its top left corner where it is one, else a polygon.
struct LabelStudioShape {
    let members: [JSONValue.Member]
    let isPolygon: Bool

    /// nil when less than a pixel of it lies on the page.
    init?(_ outline: Outline, on size: Size) {
        guard let polygon = outline.polygon(on: size) else { return nil }
        func percent(_ value: Double, of whole: Int) -> JSONValue {
            .decimal(value / Double(whole) * 100, digits: 5)
        }
        if let turned = Self.rectangle(polygon) {
            isPolygon = false
            members = [
                .init("x", percent(polygon[0].x, of: size.width)), .init("y", percent(polygon[0].y, of: size.height)),
                .init("width", percent(turned.width, of: size.width)),
                .init("height", percent(turned.height, of: size.height)),
                .init("rotation", .decimal(turned.degrees, digits: 4)),
            ]
        } else {
            isPolygon = true
            let points = polygon.map {
                JSONValue.array([percent($0.x, of: size.width), percent($0.y, of: size.height)])
            }
            members = [.init("points", .array(points)), .init("closed", true)]
        }
    }

    /// Width, height and how far it is turned clockwise; nil when a corner is off by more than a tenth of a pixel.
    private static func rectangle(_ q: [Point]) -> (width: Double, height: Double, degrees: Double)? {
        guard q.count == 4 else { return nil }
        let (along, down) = (q[1] - q[0], q[3] - q[0])
        let width = q[0].distance(to: q[1])
        let height = q[0].distance(to: q[3])
        guard width > 0, height > 0, q[2].distance(to: q[1] + down) < 0.1,
            abs(along.x * down.x + along.y * down.y) < 0.1 * max(width, height)
        else { return nil }
        return (width, height, Self.degrees(along))
    }

    /// The angle of a direction, clockwise on screen; by Newton's method, which gives the same on every machine.
    private static func degrees(_ d: Point) -> Double {
        let isSteep = abs(d.y) > abs(d.x)
        var angle = isSteep ? (d.y > 0 ? 90.0 : -90.0) : (d.x > 0 ? 0.0 : 180.0)
        let length = d.distance(to: Point(0, 0))
        for _ in 0..<5 {
            let (s, c) = sineAndCosine(degrees: angle)
            angle += (d.y * c - d.x * s) / length * 57.29577951308232
        }
        return angle
    }
}
