import Imaging

/// How one format stores the samples of a page.
struct SampleLayout {
    /// What the samples stand for.
    enum Model: Equatable {
        case gray
        /// 0 is paper.
        case invertedGray
        case palette([Color])
        case rgb
        case bgr
        /// Amounts of ink, or, `inverted`, amounts of light as Adobe writes them.
        case cmyk(inverted: Bool)

        var channels: Int {
            switch self {
            case .gray, .invertedGray, .palette: 1
            case .rgb, .bgr: 3
            case .cmyk: 4
            }
        }
    }

    /// What the sample after the model's says.
    enum Alpha {
        case none
        case straight
        /// The colors are already multiplied with it.
        case premultiplied
    }

    var model: Model
    /// Bits of a sample: 1, 2, 4, 8 or 16.
    var bits: Int
    var alpha = Alpha.none
    /// Samples behind those that are read, to be passed over.
    var ignored = 0
    /// Whether 16-bit samples have their high byte first.
    var isBigEndian = true
    /// The stored color that means "nothing here".
    var transparentKey: [Int]?
    /// How much of each palette entry is there; shorter than the palette where the rest is opaque.
    var paletteAlpha: [UInt8] = []

    /// Samples per pixel as stored.
    var channels: Int { model.channels + (alpha == .none ? 0 : 1) + ignored }

    /// Bytes of a row of `width` pixels, without padding.
    func rowBytes(_ width: Int) -> Int { (width * channels * bits + 7) / 8 }

    /// The kind of raster it is read into.
    var kind: PixelKind {
        switch model {
        case .gray, .invertedGray: bits == 1 ? .bilevel : .gray
        case .palette(let colors): colors.contains { $0.hasHue } ? .color : .gray
        case .rgb, .bgr, .cmyk: .color
        }
    }

    /// The notes that follow from the layout.
    var notes: [PictureNote] {
        var notes: [PictureNote] = []
        if alpha != .none || transparentKey != nil || !paletteAlpha.isEmpty {
            notes.append(PictureNote(.transparent, "transparent pixels were laid on white"))
        }
        if case .cmyk = model {
            notes.append(
                PictureNote(
                    .printingInks,
                    "the inks (CMYK) were turned into light without a color profile; "
                        + "convert the file to RGB if its colors matter"))
        }
        return notes
    }
}
