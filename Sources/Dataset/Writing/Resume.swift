/// What an interrupted run of the same identity left that is still good.
public struct Resume: Sendable {
    private let rows: [String: ManifestRow]
    private let failures: [String: [FailureRow]]
    private let folder: OutputFolder

    /// How many rows there are.
    public var count: Int { rows.count }

    /// Reads the manifest, or what there is of it; must come before a `SetWriter` starts the manifest anew.
    public init(_ folder: OutputFolder) {
        self.folder = folder
        let read = RowFile.rows(of: folder.path(RunFile.manifest)).compactMap(ManifestRow.init)
        rows = Dictionary(read.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let failed = RowFile.rows(of: folder.path(RunFile.failures)).compactMap(FailureRow.init)
        var retried: [String: [FailureRow]] = [:]
        for row in failed where row.action == .retried && retried[Self.key(row)]?.contains(row) != true {
            retried[Self.key(row), default: []].append(row)
        }
        failures = retried
    }

    /// The row of a variant if it need not be made again: it is of the same source bytes, `paths` are where its files
    /// would be written today, and all its files have the hash they must have.
    public func row(_ id: String, sourceSHA256: String, path: String) -> ManifestRow? {
        guard let row = rows[id], row.sourceSHA256 == sourceSHA256, row.image == nil || row.image?.path == path,
            row.files.allSatisfy(isWhole)
        else { return nil }
        return row
    }

    /// What was written about a taken-over variant being drawn again.
    public func failures(of row: ManifestRow) -> [FailureRow] {
        failures["\(row.source)/\(row.variant)"] ?? []
    }

    private static func key(_ row: FailureRow) -> String { "\(row.source)/\(row.variant ?? -1)" }

    private func isWhole(_ file: (path: String, sha256: String?)) -> Bool {
        guard let digest = WholeFile.digest(of: folder.path(file.path)) else { return false }
        return file.sha256 == nil || digest == file.sha256
    }
}
