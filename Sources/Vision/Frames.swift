public import Imaging

/// The raster after all steps of a passage, pulled once: what they give one after another, up to how pixels between pixels
/// are found. Resampling has to fill evenly where there are frames that matter; `Passage.accepts` sees to it.
public func warped(
    _ raster: Raster, along passage: Passage, _ resampling: Resampling
) throws(PixelFailure) -> Raster {
    let first = passage.steps[0]
    let surroundings = WarpSurroundings(dpi: first.dpi, random: first.stream)
    var result = try warped(raster, by: passage.map, resampling, in: surroundings)
    let frames = passage.frames
    if frames.isEmpty { return result }
    let tones = FrameTones(of: raster, passage, frames, resampling, in: surroundings)
    for (frame, tone) in zip(frames, tones.after) {
        result.fill(outside: frame, tone, isSharp: resampling.quality == .nearest)
    }
    if raster.kind == .bilevel, resampling.keepBilevel { cut(&result) }
    return result
}

/// The tones of new area along a passage.
private struct FrameTones {
    /// Of what lies outside each frame that matters.
    private(set) var after: [Color] = []

    private let raster: Raster
    private let passage: Passage
    /// Of what each step adds, as far as they are known.
    private var tones: [Color]

    init(
        of raster: Raster, _ passage: Passage, _ frames: [Passage.Frame], _ resampling: Resampling,
        in surroundings: WarpSurroundings
    ) {
        (self.raster, self.passage) = (raster, passage)
        tones = [fillColor(of: raster, resampling, in: surroundings)]
        for frame in frames {
            // Between frames that matter nothing is cut off, so that borders stay what they are.
            while tones.count < frame.place { tones.append(tones[tones.count - 1]) }
            tones.append(resampling.fill == .paper ? border(of: frame) : tones[0])
            after.append(tones[frame.place])
        }
    }

    /// The border color of the page in a frame, which nobody has made: measured at so many places of its border as tell
    /// of all.
    private func border(of frame: Passage.Frame) -> Color {
        let depth = Resolution.pixels(mm: 2, dpi: passage.steps[frame.place].dpi)
        var places = frame.size.border(depth: max(1, Int(depth.rounded())), most: 20_000)
        var added = [Int?](repeating: nil, count: places.count)
        for step in (0..<frame.place).reversed() {
            passage.steps[step].map.pull(&places)
            let before = passage.steps[step].before
            for i in places.indices where added[i] == nil && !before.contains(places[i]) { added[i] = step }
        }
        let samples = tones.map { $0.samples(for: raster.kind) }
        var row = Raster(uninitialized: raster.kind, width: places.count, height: 1)
        raster.withPlane { from in
            row.withMutablePlane { to in
                for (i, p) in places.enumerated() {
                    for c in 0..<to.channels {
                        let level = added[i].map { samples[$0][c] }
                        to.row(0)[i * to.channels + c] = level ?? from.row(Int(p.y))[Int(p.x) * to.channels + c]
                    }
                }
            }
        }
        let color = row.borderColor(frame: 1)
        return raster.kind == .color ? color : Color(gray: color.luma)
    }
}

extension Size {
    fileprivate func contains(_ p: Point) -> Bool {
        p.x >= 0 && p.y >= 0 && p.x < Double(width) && p.y < Double(height)
    }

    /// The middles of pixels at most `depth` from the edge, evenly spaced, about `most` of them when there are more.
    fileprivate func border(depth: Int, most: Int) -> [Point] {
        let depth = min(depth, (min(width, height) + 1) / 2)
        let count = 2 * depth * (width + height - 2 * depth)
        var step = 1
        while count > most * step * step { step += 1 }
        var places: [Point] = []
        let all = Array(stride(from: 0, to: width, by: step))
        let sides = all.filter { $0 < depth || $0 >= width - depth }
        for y in stride(from: 0, to: height, by: step) {
            let isEdge = y < depth || y >= height - depth
            for x in isEdge ? all : sides { places.append(Point(Double(x) + 0.5, Double(y) + 0.5)) }
        }
        return places
    }
}

extension Raster {
    /// Gives a tone to all that does not come from inside a frame. Across its edge the tone sets in as it does at the edge
    /// of a page that is pulled, half a pixel to either side; all at once when that is to be sharp.
    fileprivate mutating func fill(outside frame: Passage.Frame, _ tone: Color, isSharp: Bool) {
        let samples = tone.samples(for: kind)
        let turnsGray = kind == .bilevel && ![0, 255].contains(tone.luma)
        if let grid = frame.rest.homography.flatMap(GridMove.init) {
            grid.fill(&self, outside: frame.size, samples)
            if turnsGray { kind = .gray }
            return
        }
        if kind == .bilevel, turnsGray || !isSharp { kind = .gray }
        var edge = FrameEdge(frame, width: width, samples, isSharp: isSharp)
        withMutablePlane { edge.fill($0) }
    }
}
