import Foxing
import Foundation

/// What the program knows of the terminal it speaks to.
enum Terminal {
    /// Writes a line to standard error.
    static func say(_ text: String) {
        write(text.hasSuffix("\n") ? text : text + "\n")
    }

    /// Writes to standard error as it is.
    static func write(_ text: String) {
        guard !text.isEmpty else { return }
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }

    /// Whether messages are painted: as NO_COLOR, CLICOLOR_FORCE and TERM ask, else when a person reads them.
    static let paintsMessages = ProgressStyle.paints(
        isTerminal: errorIsTerminal, environment: ProcessInfo.processInfo.environment)

    static let errorIsTerminal = isatty(2) == 1

    /// In columns.
    static let width: Int = {
        var size = winsize()
        return ioctl(2, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    }()
}
