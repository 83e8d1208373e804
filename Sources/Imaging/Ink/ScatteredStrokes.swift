/// Strokes strewn over a sheet: scratches, hairs, lint. Which ones lie where belongs to the place.
public struct ScatteredStrokes: Sendable {
    private let perSquareDecimeter: Double
    private let length: ClosedRange<Double>
    private let width: ClosedRange<Double>
    private let direction: ClosedRange<Double>?
    private let bend: Double

    /// So many strokes of a length and width in mm, along `direction` (degrees; nil for any), turning by up to `bend`
    /// degrees on their way.
    public init(
        perSquareDecimeter: Double, length: ClosedRange<Double>, width: ClosedRange<Double>,
        direction: ClosedRange<Double>?, bend: Double
    ) {
        self.perSquareDecimeter = perSquareDecimeter
        self.length = length
        self.width = width
        self.direction = direction
        self.bend = bend
    }

    /// The strokes of a page of that size and resolution, at most 20,000: points and width in pixels, and chance of
    /// each one's own.
    public func paths(
        on size: Size, dpi: Double, _ stream: RandomStream
    ) -> [(points: [Point], width: Double, stream: RandomStream)] {
        let mm = Resolution.pixels(mm: 1, dpi: dpi)
        let area = Double(size.width) * Double(size.height) / (mm * mm) / 10_000
        let wanted = min(20_000, area * perSquareDecimeter)
        let count = Int(wanted) + (stream.child("rest").chance(wanted - wanted.rounded(.down)) ? 1 : 0)
        return (0..<count).map { i in
            let own = stream.child(i)
            let start = Point(own.unit(0) * Double(size.width), own.unit(1) * Double(size.height))
            let angle = direction.map { own.uniform($0, 2) } ?? own.uniform(0...360, 2)
            // Short ones are more frequent than long ones.
            let share = own.unit(3)
            let reach = (length.lowerBound + (length.upperBound - length.lowerBound) * share * share) * mm
            let turn = own.uniform(-bend...bend, 4)
            var points = [start]
            let steps = 4
            for step in 0..<steps {
                let (sine, cosine) = sineAndCosine(degrees: angle + turn * (Double(step) / Double(steps) - 0.5))
                let last = points[step]
                points.append(Point(last.x + cosine * reach / 4, last.y - sine * reach / 4))
            }
            return (points, own.uniform(width, 5) * mm, own)
        }
    }
}
