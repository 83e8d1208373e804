/// What breaks the rules of JPEG in a file without touching a pixel. libjpeg warns of each and reads on, but tells only
/// the first warning; so a file is repaired and read again, and whatever it still warns of has cost pixels.
struct JPEGFaults {
    /// A kind of fault in a byte that another value is put for.
    enum Kind: CaseIterable {
        case version
        case scanParameters
        case transform

        /// What is said of it.
        var text: String {
            switch self {
            case .version: "its JFIF segment is of an unknown version"
            case .scanParameters: "its scan names a choice that this kind of JPEG does not have"
            case .transform: "its Adobe segment names an unknown kind of colors, which were taken for the usual one"
            }
        }
    }

    private struct Patch {
        let kind: Kind
        let place: Int
        let bytes: [UInt8]
    }

    /// Bytes between the segments that belong to none.
    var strays: [Range<Int>] = []
    /// Where Adobe's segment names a kind of colors that does not exist.
    var adobeTransform: Int?
    private var patches: [Patch] = []

    /// Notes bytes that are to be read as others.
    mutating func patch(_ kind: Kind, _ place: Int, _ bytes: [UInt8]) {
        patches.append(Patch(kind: kind, place: place, bytes: bytes))
    }

    /// A note that names all of them; none if there are none.
    var notes: [PictureNote] {
        let stray = strays.reduce(0) { $0 + $1.count }
        var texts = stray == 0 ? [] : ["\(stray) \(stray == 1 ? "byte" : "bytes") too many before a marker"]
        texts += Kind.allCases.filter { kind in
            kind == .transform ? adobeTransform != nil : patches.contains { $0.kind == kind }
        }.map(\.text)
        return texts.isEmpty ? [] : [Self.note(texts.joined(separator: ", "))]
    }

    /// A note on a JPEG that was read all the same.
    static func note(_ fault: String) -> PictureNote {
        PictureNote(.irregular, "the JPEG breaks a rule (\(fault)), which costs no pixels")
    }

    /// The file without them, for a page of so many components.
    func repaired(_ bytes: [UInt8], components: Int) -> [UInt8] {
        var bytes = bytes
        for patch in patches {
            bytes.replaceSubrange(patch.place..<patch.place + patch.bytes.count, with: patch.bytes)
        }
        if let adobeTransform { bytes[adobeTransform] = components == 4 ? 2 : 1 }
        for stray in strays.reversed() { bytes.removeSubrange(stray) }
        return bytes
    }
}

/// What libjpeg found wrong with the pixels of a file, told by its own words for it.
enum JPEGWarning: Equatable {
    /// The file ends, with or without all of its pixels.
    case endsEarly
    /// All pixels are there, and so many bytes more stand before the end mark.
    case bytesBeforeEnd(Int)
    /// Pixels are lost; with what is said of it.
    case pixelsLost(String)

    /// From the message of `jerror.h` in libjpeg and libjpeg-turbo.
    init(_ message: String) {
        if message.contains("Premature end of JPEG file") {
            self = .endsEarly
        } else if message.contains("extraneous bytes before marker 0xd9") {
            let number = message.split(separator: " ").lazy.compactMap { Int($0) }.first
            self = .bytesBeforeEnd(number ?? 0)
        } else if message.contains("premature end of data segment") {
            self = .pixelsLost("the data of a scan end early")
        } else if message.contains("extraneous bytes before marker") {
            self = .pixelsLost("a piece of a scan is longer than its pixels")
        } else if message.contains("Huffman code") || message.contains("arithmetic code") {
            self = .pixelsLost("a code in a scan does not exist")
        } else if message.contains("instead of RST") {
            self = .pixelsLost("a piece of a scan is missing or stands twice")
        } else {
            self = .pixelsLost(message.split(separator: ": ").last.map(String.init) ?? message)
        }
    }
}
