internal import Engine
internal import Imaging
internal import Vision

/// The engine's resampler, by OpenCV.
struct VisionResampler: Resampler {
    func pull(
        _ pixels: Raster, through map: GeometricMap, _ resampling: Resampling, dpi: Double, _ stream: RandomStream
    ) throws -> Raster {
        try warped(pixels, by: map, resampling, in: WarpSurroundings(dpi: dpi, random: stream))
    }
}
