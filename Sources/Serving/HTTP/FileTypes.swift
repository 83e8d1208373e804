internal import Files

/// The media types of files, by their endings.
enum FileTypes {
    private static let types = [
        "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp", "tif": "image/tiff",
        "tiff": "image/tiff", "json": "application/json", "jsonl": "application/jsonl",
        "txt": "text/plain; charset=utf-8",
        "yaml": "text/plain; charset=utf-8", "csv": "text/csv; charset=utf-8", "tsv": "text/plain; charset=utf-8",
        "xml": "text/plain; charset=utf-8", "html": "text/html; charset=utf-8", "svg": "image/svg+xml",
    ]

    /// nil for an ending that is not known.
    static func type(of path: String) -> String? {
        types[RelativePath.fileExtension(of: RelativePath.name(of: path)).lowercased()]
    }
}
