/// The ready-made pipelines of the product, as `foxing init` writes them.
public enum Presets {
    /// Name and text, the starter first.
    public static let all: [(name: String, text: String)] = [
        ("office-scan", PackageResources.office_scan_yaml),
        ("ocr-training", PackageResources.ocr_training_yaml),
        ("ocr-preprocess", PackageResources.ocr_preprocess_yaml),
        ("old-book", PackageResources.old_book_yaml),
        ("phone-photo", PackageResources.phone_photo_yaml),
        ("well-used-copy", PackageResources.well_used_copy_yaml),
        ("fax", PackageResources.fax_yaml),
        ("photocopy", PackageResources.photocopy_yaml),
        ("thermal-receipt", PackageResources.thermal_receipt_yaml),
        ("newspaper", PackageResources.newspaper_yaml),
        ("typewriter-carbon", PackageResources.typewriter_carbon_yaml),
        ("microfilm", PackageResources.microfilm_yaml),
        ("form-with-stamps", PackageResources.form_with_stamps_yaml),
        ("screen-photo", PackageResources.screen_photo_yaml),
        ("hybrid", PackageResources.hybrid_yaml),
        ("pairs", PackageResources.pairs_yaml),
        ("everything", PackageResources.everything_yaml),
        ("filters", PackageResources.filters_yaml),
    ].map { ($0, String(decoding: $1, as: UTF8.self)) }

    /// The text of a preset as a file of its own in another folder: in place of this project's pages it shows how to name
    /// others, and it calls itself as it stands there.
    public static func starter(_ preset: (name: String, text: String)) -> String {
        var lines: [Substring] = []
        var isInList = false
        for line in preset.text.split(separator: "\n", omittingEmptySubsequences: false) {
            if isInList, line.hasPrefix("    ") { continue }
            isInList = line.hasPrefix("  images:")
            lines.append(isInList ? Self.pages : line)
        }
        return lines.joined(separator: "\n").replacing("pipelines/\(preset.name).yaml", with: "\(preset.name).yaml")
    }

    private static let pages: Substring =
        "  # images: pages/*.png        # your pages, relative to this file; or name them with --input"
}
