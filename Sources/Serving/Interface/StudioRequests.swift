internal import CStudio
internal import Foundation
internal import HTTPTypes

/// The page for people.
enum StudioRequests {
    /// What the page may load and do: nothing that does not come from this server.
    static let policy =
        "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; "
        + "connect-src 'self'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

    /// A file that the program holds.
    private struct Asset: Sendable {
        let type: String
        let bytes: [UInt8]
    }

    private static let assets: [String: Asset] = {
        var count = 0
        guard let first = foxing_studio_assets(&count) else { return [:] }
        var assets: [String: Asset] = [:]
        for index in 0..<count {
            let asset = first[index]
            assets[String(cString: asset.path)] = Asset(
                type: String(cString: asset.type), bytes: [UInt8](Data(bytes: asset.bytes, count: asset.size)))
        }
        return assets
    }()

    static let all = [
        Endpoint(.get, "/", "The studio", types: ["text/html"], isPublic: true) { call in
            try asset("index.html", call)
        },
        Endpoint(
            .get, "/{path...}", "A file of the studio",
            fields: [Field("path", .text, "its name", isNeeded: true)], types: ["application/octet-stream"],
            problems: [.path], isPublic: true
        ) { call in try asset(call.argument("path"), call) },
    ]

    private static func asset(_ path: String, _ call: Call) throws(Problem) -> Answer {
        guard let asset = assets[path] else {
            throw Problem(.path, "there is nothing at '/\(path.shortened)'; GET /openapi.json lists all requests")
        }
        let tag = call.tag("studio", path)
        // The headers of a 304 take the place of those that the browser kept, so the policy stands in both.
        var answer = call.unchanged(tag) ?? Answer(asset.bytes, type: asset.type).tagged(tag)
        answer.headers[.contentSecurityPolicy] = policy
        return answer
    }
}
