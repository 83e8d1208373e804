public import Engine
internal import Foundation
internal import Jobs
internal import Operations
internal import Readability

extension Surroundings {
    /// What the checker may ask about the machine it runs on. Paths in a pipeline are relative to its file.
    /// Pictures of `input` are looked for only with `seeksImages`, as a run may take others. `judges` are those that the
    /// calling program has.
    public static func thisMachine(
        pipeline path: String, tessdata: String? = nil, seeksImages: Bool = false, judges: [String] = []
    ) -> Surroundings {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        var surroundings = Surroundings(
            fileExists: { name in
                FileManager.default.fileExists(atPath: URL(fileURLWithPath: name, relativeTo: folder).path)
            },
            picturesIn: { NamedPictures.names(in: $0, from: folder) },
            installedLanguages: { (try? ModelFolder(given: tessdata))?.languages ?? [] },
            fontProblem: { unprintable($0) }, judges: { judges })
        if seeksImages {
            surroundings.findsImages = { !InputSearch.run([$0], from: folder.path).files.isEmpty }
        }
        return surroundings
    }
}
