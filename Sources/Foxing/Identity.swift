internal import Engine
internal import Files
internal import Foundation
public import Jobs
internal import Lettering

extension Pipeline {
    /// What two jobs of equal results have in common: the pipeline, seed and resolution, the program, and the state of
    /// every picture, font and model that the pipeline names.
    public func identity(of file: PipelineFile, judges: (any JudgeMaker)?, dpi: Double? = nil) -> JobIdentity {
        var parts = [
            JobIdentity.Part("seed", String(plan.seed)), JobIdentity.Part("pipeline", file.settingsSHA256),
        ]
        if let dpi { parts.append(JobIdentity.Part("--dpi", "\(dpi)")) }
        for name in plan.pictureNames.sorted(by: { $0.precedesInBytes($1) }) {
            parts.append(JobIdentity.Part("the picture '\(name)'", WholeFile.digest(of: path(of: name)) ?? ""))
        }
        let letters = [Letters(bold: false, capHeight: 16), Letters(bold: true, capHeight: 16)]
        let fonts = Set(plan.printedTexts.flatMap { text in letters.flatMap { $0.fontFiles(text) } })
        for font in fonts.sorted(by: { $0.precedesInBytes($1) }) {
            let name = RelativePath.name(of: font)
            parts.append(JobIdentity.Part("the font '\(name)'", WholeFile.rememberedDigest(of: font) ?? ""))
        }
        parts += plan.stepsFromElsewhere.map { JobIdentity.Part("the step '\($0.name)'", SHA256.hex(of: $0.identity)) }
        for program in plan.stepCommands {
            parts.append(
                JobIdentity.Part(
                    "the program '\(program.joined(separator: " "))'",
                    SHA256.hex(of: CommandReader.identity(of: program, in: folder))))
        }
        if let judges { parts.append(JobIdentity.Part("the reader", SHA256.hex(of: judges.readingIdentity))) }
        parts.append(JobIdentity.Part("program", ThisProgram.build))
        return JobIdentity(parts)
    }

    /// The version of the program or library that this code is part of, with what tells it from other builds.
    package static var build: String { ThisProgram.build }

    /// Where a file lies that the pipeline names.
    func path(of name: String) -> String { RelativePath.join(folder, name) }
}

/// The program, or the library, that this code is part of.
enum ThisProgram {
    /// Its version and what the linker or a digest tells of the file that it was loaded from, which changes with every build of other code.
    static let build = foxingVersion + " " + (file.flatMap(LoadedFile.build(of:)).map { String($0.prefix(16)) } ?? "")

    private static let file = LoadedFile.path(at: UInt(bitPattern: #dsohandle))
}
