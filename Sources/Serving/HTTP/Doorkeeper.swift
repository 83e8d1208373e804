internal import Files
internal import HTTPTypes

/// Decides who may ask: whoever names this server, from no other site's page, with the token where there is one.
struct Doorkeeper: Sendable {
    /// The cookie that stands for the token in a browser.
    static let cookie = "foxing-session"

    /// Names by which the server may be called, besides addresses.
    private let names: Set<String>
    /// Of the token; nil where none is asked for.
    private let digest: [UInt8]?
    /// What the cookie holds; it does not tell the token.
    private let session: String?

    /// `names` are host names, in lower case, besides `localhost` and numerical addresses.
    init(names: [String], token: String?) {
        self.names = Set(names.map { $0.lowercased() }).union(["localhost"])
        digest = token.map { SHA256.bytes(of: Array($0.utf8)) }
        session = token.map { SHA256.hex(of: "foxing session\u{0}\($0)") }
    }

    /// Whether a token is asked for.
    var asksForToken: Bool { digest != nil }

    /// Throws `host` or `origin` where a page of another site may stand behind a request. Names are those of this server
    /// only, so that no other name can be made to lead here; what a browser says of its page is compared with it.
    func checkSite(_ request: HTTPRequest) throws(Problem) {
        guard let authority = request.authority, let host = Self.host(of: authority) else {
            throw Problem(.host, "the request has no 'Host' that is one")
        }
        guard names.contains(host) || Self.isAddress(host) else {
            throw Problem(
                .host,
                "'Host' names '\(host.shortened)', and this server is not called so; start it with --name for that")
        }
        if let origin = request.headerFields[.origin] {
            guard origin == "http://\(authority)" || origin == "https://\(authority)" else {
                throw Problem(.origin, "the request comes from a page of '\(origin.shortened)'")
            }
        }
        let site = request.headerFields[.fetchSite]
        // Links from other pages may lead to the studio itself; everything else is for its own page.
        let isVisit = request.method == .get && request.headerFields[.own("Sec-Fetch-Mode")] == "navigate"
        if site == "cross-site" || site == "same-site", !isVisit {
            throw Problem(.origin, "the request comes from another site's page")
        }
    }

    /// Throws `token` where a request does not have it.
    func checkToken(_ request: HTTPRequest) throws(Problem) {
        guard digest != nil else { return }
        if let header = request.headerFields[.authorization] {
            let words = header.split(separator: " ", maxSplits: 1)
            if words.count == 2, words[0].lowercased() == "bearer", isToken(String(words[1])) { return }
        } else if cookies(of: request).contains(where: isSession) {
            return
        }
        var problem = Problem(.token, "this server asks for its token: 'Authorization: Bearer TOKEN'")
        problem.headers[.wwwAuthenticate] = "Bearer realm=\"foxing\""
        throw problem
    }

    /// Whether a text is the token, in a time that does not tell how much of it is right.
    func isToken(_ text: String) -> Bool {
        guard let digest else { return true }
        return Self.areEqual(SHA256.bytes(of: Array(text.utf8)), digest)
    }

    /// The header that gives a browser its cookie; without `isOn` the one that takes it back.
    func cookieHeader(isOn: Bool) -> String {
        let value = isOn ? session ?? "" : ""
        return "\(Self.cookie)=\(value); HttpOnly; SameSite=Strict; Path=/" + (isOn ? "" : "; Max-Age=0")
    }

    private func cookies(of request: HTTPRequest) -> [String] {
        request.headerFields[values: .cookie].flatMap { $0.split(separator: ";") }.compactMap { pair in
            let pair = pair.drop { $0 == " " }
            return pair.hasPrefix("\(Self.cookie)=") ? String(pair.dropFirst(Self.cookie.count + 1)) : nil
        }
    }

    private func isSession(_ value: String) -> Bool {
        guard let session else { return false }
        return Self.areEqual(SHA256.bytes(of: Array(value.utf8)), SHA256.bytes(of: Array(session.utf8)))
    }

    private static func areEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        guard a.count == b.count else { return false }
        return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// The host of `host:port`, in lower case, an address of version 6 in its brackets; nil when the text is none.
    static func host(of authority: String) -> String? {
        let host: Substring
        let rest: Substring
        if authority.hasPrefix("[") {
            guard let close = authority.firstIndex(of: "]") else { return nil }
            host = authority[...close]
            rest = authority[authority.index(after: close)...]
        } else {
            host = authority.prefix { $0 != ":" }
            rest = authority[host.endIndex...]
        }
        guard !host.isEmpty,
            rest.isEmpty || (rest.count > 1 && rest.dropFirst().allSatisfy { $0.isASCII && $0.isNumber })
        else { return nil }
        return host.lowercased()
    }

    /// Whether a host is a numerical address, which no name server can make lead elsewhere.
    static func isAddress(_ host: String) -> Bool {
        if host.hasPrefix("[") {
            return host.dropFirst().dropLast().allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
        }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers.allSatisfy { UInt8($0) != nil }
    }
}
