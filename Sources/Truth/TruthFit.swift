import Imaging

/// How the coordinates of a file of truth become those of the upright picture.
struct TruthFit {
    /// What a point is multiplied by before it is turned.
    let scale: (x: Double, y: Double)
    /// How the stored picture, in which the points lie, was turned; 1 is not at all.
    let orientation: Int
    /// The stored picture.
    let stored: (width: Double, height: Double)

    /// Whether nothing changes.
    var isIdentity: Bool { scale == (1, 1) && orientation == 1 }

    /// Whether the points are stretched.
    var isScaled: Bool { scale != (1, 1) }

    /// How a page of `size` lies on a picture: as large, of the same shape within 1 %, or as large as the picture was
    /// before it was turned. nil when it does not fit.
    init?(_ size: (width: Double, height: Double), on picture: PictureInfo) {
        let (width, height) = (Double(picture.size.width), Double(picture.size.height))
        let isSideways = picture.orientation >= 5
        if size == (width, height) {
            self.init(scale: (1, 1), orientation: 1, stored: size)
        } else if isSideways, size == (height, width) {
            self.init(scale: (1, 1), orientation: picture.orientation, stored: size)
        } else {
            guard size.width > 0, size.height > 0 else { return nil }
            let (x, y) = (width / size.width, height / size.height)
            guard abs(x / y - 1) <= 0.01 else { return nil }
            self.init(scale: (x, y), orientation: 1, stored: (width, height))
        }
    }

    /// How places in a picture as it is stored lie on the upright one.
    init(storedOn picture: PictureInfo) {
        let (width, height) = (Double(picture.size.width), Double(picture.size.height))
        let isSideways = picture.orientation >= 5
        self.init(
            scale: (1, 1), orientation: picture.orientation, stored: isSideways ? (height, width) : (width, height))
    }

    private init(scale: (x: Double, y: Double), orientation: Int, stored: (width: Double, height: Double)) {
        self.scale = scale
        self.orientation = orientation
        self.stored = stored
    }

    func callAsFunction(_ p: Point) -> Point {
        let (x, y) = (p.x * scale.x, p.y * scale.y)
        let (right, bottom) = (stored.width - x, stored.height - y)
        switch orientation {
        case 2: return Point(right, y)
        case 3: return Point(right, bottom)
        case 4: return Point(x, bottom)
        case 5: return Point(y, x)
        case 6: return Point(bottom, x)
        case 7: return Point(bottom, right)
        case 8: return Point(y, right)
        default: return Point(x, y)
        }
    }

    /// An outline that says nothing of its text's direction, since it starts where every upright one does, gets the upright
    /// reading: nobody lays a picture on its side to be read so.
    func callAsFunction(_ outline: Outline, hasDirection: Bool = false) -> Outline {
        let moved = Outline(outline.points.map(callAsFunction), top: outline.top)
        guard orientation != 1, !hasDirection, !outline.points.isEmpty, !outline.isStrip || outline.points.count == 4
        else { return moved }
        let usual = Outline(outline.points, along: Point(1, 0))
        return usual.points.first == outline.points.first ? Outline(moved.points, along: Point(1, 0)) : moved
    }

    func callAsFunction(_ region: Region) -> Region {
        var region = region
        region.outline = self(region.outline)
        for l in region.lines.indices {
            let hasDirection = region.lines[l].baseline != nil || region.lines[l].isVertical
            region.lines[l].outline = self(region.lines[l].outline, hasDirection: hasDirection)
            region.lines[l].baseline = region.lines[l].baseline.map { $0.map(callAsFunction) }
            for w in region.lines[l].words.indices {
                region.lines[l].words[w].outline = self(
                    region.lines[l].words[w].outline, hasDirection: hasDirection)
            }
        }
        return region
    }
}
