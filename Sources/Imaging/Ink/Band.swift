internal import CKernels

/// Some rows of a picture with a margin on all sides, and the room to work on them: what creeping ink needs. Lives for one
/// call; whoever makes it frees it.
final class Band {
    private let reach: Int
    private let steps: Int
    private let width: Int
    private let channels: Int
    private let map: InkMap
    private let isLayer: Bool
    /// Samples from one row of the band to the next: the row and `channels` replicated samples on either side.
    private let pitch: Int
    private let grayPitch: Int
    private let capacity: Int

    /// Samples before a step and after it.
    private var here: UnsafeMutablePointer<UInt8>
    private var next: UnsafeMutablePointer<UInt8>
    /// Lightness by the ink map and the depth of the white gaps, in the same two roles.
    private var gray: UnsafeMutablePointer<UInt8>
    private var grayNext: UnsafeMutablePointer<UInt8>
    private let depth: UnsafeMutablePointer<UInt8>
    private let radius: UnsafeMutablePointer<UInt16>
    private let sum: UnsafeMutablePointer<UInt16>
    private let change: UnsafeMutablePointer<UInt8>
    private let line: UnsafeMutablePointer<UInt8>
    private let shares: UnsafeMutablePointer<UInt8>
    /// Rows that ink is in, or may reach.
    private var isActive: [Bool]

    /// The rows above the band, and those that the next band will have above it.
    private var above: UnsafeMutablePointer<UInt8>
    private var aboveNext: UnsafeMutablePointer<UInt8>

    private var top = 0
    private var count = 0
    private var height = 0
    /// The columns in work: those with ink and what may reach beyond.
    private var left = 0
    private var breadth = 0

    /// A band of `capacity` rows from which ink creeps by so many steps and that looks at `reach` rows beyond either end.
    init(capacity: Int, steps: Int, reach: Int, width: Int, channels: Int, map: InkMap, isLayer: Bool) {
        self.capacity = capacity + 2 * reach
        self.steps = steps
        self.reach = reach
        isActive = [Bool](repeating: false, count: capacity + 2 * reach)
        self.width = width
        self.channels = channels
        self.map = map
        self.isLayer = isLayer
        pitch = (width + 2) * channels
        grayPitch = width + 2
        let rows = self.capacity
        (here, next) = (.allocate(capacity: rows * pitch), .allocate(capacity: rows * pitch))
        (gray, grayNext) = (.allocate(capacity: rows * grayPitch), .allocate(capacity: rows * grayPitch))
        depth = .allocate(capacity: rows * grayPitch)
        radius = .allocate(capacity: rows * width)
        sum = .allocate(capacity: rows * width * channels)
        change = .allocate(capacity: rows * pitch)
        line = .allocate(capacity: pitch)
        (above, aboveNext) = (.allocate(capacity: reach * pitch), .allocate(capacity: reach * pitch))
        // Steps read rows at the rim that no earlier step wrote; they never reach the result, but must hold something.
        for (memory, size) in [(here, pitch), (next, pitch), (gray, grayPitch), (grayNext, grayPitch)] {
            memory.initialize(repeating: 255, count: rows * size)
        }
        depth.initialize(repeating: 0, count: rows * grayPitch)
        radius.initialize(repeating: 0, count: rows * width)
        sum.initialize(repeating: 0, count: rows * width * channels)
        change.initialize(repeating: 0, count: rows * pitch)
        line.initialize(repeating: 255, count: pitch)
        for memory in [above, aboveNext] { memory.initialize(repeating: 255, count: reach * pitch) }
        shares = .allocate(capacity: pitch + width)
        shares.initialize(repeating: 0, count: pitch + width)
    }

    func deallocate() {
        for memory in [here, next, gray, grayNext, depth, change, line, shares, above, aboveNext] {
            memory.deallocate()
        }
        radius.deallocate()
        sum.deallocate()
    }

    /// Rows of the band whose change is wanted, with one more on either side for the smoothing.
    var working: Range<Int> { reach - 1..<reach + count + 1 }

