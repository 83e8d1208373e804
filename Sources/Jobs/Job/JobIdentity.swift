internal import Files
public import JSON

/// All that decides the bytes of a job's results beside its pages: digests of the pipeline as it was read, of the
/// pictures, fonts and models that it names, and of the program. How many variants are made of which pages, by how many
/// workers and where they go is not part of it, so that a folder can grow.
public struct JobIdentity: Sendable, Equatable {
    /// Something that the job depends on.
    public struct Part: Sendable, Equatable {
        /// As a person calls it, such as `the pipeline` or `the model 'eng'`.
        public let name: String
        /// A digest, or the value itself where it is short.
        public let digest: String

        /// A part by its name.
        public init(_ name: String, _ digest: String) {
            self.name = name
            self.digest = digest
        }
    }

    /// In the order in which differences are told.
    public let parts: [Part]

    /// An identity of these parts.
    public init(_ parts: [Part]) {
        self.parts = parts
    }

    /// Stands for all parts together.
    public var digest: String {
        SHA256.hex(of: parts.map { "\($0.name)\u{0}\($0.digest)" }.joined(separator: "\u{0}"))
    }

    /// In which regard the other differs, for a message such as "it was made with another pipeline"; nil when it does not.
    public func difference(from other: JobIdentity) -> String? {
        let theirs = Dictionary(other.parts.map { ($0.name, $0.digest) }, uniquingKeysWith: { first, _ in first })
        if let part = parts.first(where: { theirs[$0.name] != $0.digest }) {
            let isShort = part.digest.utf8.count < 32
            guard let digest = theirs[part.name] else { return "without \(part.name)" }
            return isShort ? "\(part.name) \(digest)" : "another state of \(part.name)"
        }
        let ours = Set(parts.map(\.name))
        return other.parts.first { !ours.contains($0.name) }.map(\.name)
    }

    /// As it stands in a ledger.
    public var json: JSONValue {
        .object(parts.map { JSONValue.Member($0.name, .string($0.digest)) })
    }

    /// What a ledger says; nil when that is none.
    public init?(_ json: JSONValue) {
        guard let members = json.members else { return nil }
        var parts: [Part] = []
        for member in members {
            guard let digest = member.value.text else { return nil }
            parts.append(Part(member.name, digest))
        }
        self.parts = parts
    }
}
