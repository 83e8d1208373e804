internal import Codecs
internal import Files
internal import Imaging
internal import JSON
internal import Jobs
internal import OperationKit
internal import Synchronization

/// Has the programs of a pipeline carry out its steps. As many of each are kept alive as were ever asked at once, so that
/// each worker has one.
final class ProgramSteps: StepPrograms {
    private let folder: String
    private let idle = Mutex<[[String]: [AnsweringProgram]]>([:])

    /// Nothing is started yet. `folder` is where programs run.
    init(in folder: String) {
        self.folder = folder
    }

    func change(_ pixels: inout Raster, _ request: StepRequest) throws {
        let waiting = idle.withLock { $0[request.program]?.popLast() }
        let program = waiting ?? AnsweringProgram(request.program, in: folder)
        defer { idle.withLock { $0[request.program, default: []].append(program) } }
        do throws(ProgramFault) {
            try change(&pixels, request, program)
        } catch {
            throw OperationFailure(error.description)
        }
    }

    private func change(
        _ pixels: inout Raster, _ request: StepRequest, _ program: AnsweringProgram
    ) throws(ProgramFault) {
        let ending = pixels.kind == .color ? ".ppm" : ".pgm"
        let (picture, output) = (ExchangedFile(ending), ExchangedFile("-out" + ending))
        defer {
            picture.remove()
            output.remove()
        }
        do throws(ProgramFault) {
            try picture.write(pixels.anymap)
        } catch {
            throw program.failed(error)
        }
        let values = request.parameters.map { JSONValue.Member($0.name, JSONValue($0.value)) }
        _ = try program.ask(
            [
                JSONValue.Member("image", .string(picture.path)), JSONValue.Member("output", .string(output.path)),
                JSONValue.Member("width", .integer(pixels.width)), JSONValue.Member("height", .integer(pixels.height)),
                JSONValue.Member("dpi", .decimal(request.dpi, digits: 2)),
                JSONValue.Member("parameters", .object(values)),
                // As text, since readers of JSON lose digits of large numbers.
                JSONValue.Member("seed", .string(String(request.seed))),
            ], within: request.timeout)
        do throws(ProgramFault) {
            pixels = try pixels.replaced(byPictureAt: output.path)
        } catch {
            throw program.failed(error)
        }
    }
}

extension Raster {
    /// What a program made of these pixels.
    fileprivate func replaced(byPictureAt path: String) throws(ProgramFault) -> Raster {
        guard FileTree.exists(path) else { throw ProgramFault("wrote no picture to \"output\"") }
        let file = try Self.usable { () throws(PictureProblem) in try PictureFile(path: path) }
        let page = file.pages[0]
        guard page.width == width, page.height == height else {
            throw ProgramFault(
                "wrote a picture of \(page.width) × \(page.height) pixels, expected \(width) × \(height), since the labels "
                    + "stay where they are")
        }
        let made = try Self.usable { () throws(PictureProblem) in try file.decode().raster }
        guard made.size == size else {
            throw ProgramFault("wrote a picture that is turned by what its file says of it")
        }
        guard made.kind <= kind else {
            throw ProgramFault("wrote a picture in color for one in gray; write  color: true  if that is wanted")
        }
        return made.converted(to: kind)
    }

    private static func usable<T>(_ read: () throws(PictureProblem) -> T) throws(ProgramFault) -> T {
        do throws(PictureProblem) {
            return try read()
        } catch {
            throw ProgramFault("wrote a picture that cannot be used: \(error.message)")
        }
    }
}
