internal import COpenCV
public import Imaging

/// The outline of a kernel.
public enum KernelShape: Sendable {
    case rectangle, cross, ellipse
}

/// What a kernel does to the pixels under it.
public enum Morphology: Sendable {
    /// The darkest wins.
    case erode
    /// The lightest wins.
    case dilate
    /// Erode, then dilate.
    case open
    /// Dilate, then erode.
    case close
}

/// Filters with replicated borders.
extension Raster {
    /// The median of a square window of odd `size`, at least 3.
    public func medianFiltered(size: Int) throws(PixelFailure) -> Raster {
        try converted { copencv_median($0, $1, Int32(size)) }
    }

    /// Averages neighbors by closeness in level and, in pixels, in place (Tomasi and Manduchi 1998).
    public func bilateralFiltered(
        diameter: Int, levels: Double, distance: Double
    ) throws(PixelFailure) -> Raster {
        try converted(to: max(kind, .gray)) { copencv_bilateral($0, $1, Int32(diameter), levels, distance) }
    }

    /// Non-local means (Buades, Coll and Morel 2005) with odd window sizes; color goes through Lab.
    public func nonLocalMeans(strength: Double, template: Int, search: Int) throws(PixelFailure) -> Raster {
        try converted(to: max(kind, .gray)) {
            copencv_non_local_means($0, $1, Float(strength), Int32(template), Int32(search))
        }
    }

    /// Erodes, dilates, opens or closes with a kernel of that size in pixels.
    public func morphed(
        _ operation: Morphology, _ shape: KernelShape, width: Int, height: Int
    ) throws(PixelFailure) -> Raster {
        try converted { copencv_morph($0, $1, operation.code, shape.code, Int32(width), Int32(height)) }
    }

    /// A bell-shaped blur of deviation `sigma` pixels, cut to `size` taps (odd, or 0 to let the deviation decide).
    public func gaussianBlurred(sigma: Double, size: Int = 0) throws(PixelFailure) -> Raster {
        try converted(to: max(kind, .gray)) { copencv_gaussian($0, $1, Int32(size), sigma) }
    }

    /// The mean of a window.
    public func boxBlurred(width: Int, height: Int) throws(PixelFailure) -> Raster {
        try converted(to: max(kind, .gray)) { copencv_box($0, $1, Int32(width), Int32(height)) }
    }

    /// Correlates with a kernel of `width` columns, given row after row.
    public func filtered(_ weights: [Float], width: Int) throws(PixelFailure) -> Raster {
        guard width > 0, !weights.isEmpty, weights.count % width == 0 else {
            throw PixelFailure("a kernel whose rows are not of one length")
        }
        return try converted(to: max(kind, .gray)) {
            copencv_filter($0, $1, weights, Int32(width), Int32(weights.count / width))
        }
    }

    /// The distance of every sample that is not 0 to the nearest 0, in eighths of a pixel, at most 255. One channel.
    public func distanceToZero() throws(PixelFailure) -> Raster {
        try converted(to: .gray) { copencv_distance($0, $1) }
    }
}

extension Morphology {
    var code: copencv_morphology {
        switch self {
        case .erode: copencv_erode
        case .dilate: copencv_dilate
        case .open: copencv_open
        case .close: copencv_close
        }
    }
}

extension KernelShape {
    var code: copencv_shape {
        switch self {
        case .rectangle: copencv_rectangle
        case .cross: copencv_cross
        case .ellipse: copencv_ellipse
        }
    }
}
