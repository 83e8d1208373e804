public import OperationKit

extension Catalog {
    /// Every operation that a pipeline may name, in the order of the manual: one line for each file beside this one.
    public static let all = Catalog([
        // Ink.
        InkBleed.self,
        Letterpress.self,
        LowInkPeriodicLines.self,
        InkShifter.self,
        // Paper.
        PaperTexture.self,
        ColorPaper.self,
        Watermark.self,
        // Print and copy machines.
        DirtyRollers.self,
        // Scanner and camera.
        SubtleNoise.self,
        JPEG.self,
        GaussianBlur.self,
        LightingGradient.self,
        PhonePhoto.self,
        // Handling and ageing.
        Folding.self,
        Crumple.self,
        // Annotation.
        Markup.self,
        // Photometric.
        CLAHE.self,
        Sharpen.self,
        Grayscale.self,
        // Geometry.
        Rotate.self,
        Perspective.self,
        Affine.self,
        Slant.self,
        Rotate90.self,
        Flip.self,
        ElasticTransform.self,
        GridDistortion.self,
        ThinPlateSpline.self,
        OpticalDistortion.self,
        BaselineCurve.self,
        Ripple.self,
        PageCurl.self,
        BookBinding.self,
        ScanJitter.self,
        Squish.self,
        SectionShift.self,
        GlitchEffect.self,
        Crop.self,
        Pad.self,
        Resize.self,
        Rescale.self,
        // Preprocess.
        Otsu.self,
        Denoise.self,
        Deskew.self,
    ])
}
