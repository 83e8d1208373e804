/// A little-endian TIFF of several pages, each one strip without packing.
struct TIFFBytes {
    /// One page with the tags that matter; `tags` replaces or adds values of 16 bits.
    struct Page {
        var width = 20
        var height = 18
        var bits = 8
        var samples = 1
        /// 1 gray, 0 inverted, 2 RGB, 3 palette, 5 inks, 8 Lab.
        var photometric = 1
        var pixels: [UInt8] = []
        var tags: [Int: [Int]] = [:]
        /// Pixels per unit; none if nil.
        var resolution: Int?
        var unit = 2
    }

    var pages: [Page]

    /// A page of one level.
    static func page(level: UInt8 = 200, _ width: Int = 20, _ height: Int = 18) -> Page {
        Page(width: width, height: height, pixels: [UInt8](repeating: level, count: width * height))
    }

    var bytes: [UInt8] {
        var file: [UInt8] = [0x49, 0x49, 42, 0] + little(8, 4)
        for (number, page) in pages.enumerated() {
            var entries = Self.entries(page)
            let directory = file.count
            var place = directory + 2 + 12 * entries.count + 4
            var behind: [UInt8] = []
            for i in entries.indices where entries[i].values.count > 4 {
                behind += entries[i].values
                entries[i].values = little(place, 4)
                place = directory + 2 + 12 * entries.count + 4 + behind.count
            }
            let strip = place
            file += little(entries.count, 2)
            for entry in entries {
                let value = entry.tag == 273 ? little(strip, 4) : entry.values
                file += little(entry.tag, 2) + little(entry.type, 2) + little(entry.count, 4)
                file += value + [UInt8](repeating: 0, count: 4 - value.count)
            }
            let end = strip + page.pixels.count + page.pixels.count % 2
            file += little(number + 1 < pages.count ? end : 0, 4) + behind + page.pixels
            if page.pixels.count % 2 == 1 { file.append(0) }
        }
        return file
    }

    private struct Entry {
        let tag: Int
        let type: Int
        let count: Int
        var values: [UInt8]
    }

    private static func entries(_ page: Page) -> [Entry] {
        var tags: [Int: [Int]] = [
            256: [page.width], 257: [page.height], 258: Array(repeating: page.bits, count: page.samples), 259: [1],
            262: [page.photometric], 277: [page.samples], 278: [page.height],
        ]
        tags.merge(page.tags) { $1 }
        var entries = tags.map { tag, values in
            Entry(tag: tag, type: 3, count: values.count, values: values.flatMap { little($0, 2) })
        }
        entries.append(Entry(tag: 273, type: 4, count: 1, values: [0, 0, 0, 0]))
        entries.append(Entry(tag: 279, type: 4, count: 1, values: little(page.pixels.count, 4)))
        if let resolution = page.resolution {
            for tag in [282, 283] {
                entries.append(Entry(tag: tag, type: 5, count: 1, values: little(resolution, 4) + little(1, 4)))
            }
            entries.append(Entry(tag: 296, type: 3, count: 1, values: little(page.unit, 2)))
        }
        return entries.sorted { $0.tag < $1.tag }
    }
}
