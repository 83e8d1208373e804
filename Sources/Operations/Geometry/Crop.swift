public import Imaging
public import OperationKit

/// The page is cut.
public struct Crop: GeometricOperation {
    /// What the manual says.
    public static let manual = Manual(
        "crop", family: .geometry, on: [.page, .ink, .paper], gives: .same,
        peers: [
            "Crop", "CenterCrop", "RandomCrop", "RandomCropFromBorders", "RandomResizedCrop", "RandomSizedCrop",
            "BBoxSafeRandomCrop", "RandomSizedBBoxSafeCrop", "AtLeastOneBBoxRandomCrop", "RandomCropNearBBox",
            "CropNonEmptyMaskIfExists", "CropAndPad", "Geometric", "trim",
        ],
        "The page is cut: at its borders, to a window, or to what is printed on it.", main: "mode",
        severities: Severities(
            mild: ["left": "2mm", "right": "2mm"], medium: ["left": "6mm", "top": "6mm"],
            strong: ["mode": "borders", "keep": "any", "left": "0..20mm", "right": "0..20mm"]),
        promises: [
            .identity(with: ["left": "0mm", "right": "0mm", "top": "0mm", "bottom": "0mm"]),
            .roundTrip(atMost: 0.001), .labelsHit,
        ],
        cost: (1, 0.45))

    enum Mode: String, CaseIterable { case borders, window, content }
    enum Place: String, CaseIterable {
        case random, center
        case topLeft = "top-left"
        case onWord = "on-word"
    }
    enum Keep: String, CaseIterable { case words, any }

    let mode: Mode
    let borders: (left: Double, right: Double, top: Double, bottom: Double)
    let width: Double?
    let height: Double?
    let place: Place
    let margin: Double
    let keep: Keep
    /// How new area would be treated; there is none.
    public let resampling: Resampling

    /// Declares the parameters.
    public init(_ p: inout Parameters) {
        mode = p.choice(
            "mode", "borders", "borders: so much off each side; window: a piece of a size; content: what is printed")
        borders = (
            p.length("left", "0..4mm", in: .mm(0...2000), "off the left side"),
            p.length("right", "0..4mm", in: .mm(0...2000), "off the right side"),
            p.length("top", "0..4mm", in: .mm(0...2000), "off the top"),
            p.length("bottom", "0..4mm", in: .mm(0...2000), "off the bottom")
        )
        width = p.optionalLength("width", in: .mm(0.1...2000), "width of the window; all of it when left out")
        height = p.optionalLength("height", in: .mm(0.1...2000), "height of the window; all of it when left out")
        place = p.choice("place", "random", "where the window lies; on-word: about a line of text")
        margin = p.length("margin", "2mm", in: .mm(0...200), "what is left around the print (content)")
        keep = p.choice("keep", "words", "words: no known line of text is cut; any: whatever comes")
        resampling = p.copying()
    }

    /// Content is measured.
    public var measures: Bool { mode == .content }

    /// The map on a page of that size.
    public func map(of page: PageContext, _ random: RandomStream) -> GeometricMap {
        var box: InkBox
        switch mode {
        case .borders:
            box = InkBox(
                left: whole(borders.left), top: whole(borders.top), right: page.size.width - whole(borders.right),
                bottom: page.size.height - whole(borders.bottom))
        case .window: box = window(on: page, random)
        case .content: box = content(of: page)
        }
        // A window shows some lines and not others; those that it shows, it shows whole.
        if keep == .words { box = box.including(mode == .window ? page.lines.filter(box.meets) : page.lines) }
        box = box.onPage(page.size)
        let shift = Homography.translation(-Double(box.left), -Double(box.top))
        return GeometricMap(shift, outputSize: Size(width: box.width, height: box.height))
    }

    private func whole(_ length: Double) -> Int { Int(min(length, 1e6).rounded()) }

    private func window(on page: PageContext, _ random: RandomStream) -> InkBox {
        let w = width.map { min(max(1, whole($0)), page.size.width) } ?? page.size.width
        let h = height.map { min(max(1, whole($0)), page.size.height) } ?? page.size.height
        let rest = Size(width: page.size.width - w, height: page.size.height - h)
        var (left, top) = (rest.width / 2, rest.height / 2)
        switch place {
        case .center: break
        case .topLeft: (left, top) = (0, 0)
        case .random: (left, top) = (random.integer(0...rest.width, 0), random.integer(0...rest.height, 1))
        case .onWord:
            guard !page.lines.isEmpty else { break }
            let bounds = page.lines[random.integer(0...page.lines.count - 1, 2)].bounds
            let x = bounds.low.x + (bounds.high.x - bounds.low.x) * random.unit(3)
            let y = (bounds.low.y + bounds.high.y) / 2
            left = min(max(0, Int(x) - w / 2), rest.width)
            top = min(max(0, Int(y) - h / 2), rest.height)
        }
        return InkBox(left: left, top: top, right: left + w, bottom: top + h)
    }

    /// What is printed, with its margin; all of a blank page.
    private func content(of page: PageContext) -> InkBox {
        let all = InkBox(left: 0, top: 0, right: page.size.width, bottom: page.size.height)
        guard let pixels = page.pixels, let box = pixels.inkBounds(dpi: page.dpi, isLayer: page.layer == .ink) else {
            return all
        }
        let margin = whole(margin)
        return InkBox(
            left: box.left - margin, top: box.top - margin, right: box.right + margin, bottom: box.bottom + margin)
    }
}

extension InkBox {
    /// The box, as far as it lies on the page, and at least a pixel of that.
    fileprivate func onPage(_ size: Size) -> InkBox {
        let left = min(max(0, left), size.width - 1)
        let top = min(max(0, top), size.height - 1)
        return InkBox(
            left: left, top: top, right: min(max(right, left + 1), size.width),
            bottom: min(max(bottom, top + 1), size.height))
    }

    /// Whether an outline's box reaches into this one.
    fileprivate func meets(_ outline: Outline) -> Bool {
        let (low, high) = outline.bounds
        return low.x < Double(right) && high.x > Double(left) && low.y < Double(bottom) && high.y > Double(top)
    }

    /// The smallest box that holds this one and the outlines.
    fileprivate func including(_ outlines: [Outline]) -> InkBox {
        var box = self
        for outline in outlines {
            let (low, high) = outline.bounds
            box.left = min(box.left, Int(low.x.rounded(.down)))
            box.top = min(box.top, Int(low.y.rounded(.down)))
            box.right = max(box.right, Int(high.x.rounded(.up)))
            box.bottom = max(box.bottom, Int(high.y.rounded(.up)))
        }
        return box
    }
}

extension Raster {
    /// The smallest box around all ink; nil when there is none.
    func inkBounds(dpi: Double, isLayer: Bool) -> InkBox? {
        let map = InkMap(of: self, dpi: dpi, isLayer: isLayer)
        var box: InkBox?
        withPlane { plane in
            var ink = [UInt8](repeating: 0, count: plane.width)
            for y in 0..<plane.height {
                ink.withUnsafeMutableBufferPointer { map.fill($0.baseAddress!, y: y, of: plane) }
                guard let first = ink.firstIndex(where: { $0 >= InkMap.threshold }),
                    let last = ink.lastIndex(where: { $0 >= InkMap.threshold })
                else { continue }
                let old = box ?? InkBox(left: first, top: y, right: last + 1, bottom: y + 1)
                box = InkBox(
                    left: min(old.left, first), top: old.top, right: max(old.right, last + 1), bottom: y + 1)
            }
        }
        return box
    }
}