    /// Takes rows `first ..< first + count` and their surroundings. False when there is no ink among them.
    /// Rows above are taken as they were when the band before was loaded: by now ink has crept there.
    func load(_ first: Int, count: Int, of plane: Plane) -> Bool {
        swap(&above, &aboveNext)
        let kept = min(reach, first + count)
        (aboveNext + (reach - kept) * plane.rowCount).update(
            from: plane.row(first + count - kept), count: kept * plane.rowCount)
        top = first
        self.count = count
        height = plane.height
        let most = line
        most.update(repeating: 0, count: width)
        var inkiest = [UInt8](repeating: 0, count: count + 2 * reach)
        for i in inkiest.indices {
            let ink = gray + i * grayPitch + 1
            map.fill(ink, y: row(i), of: source(of: i, plane))
            var peak: UInt8 = 0
            for x in 0..<width {
                peak = max(peak, ink[x])
                most[x] = max(most[x], ink[x])
            }
            inkiest[i] = peak
        }
        guard let start = (0..<width).first(where: { most[$0] >= 64 }) else { return false }
        let end = (0..<width).last { most[$0] >= 64 }! + 1
        left = max(0, start - reach)
        breadth = min(width, end + reach) - left
        for i in inkiest.indices {
            let near = max(0, i - steps - 1)..<min(inkiest.count, i + steps + 2)
            isActive[i] = inkiest[near].contains { $0 >= (isLayer ? 1 : 64) }
            loadRow(i, of: plane)
        }
        return true
    }

    /// What holds row `i` of the band as it was before any ink crept.
    private func source(of i: Int, _ plane: Plane) -> Plane {
        guard top > 0, i < reach else { return plane }
        let stride = plane.rowCount
        return Plane(
            base: above - (top - reach) * stride, width: plane.width, height: plane.height, channels: channels,
            stride: stride)
    }

    private func loadRow(_ i: Int, of plane: Plane) {
        let ink = gray + i * grayPitch + 1 + left
        let samples = here + i * pitch + (1 + left) * channels
        if isActive[i] {
            samples.update(from: source(of: i, plane).row(row(i)) + left * channels, count: breadth * channels)
            // On a printed page only what is clearly ink creeps, not the dark side of the paper's grain.
            if !isLayer { maskPaper(samples, ink) }
            replicate(samples, channels)
        } else {
            let offset = i * pitch + left * channels
            for rows in [here, next] { (rows + offset).update(repeating: 255, count: (breadth + 2) * channels) }
        }
        for x in 0..<breadth { ink[x] = 255 &- ink[x] }
        replicate(ink, 1)
    }

    /// The row of the page that row `i` of the band shows.
    private func row(_ i: Int) -> Int { min(height - 1, max(0, top - reach + i)) }

    private func maskPaper(_ samples: UnsafeMutablePointer<UInt8>, _ ink: UnsafePointer<UInt8>) {
        for x in 0..<breadth where ink[x] < 64 {
            for c in 0..<channels { samples[x &* channels &+ c] = 255 }
        }
    }

    /// Repeats the first and last pixel of a row in work beyond its ends.
    private func replicate(_ row: UnsafeMutablePointer<UInt8>, _ channels: Int) {
        for c in 0..<channels {
            row[c - channels] = row[c]
            row[breadth * channels + c] = row[(breadth - 1) * channels + c]
        }
    }

    /// Fills `depth` with the depth of the white gap that a pixel lies in: twice the steps, less one, that ink needs to
    /// reach its middle, as far as `steps` tell.
    func measureGaps(_ steps: [Stepping]) {
        let rows = count + 2 * reach
        // Each step that a pixel stays white adds to its depth; gray ones add their share.
        let unit = UInt16(255 / steps.count)
        for (k, step) in steps.enumerated() {
            for i in 0..<rows {
                let total = depth + i * grayPitch + 1 + left
                let light = gray + i * grayPitch + 1 + left
                if k == 0 { total.update(repeating: 0, count: breadth) }
                for x in 0..<breadth { total[x] &+= UInt8(truncatingIfNeeded: (UInt16(light[x]) &* unit) &>> 8) }
            }
            apply(step, crows_least, gray, to: grayNext, pitch: grayPitch, step: 1, k + 1..<rows - k - 1)
            swap(&gray, &grayNext)
        }
        // The deepest place within reach tells for the whole gap.
        for i in 0..<rows {
            let row = gray + i * grayPitch + 1 + left
            row.update(from: depth + i * grayPitch + 1 + left, count: breadth)
            replicate(row, 1)
        }
        for (k, step) in steps.enumerated() {
            let margin = steps.count + k
            apply(step, crows_most, gray, to: grayNext, pitch: grayPitch, step: 1, margin..<rows - margin)
            swap(&gray, &grayNext)
        }
    }

