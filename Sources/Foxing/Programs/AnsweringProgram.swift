internal import Files
internal import Foundation
internal import JSON
internal import Synchronization

/// A program that a pipeline names, asked and answering in JSON, an object a line.
final class AnsweringProgram: Sendable {
    private let name: String
    private let program: SpokenProgram
    private let number = Atomic<Int>(0)

    /// Nothing is started yet. `folder` is where the program runs.
    init(_ command: [String], in folder: String) {
        name = command.joined(separator: " ")
        program = SpokenProgram(command, in: folder)
    }

    /// Sends a request, to which a number is added, and waits for the answer with that number. When the program does not
    /// give one in time it is ended, and the fault names it.
    func ask(_ members: [JSONValue.Member], within seconds: Double) throws(ProgramFault) -> JSONValue {
        let id = number.add(1, ordering: .relaxed).newValue
        let request = CanonicalJSON.text(.object([JSONValue.Member("id", .integer(id))] + members))
        do throws(ProgramFault) {
            let line = try program.ask(Array(request.utf8), within: seconds)
            guard let answer = try? JSONReader.read(line), answer["id"]?.integer == id else {
                throw ProgramFault("answered with something else than a JSON object with \"id\": \(id)")
            }
            if let reason = answer["error"]?.text { throw ProgramFault("says: \(reason)") }
            return answer
        } catch {
            throw failed(error)
        }
    }

    /// Ends the program after an answer that cannot be used; answers the fault with the program's name.
    func failed(_ fault: ProgramFault) -> ProgramFault {
        program.stop()
        return ProgramFault("the program '\(name)' \(fault.description)")
    }
}

/// A file by which a picture goes to a program, in memory where the system has a place for that.
struct ExchangedFile {
    let path: String

    /// A name that nobody else uses; nothing is written yet.
    init(_ ending: String) {
        let memory = "/dev/shm"
        let folder = FileManager.default.isWritableFile(atPath: memory) ? memory : NSTemporaryDirectory()
        path = RelativePath.join(folder, "foxing-\(UUID().uuidString)\(ending)")
    }

    /// Replaces what is there.
    func write(_ bytes: [UInt8]) throws(ProgramFault) {
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: path))
        } catch {
            throw ProgramFault("cannot be handed a picture: '\(path)' cannot be written: \(error.localizedDescription)")
        }
    }

    /// Takes it away, if it is there.
    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
