internal import Engine
internal import Imaging
internal import Vision

/// The engine's resampler, by OpenCV.
struct VisionResampler: Resampler {
    func pull(_ pixels: Raster, along passage: Passage, _ resampling: Resampling) throws -> Raster {
        try warped(pixels, along: passage, resampling)
    }
}
