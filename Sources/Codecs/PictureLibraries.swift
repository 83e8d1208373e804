internal import CDeflate
internal import CTIFF
internal import CTurboJPEG
internal import CWebP

/// The libraries that read and write pictures.
public enum PictureLibraries {
    /// Their names with their versions, in the order of the names.
    public static var versions: [(name: String, version: String)] {
        // The first line of libtiff's version names it; the others are its copyright.
        let tiff = String(cString: TIFFGetVersion()).split(separator: "\n").first ?? ""
        let webp = WebPGetDecoderVersion()
        return [
            ("deflate", LIBDEFLATE_VERSION_STRING), ("jpeg-turbo", String(cString: foxing_turbojpeg_version())),
            ("tiff", String(tiff.split(separator: " ").last ?? "")),
            ("webp", "\(webp >> 16).\(webp >> 8 & 255).\(webp & 255)"),
        ]
    }
}
