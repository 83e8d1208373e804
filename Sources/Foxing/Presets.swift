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
    ].map { ($0, String(decoding: $1, as: UTF8.self)) }
}
