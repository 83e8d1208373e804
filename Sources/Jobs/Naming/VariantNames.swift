internal import Files

/// Names and places of all variants of a run.
public struct VariantNames: Sendable {
    /// No folder of pictures or labels holds more files than that.
    public static let filesPerFolder = 10_000

    /// Variants asked for per source.
    public let variants: Int
    private let sources: [Source]
    /// The folder below an output's own of each source.
    private let folders: [String]

    /// Places sources of the whole input list, so that shards of one job agree.
    public init(_ sources: [Source], variants: Int) {
        self.sources = sources
        self.variants = max(1, variants)
        let perFolder = max(1, Self.filesPerFolder / self.variants)
        let own = sources.map { SafeName.path($0.folder) }
        var counts: [String: Int] = [:]
        for folder in own { counts[folder, default: 0] += 1 }
        var dealt: [String: Int] = [:]
        var places: [String] = []
        for folder in own {
            let position = dealt[folder, default: 0]
            dealt[folder] = position + 1
            let isLarge = counts[folder, default: 0] * self.variants > Self.filesPerFolder
            places.append(
                isLarge ? RelativePath.join(folder, (position / perFolder).padded(5)) : folder)
        }
        folders = places
    }

    /// `_aug_3`, with as many digits as the last variant needs.
    public func suffix(_ variant: Int) -> String {
        "_aug_" + variant.padded(String(variants - 1).utf8.count)
    }

    /// The id of a variant in the manifest, such as `1901/inv07_aug_3`.
    public func id(source index: Int, variant: Int) -> String { sources[index].id + suffix(variant) }

    /// The path below the output folder, such as `images/1901/inv07_aug_3.png`.
    public func path(_ output: String, source index: Int, variant: Int, fileExtension: String) -> String {
        let stem = SafeName.path(sources[index].stem)
        let name = stem + suffix(variant) + "." + fileExtension
        return RelativePath.join(output, RelativePath.join(folders[index], name))
    }
}
