internal import Foxing
internal import Synchronization

/// The pages that are kept between requests, as far as memory allows; the one that was not used for longest goes first.
final class PageShelf: Sendable {
    private struct State {
        /// The last used at the end.
        var pages: [KeptPage] = []
        var bytes = 0
        var example: KeptPage?
    }

    private let limit: Int
    private let state = Mutex(State())

    /// A shelf for so many bytes of pixels.
    init(limit: Int) {
        self.limit = limit
    }

    /// The last used first.
    var all: [KeptPage] { state.withLock { $0.pages.reversed() } }

    /// How many pages there are, and their bytes.
    var load: (count: Int, bytes: Int) { state.withLock { ($0.pages.count, $0.bytes) } }

    /// A page by its id. Throws `page` when it is not there, or not any more.
    func page(_ id: String) throws(Problem) -> KeptPage {
        let page = state.withLock { s -> KeptPage? in
            guard let index = s.pages.firstIndex(where: { $0.id == id }) else { return nil }
            let page = s.pages.remove(at: index)
            s.pages.append(page)
            return page
        }
        guard let page else {
            throw Problem(
                .page, "there is no page '\(id.shortened)', or it was not used for long; send it again", at: "page")
        }
        return page
    }

    /// Whether a page is there.
    func holds(_ id: String) -> Bool { state.withLock { s in s.pages.contains { $0.id == id } } }

    /// Keeps a page. Throws `size` where there is not so much memory.
    func keep(_ page: KeptPage) throws(Problem) {
        guard page.bytes <= limit else {
            throw Problem(
                .size, "the page takes \(page.bytes) bytes of memory, and pages may take \(limit)", at: "image")
        }
        state.withLock { s in
            guard !s.pages.contains(where: { $0.id == page.id }) else { return }
            s.pages.append(page)
            s.bytes += page.bytes
            while s.bytes > limit, let first = s.pages.first {
                s.bytes -= first.bytes
                s.pages.removeFirst()
            }
        }
    }

    /// Lets a page go; whether it was there.
    func remove(_ id: String) -> Bool {
        state.withLock { s in
            guard let index = s.pages.firstIndex(where: { $0.id == id }) else { return false }
            s.bytes -= s.pages.remove(at: index).bytes
            return true
        }
    }

    /// The page that every server has, drawn when it is first asked for.
    func example() throws -> KeptPage {
        if let known = state.withLock({ $0.example }) { return known }
        let drawn = try ExamplePage.draw()
        let scratch = try ScratchFolder()
        try scratch.write(drawn.labels, named: "\(ExamplePage.name).foxing.json")
        let picture = try PictureInMemory(
            drawn.picture, name: "\(ExamplePage.name).png", folder: scratch.path)
        let page = KeptPage(
            id: ExamplePage.name, try picture.loaded(), scratch: scratch, dpi: nil, digest: "example \(Pipeline.build)")
        return state.withLock { s in
            if s.example == nil { s.example = page }
            return s.example ?? page
        }
    }
}
