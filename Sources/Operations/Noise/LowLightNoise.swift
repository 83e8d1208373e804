public import Imaging
public import OperationKit
import Vision

/// An underexposed photo, pushed: dark, noisy, with columns of the sensor showing.
public struct LowLightNoise: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "low-light-noise", family: .camera, on: [.page], peers: ["LowLightNoise", "night-photo", "underexposed"],
        "An underexposed photo, pushed: dark, noisy, with columns of the sensor showing.", main: "exposure",
        severities: Severities(
            mild: ["exposure": "0.8", "photons": "300"], medium: ["exposure": "0.5"],
            strong: ["exposure": "0.35", "photons": "80"]),
        promises: [.monotone("exposure", values: ["0.95", "0.8", "0.6", "0.4", "0.2"]), .grayEqualsColor()],
        cost: (50, 25))

    let exposure: Double
    let gainBack: Double
    let photons: Double
    let readNoise: Double
    let columns: Double
    let smooth: Double

    public init(_ p: inout Parameters) {
        exposure = p.share("exposure", "0.45..0.7", in: 0.02...1, "share of the light that there was")
        gainBack = p.share("gain-back", "0..0.4", "share of the lost light that the camera gives back by gain")
        photons = p.number("photons", "log 60..400", in: 3...10000, "how many would make white at full exposure")
        readNoise = p.number("read-noise", "2..6", in: 0...60, "levels of noise of the electronics")
        columns = p.number("columns", "0..2", in: 0...30, "levels by which the sensor's columns differ")
        smooth = p.length("smooth", "0.06..0.12mm", in: .mm(0...1), "the camera's own smoothing")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        if pixels.kind == .bilevel { pixels.kind = .gray }
        pixels.apply([LookupTable { UInt8((Double($0) * exposure).rounded()) }])
        // Fewer photons come, and both noises are there before the gain.
        let shot = shotDeviations(photons: photons)
        pixels.addScaledNoise(random.child("photons"), shot.map { ($0 * $0 + readNoise * readNoise).squareRoot() })
        addColumns(&pixels, random.child("columns"))
        let gain = 1 + (1 / exposure - 1) * gainBack
        pixels.apply([LookupTable { UInt8(min(255, (Double($0) * gain).rounded())) }])
        pixels = try pixels.blurred(sigma: smooth)
    }

    private func addColumns(_ pixels: inout Raster, _ random: RandomStream) {
        guard columns > 0 else { return }
        pixels.withMutablePlane { plane in
            let offsets = (0..<plane.width).map { Int16((random.normal($0) * columns * 16).rounded()) }
            for y in 0..<plane.height { plane.add(offsets, toRow: y) }
        }
    }
}
