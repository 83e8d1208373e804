import Dispatch
import Foundation
import Foxing

/// Turns Ctrl-C and a polite kill into a wish to stop; the second one stops at once, and so does the end of the time that
/// work in flight is given.
final class Signals {
    let interruption = Interruption()
    private var sources: [any DispatchSourceSignal] = []

    /// `grace` is in seconds; without it work in flight may take as long as it needs.
    init(grace: Double? = nil) {
        let interruption = interruption
        for (number, status) in [(SIGINT, Status.interrupted), (SIGTERM, Status.terminated)] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                if interruption.isRequested { Self.stop(status) }
                interruption.request(status.rawValue)
                Terminal.say("\nfoxing: stopping after the pages in flight; once more stops at once")
                guard let grace else { return }
                DispatchQueue.global().asyncAfter(deadline: .now() + grace) {
                    Terminal.say("foxing: the pages in flight took too long; the same command with --resume goes on")
                    Self.stop(status)
                }
            }
            source.resume()
            sources.append(source)
        }
        // A reader of the output that goes away is no reason to die half way.
        signal(SIGPIPE, SIG_IGN)
    }

    private static func stop(_ status: Status) -> Never {
        Writing.abandonAll()
        // Workers are in the midst of things: nothing of theirs may be torn down under them.
        _exit(status.rawValue)
    }
}