    /// Sets the radii of one row of the band from the noise; under 40 % of the gap where gaps were measured. `pixel` is the
    /// length of a pixel in the radii's unit.
    func setRadii(_ i: Int, _ noise: inout FiberNoise, _ radii: ClosedRange<Double>, pixel: Double, gapSteps: Int) {
        guard isActive[i] else { return }
        noise.fill(line, y: row(i), width: width)
        let slope = UInt16((radii.upperBound - radii.lowerBound) * 16 / 203)
        crows_radii(line + left, radius + i * width, Int64(breadth), UInt16(radii.lowerBound), slope)
        guard gapSteps > 0 else { return }
        let unit = 255 / gapSteps
        // At the limit the gap is wide enough for any radius.
        let wide = unit * gapSteps * 254 / 256 - gapSteps
        crows_cap(
            radius + i * width, gray + i * grayPitch + 1 + left, Int64(breadth),
            UInt32(0.8 / Double(unit) * pixel * 256), UInt32(0.2 * pixel), UInt8(max(1, wide)))
    }

    func clearSum() {
        let stride = width * channels
        for i in working where isActive[i] { (sum + i * stride).update(repeating: 0, count: breadth * channels) }
    }

    /// One step of erosion of the samples, leaving out the outermost rows that no longer matter.
    func erode(_ step: Stepping, margin: Int) {
        let margin = max(1, reach - margin)
        apply(
            step, crows_least, here, to: next, pitch: pitch, step: channels, margin..<count + 2 * reach - margin,
            where: isActive)
    }

    /// Adds what the last step took, weighted by how far the radius reaches beyond `start`.
    func accumulate(from start: UInt16) {
        for i in working where isActive[i] {
            let offset = i * pitch + (1 + left) * channels
            crows_reached(radius + i * width, start, shares, Int64(breadth))
            steepen(shares, count: breadth)
            var weights = shares
            if channels == 3 {
                weights = shares + width
                crows_triple(shares, weights, Int64(breadth))
            }
            crows_gather(sum + i * width * channels, here + offset, next + offset, weights, Int64(breadth * channels))
        }
        swap(&here, &next)
    }

    /// The sum as whole levels, smoothed lightly (1 2 1 both ways). The strokes of the page count as `fullness`/256 full,
    /// else smoothing would leave a pale line between a stroke and what crept from it.
    func finish(_ plane: Plane, fullness: UInt16) {
        let stride = breadth * channels
        for i in working {
            let out = next + i * pitch + (1 + left) * channels
            guard isActive[i] else {
                out.update(repeating: 0, count: stride)
                continue
            }
            let total = sum + i * width * channels
            let row = change + i * pitch + (1 + left) * channels
            crows_whole(total, row, Int64(stride))
            fill(row, where: source(of: i, plane).row(self.row(i)) + left * channels, fullness, count: stride)
            replicate(row, channels)
            crows_soften(row, Int64(channels), out, Int64(stride))
        }
    }

    /// Takes the change, times `strength`/256, from the page; never below the ink that crept there.
    func darken(_ plane: MutablePlane, strength: UInt16) {
        for i in reach..<reach + count where isActive[i] {
            let samples = plane.row(top + i - reach) + left * channels
            let offset = i * pitch + (1 + left) * channels
            let change = next + offset
            crows_darken(
                samples, change - pitch, change, change + pitch, here + offset, Int64(breadth * channels), strength)
        }
    }

    /// One step of erosion or dilation of some rows.
    private func apply(
        _ kind: Stepping, _ choose: Extremum, _ source: UnsafeMutablePointer<UInt8>,
        to target: UnsafeMutablePointer<UInt8>, pitch: Int, step: Int, _ rows: Range<Int>, where isWanted: [Bool]? = nil
    ) {
        let n = Int64(breadth * step)
        for i in rows where isWanted?[i] ?? true {
            let s = source + i * pitch + (1 + left) * step
            let (up, down) = (s - pitch, s + pitch)
            let out = target + i * pitch + (1 + left) * step
            switch kind {
            case .row: choose(s - step, s, s + step, out, n)
            case .column: choose(up, s, down, out, n)
            case .cross:
                choose(up, s, down, line, n)
                choose(s - step, line, s + step, out, n)
            case .square:
                choose(up - step, s - step, down - step, line, n + Int64(2 * step))
                choose(line, line + step, line + 2 * step, out, n)
            }
            replicate(out, step)
        }
    }
}

/// The least or the most of three rows.
private typealias Extremum = (
    UnsafePointer<UInt8>?, UnsafePointer<UInt8>?, UnsafePointer<UInt8>?, UnsafeMutablePointer<UInt8>?, Int64
) -> Void
