import ArgumentParser
import Dispatch
import Foundation
import Foxing
import Serving

struct ServeVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Answers over HTTP: the studio in a browser, variants, previews and whole runs."
    )
    static let examples = [
        "foxing serve                                  the studio at http://127.0.0.1:8080/",
        "foxing serve --root ~/scans                    with runs on the folders below it",
        "FOXING_TOKEN=$(cat token) foxing serve --listen 0.0.0.0:8080 --name scans.example.org",
        "curl -F image=@page.png -F preset=fax -o fax.png http://127.0.0.1:8080/v1/preview",
    ]

    @Option(help: "Address and port; others than those of this machine only with a token. Port 0 takes a free one.")
    var listen = "127.0.0.1:8080"

    @Option(help: "What requests must show as 'Authorization: Bearer TOKEN'. (default: the variable FOXING_TOKEN)")
    var token: String?

    @Option(help: "A name by which the server is called, besides localhost and addresses; may be given again.")
    var name: [String] = []

    @Option(
        help: "The folder whose files requests may name, and below which they make runs. (default: none)",
        completion: .directory)
    var root: String?

    @Option(name: [.customShort("j"), .long], help: "Threads that work on pixels. (default: all cores)")
    var workers: Int?

    @Option(help: "Requests that may wait for them; more are told to come again.")
    var queue = 64

    @Option(help: "The largest body of a request, such as 128MiB. (default: 64MiB)")
    var maxBody: MemorySize?

    @Option(help: "The largest page, in pixels.")
    var maxPixels = 100_000_000

    @Option(help: "The most variants that one request may ask for.")
    var maxVariants = 100

    @Option(help: "Memory for pages that are kept between requests. (default: 1GiB)")
    var pageMemory: MemorySize?

    @Option(help: "Seconds that a request may take.")
    var timeout = 120.0

    @Option(help: "Seconds that what was accepted is given when the server is to stop.")
    var grace = 30.0

    @Option(help: "The folder of Tesseract's models.", completion: .directory)
    var tessdata: String?

    func validate() throws {
        if Self.address(listen) == nil {
            throw ValidationError("--listen takes an address and a port, such as 127.0.0.1:8080.")
        }
        if let workers, !(1...1024).contains(workers) {
            throw ValidationError("--workers takes a whole number from 1 to 1024.")
        }
        if !(1...100_000).contains(queue) { throw ValidationError("--queue takes a whole number from 1 to 100000.") }
        if maxPixels < 1 { throw ValidationError("--max-pixels takes a whole number from 1.") }
        if !(1...10_000).contains(maxVariants) {
            throw ValidationError("--max-variants takes a whole number from 1 to 10000.")
        }
        if !(timeout > 0 && timeout <= 86_400) { throw ValidationError("--timeout takes seconds from 0 to 86400.") }
        if !(grace >= 0 && grace <= 86_400) { throw ValidationError("--grace takes seconds from 0 to 86400.") }
    }

    func run() throws {
        let server: Server
        do {
            server = try Server(options) { Terminal.say($0) }
        } catch {
            throw Failure(.wrongUse, String(describing: error))
        }
        let ending = ServerEnding(server)
        let done = DispatchSemaphore(value: 0)
        Task {
            do {
                try await ending.run { address in
                    print(address)
                    fflush(nil)
                }
            } catch {
                ending.fail("cannot listen on '\(listen)': \(error)")
            }
            done.signal()
        }
        done.wait()
        if let failure = ending.failure { throw Failure(.unusable, failure) }
        if let status = ending.status { throw ExitCode(status.rawValue) }
    }

    private var options: ServerOptions {
        var options = ServerOptions()
        (options.host, options.port) = Self.address(listen) ?? ("127.0.0.1", 8080)
        let environment = ProcessInfo.processInfo.environment["FOXING_TOKEN"]
        options.token = token ?? environment.flatMap { $0.isEmpty ? nil : $0 }
        options.names = name
        options.root = root
        options.workers = workers ?? Machine.cores
        options.queue = queue
        options.maxBody = maxBody?.bytes ?? options.maxBody
        options.allBodies = max(options.allBodies, 2 * options.maxBody)
        options.maxPixels = maxPixels
        options.maxVariants = maxVariants
        options.seconds = timeout
        options.pageMemory = pageMemory?.bytes ?? options.pageMemory
        options.grace = grace
        options.tessdata = tessdata
        return options
    }

    /// Host and port of `host:port`, an address of version 6 in brackets; nil when the text is none.
    static func address(_ text: String) -> (host: String, port: Int)? {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        return host.isEmpty ? nil : (String(host), port)
    }
}
