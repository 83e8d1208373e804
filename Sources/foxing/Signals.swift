import Dispatch
import Foundation
import Foxing

/// Turns Ctrl-C and a polite kill into a wish to stop; the second one stops at once.
final class Signals {
    let interruption = Interruption()
    private var sources: [any DispatchSourceSignal] = []

    init() {
        let interruption = interruption
        for (number, status) in [(SIGINT, Status.interrupted), (SIGTERM, Status.terminated)] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                if interruption.isRequested {
                    AtomicFile.abandonAll()
                    // Workers are in the midst of things: nothing of theirs may be torn down under them.
                    _exit(status.rawValue)
                }
                interruption.request(status.rawValue)
                Terminal.say("\nfoxing: stopping after the pages in flight; once more stops at once")
            }
            source.resume()
            sources.append(source)
        }
        // A reader of the output that goes away is no reason to die half way.
        signal(SIGPIPE, SIG_IGN)
    }
}
