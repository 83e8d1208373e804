internal import Files
public import JSON

/// What a folder holds of one variant, or why it holds nothing: a line of the ledger.
public struct LedgerEntry: Sendable {
    /// Whose entry it is: a variant of a source, or with nil the source as a whole, which failed.
    public struct Key: Sendable, Hashable {
        /// The id of the source.
        public let source: String
        /// From 0; nil for the whole source.
        public let variant: Int?
    }

    /// A file with the digest of its bytes.
    public struct File: Sendable, Equatable {
        /// Below the folder.
        public let path: String
        /// In hexadecimal digits.
        public let sha256: String
    }

    /// The source, named as in the manifest, with the place in its file.
    public let source: Source
    /// nil when the whole source failed.
    public let variant: Int?
    /// Stands for what it was made from: the page and its truth. Empty when the source failed.
    public let inputs: String
    /// What was written for it, labels included.
    public let files: [File]
    /// What went wrong on the way.
    public let failures: [FailureRow]
    /// What the manifest says; nil when there is nothing.
    public var row: ManifestRow?

    /// Whose entry it is.
    public var key: Key { Key(source: source.id, variant: variant) }

    /// What a product leaves.
    public init(_ product: Product, of source: Source) {
        self.source = source
        variant = product.task.variant
        inputs = product.inputs
        files = product.row == nil ? [] : product.files.map { File(path: $0.path, sha256: $0.sha256) }
        failures = product.failures
        row = product.row
    }

    /// A source that failed as a whole.
    public init(_ failure: FailureRow, of source: Source) {
        self.source = source
        variant = nil
        inputs = ""
        files = []
        failures = [failure]
        row = nil
    }

    /// A line of the ledger.
    public var json: JSONValue {
        .object(
            ("source", .string(source.id)), ("file", .string(source.file.name)), ("page", .integer(source.page)),
            ("pages", .integer(source.pageCount)), ("variant", variant.map(JSONValue.integer) ?? .null),
            ("inputs", .string(inputs)),
            (
                "files",
                .array(files.map { .object(("path", .string($0.path)), ("sha256", .string($0.sha256))) })
            ),
            ("failures", .array(failures.map(\.json))), ("row", row?.json ?? .null))
    }

    /// What a line says; nil when it is none of a ledger. Paths that lead out of the folder make it none.
    public init?(_ json: JSONValue) {
        guard let id = json["source"]?.text, let name = json["file"]?.text, let page = json["page"]?.integer,
            let pages = json["pages"]?.integer, let inputs = json["inputs"]?.text,
            let files = json["files"]?.elements, let failures = json["failures"]?.elements
        else { return nil }
        source = Source(id: id, file: InputFile(path: name, name: name), page: page, pageCount: pages)
        variant = json["variant"]?.integer
        self.inputs = inputs
        var known: [File] = []
        for file in files {
            guard let path = file["path"]?.text, let sha256 = file["sha256"]?.text, RelativePath.staysBelow(path) else {
                return nil
            }
            known.append(File(path: path, sha256: sha256))
        }
        self.files = known
        self.failures = failures.compactMap(FailureRow.init)
        switch json["row"] {
        case .null?, nil: row = nil
        case let json?:
            guard let read = ManifestRow(json) else { return nil }
            row = read
        }
    }
}
