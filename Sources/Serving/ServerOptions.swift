/// How a server is run.
public struct ServerOptions: Sendable {
    /// The address that it listens on.
    public var host = "127.0.0.1"
    /// The port; 0 for one that is free.
    public var port = 8080
    /// What requests must show; nil when anybody may ask who reaches the address.
    public var token: String?
    /// Names by which the server may be called, besides `localhost` and addresses.
    public var names: [String] = []
    /// The folder whose files requests may name, and below which runs are made; nil for none.
    public var root: String?
    /// Threads that work on pixels.
    public var workers = 1
    /// Requests that may wait for them.
    public var queue = 64
    /// Bytes that a request may have.
    public var maxBody = 64 << 20
    /// Bytes of all requests that are coming in.
    public var allBodies = 512 << 20
    /// Pixels that a page may have.
    public var maxPixels = 100_000_000
    /// Variants that one request may ask for.
    public var maxVariants = 100
    /// Seconds that a request may take.
    public var seconds = 120.0
    /// Bytes that kept pages may take.
    public var pageMemory = 1 << 30
    /// Seconds that what was accepted is given when the server is to stop.
    public var grace = 30.0
    /// The folder of Tesseract's models.
    public var tessdata: String?

    /// How long senders may take; the largest body is that of `maxBody`.
    var patience = Patience()

    /// The usual settings.
    public init() {}

    /// Whether only this machine reaches the address.
    public var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }
}
