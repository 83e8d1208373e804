/// The characters of a page as pieces of ink, with the dots and accents that stand above or below a larger piece.
public struct InkCharacters: Sendable {
    /// A run of ink and the character that it belongs to.
    public struct Part: Sendable {
        /// The columns.
        public let run: InkRun
        /// The place of its character in `boxes`.
        public let character: Int
    }

    /// The box of each character, in pixels.
    public let boxes: [InkBox]
    /// The runs of each row of the page, from left to right.
    public let rows: [[Part]]

    /// Looks for characters; a piece joins a larger one when they stand in one column and less than 0.8 mm apart.
    public init(of pixels: Raster, map: InkMap, dpi: Double) {
        let runs = pixels.inkRows(map)
        let (components, labels) = inkLabels(runs)
        let owners = InkCharacters.owners(components.map(\.box), gap: Resolution.pixels(mm: 0.8, dpi: dpi))
        var joined = components.map(\.box)
        for (i, owner) in owners.enumerated() where owner != i {
            joined[owner].left = min(joined[owner].left, joined[i].left)
            joined[owner].top = min(joined[owner].top, joined[i].top)
            joined[owner].right = max(joined[owner].right, joined[i].right)
            joined[owner].bottom = max(joined[owner].bottom, joined[i].bottom)
        }
        boxes = joined
        rows = zip(runs, labels).map { runs, labels in
            zip(runs, labels).map { Part(run: $0, character: owners[$1]) }
        }
    }

    /// For each piece the larger one that it belongs to, or itself.
    private static func owners(_ boxes: [InkBox], gap: Double) -> [Int] {
        var owners = Array(boxes.indices)
        let sorted = boxes.indices.sorted { (boxes[$0].left, $0) < (boxes[$1].left, $1) }
        let lefts = sorted.map { boxes[$0].left }
        let reach = Int(8 * gap)
        for (i, box) in boxes.enumerated() where Double(box.height) < 2 * gap && Double(box.width) < 5 * gap {
            var best = Int.max
            var n = firstPlace(of: box.left - reach, in: lefts)
            while n < sorted.count, lefts[n] < box.right {
                let other = boxes[sorted[n]]
                defer { n += 1 }
                let shared = min(box.right, other.right) - max(box.left, other.left)
                guard other.height > box.height, other.height * 10 > box.height * 22, 2 * shared > box.width else {
                    continue
                }
                let apart = max(other.top - box.bottom, box.top - other.bottom)
                if Double(apart) < gap, apart < best {
                    best = apart
                    owners[i] = sorted[n]
                }
            }
        }
        return owners
    }

    /// The first place whose value is at least `value`, in a sorted list.
    private static func firstPlace(of value: Int, in list: [Int]) -> Int {
        var (low, high) = (0, list.count)
        while low < high {
            let middle = (low + high) / 2
            if list[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
