extension PictureCode {
    /// What the code means and what becomes of the page, in a line each.
    public var explanation: String { "\(rawValue): \(title)\n\n\(fate)" }

    /// What it is about, in a few words.
    public var title: String {
        switch self {
        case .unreadable: "Nothing to read under that name"
        case .empty: "A file without bytes"
        case .notAPicture: "No picture, or of a kind that is not read"
        case .damaged: "A damaged picture"
        case .tooManyPixels: "More pixels than allowed"
        case .impossibleSide: "A side that no page has"
        case .unsupportedSamples: "Samples that are not read"
        case .tooLargeForFormat: "A page too large for the format it is written in"
        case .notEncoded: "A page that could not be written in its format"
        case .otherExtension: "The name says another kind than the bytes"
        case .tiny: "Hardly a page"
        case .transparent: "A page with transparent places"
        case .printingInks: "A page in printing inks"
        case .colorProfile: "A page with a color profile"
        case .animated: "An animation"
        case .unknownResolution: "A page that does not say its resolution"
        case .unevenResolution: "Another resolution across than down"
        case .irregular: "A picture that breaks a rule of its format"
        }
    }

    private var fate: String {
        switch self {
        case .unreadable: "No file, a broken link, a folder, or a file that may not be read. The page is left out."
        case .empty: "A copy that was broken off leaves such files. The page is left out; copy it again."
        case .notAPicture: "The kind is told by the first bytes, never by the name. The page is left out."
        case .damaged:
            "It ends early, or its data do not fit their checksum. The page is left out: no part of it is used."
        case .tooManyPixels: "The header alone says so; nothing was decoded. Scale the page down or raise --max-pixels."
        case .impossibleSide: "A side of 0 or above 65,500 pixels. The page is left out."
        case .unsupportedSamples:
            "Floating point, Lab, more than 4 channels, or a rare kind of JPEG. Save it as plain 8 bit."
        case .tooLargeForFormat:
            "A side of a WebP has at most 16,383 pixels, of a JPEG 65,500. Write PNG or TIFF, or make pages smaller."
        case .notEncoded: "The library that packs pictures gave up, mostly for want of memory. The page is left out."
        case .otherExtension: "The page is read as what its bytes are."
        case .tiny: "Less than 16 pixels on a side. The page is used; check whether it is one."
        case .transparent: "The page is laid on white."
        case .printingInks: "Cyan, magenta, yellow and black are turned to RGB without a profile."
        case .colorProfile: "A profile or gamma is not applied; the samples are used as they are."
        case .animated: "Only the first picture is used."
        case .unknownResolution: "It is estimated from the size of the page; --dpi or  input: {dpi: …}  says it better."
        case .unevenResolution:
            "Turns and bends are those of the sheet; the step 'rescale' makes pixels square. Lengths count pixels across."
        case .irregular:
            "Stray bytes between its parts, a missing end mark, a wrong checksum beside the pixels: all pixels are there, "
                + "and the page is read."
        }
    }
}
