public import Imaging
public import OperationKit

/// One of the small kernels that picture tools have had for ever, or one of the user's own.
public struct Filter: PixelOperation {
    /// What the manual says.
    public static let manual = Manual(
        "filter", family: .photometric, on: [.page, .ink],
        peers: [
            "convolve", "ImageFilter", "kernel", "BLUR", "CONTOUR", "DETAIL", "EDGE_ENHANCE", "EDGE_ENHANCE_MORE",
            "FIND_EDGES", "SMOOTH", "SMOOTH_MORE", "filter2D",
        ],
        "One of the small kernels known from Pillow, pixel for pixel; contour, emboss and find-edges are for looking.",
        main: "kernel",
        severities: Severities(
            mild: ["kernel": "smooth | detail"], medium: ["kernel": "sharpen | smooth-more | edge-enhance"],
            strong: ["kernel": "blur | edge-enhance-more"]),
        promises: [.grayEqualsColor()], cost: (60, 20))

    public static let usesChance = false

    /// Pillow's names, in small letters.
    public enum Kernel: String, CaseIterable, Sendable {
        case blur, contour, detail, emboss, sharpen, smooth, own
        case edgeEnhance = "edge-enhance"
        case edgeEnhanceMore = "edge-enhance-more"
        case findEdges = "find-edges"
        case smoothMore = "smooth-more"
    }

    let kernel: Kernel
    let weights: [Double]?
    let scale: Double?
    let offset: Double

    public init(_ p: inout Parameters) {
        kernel = p.choice("kernel", "smooth | detail | sharpen | edge-enhance", "which one; `own` takes `weights`")
        weights = p.optionalNumbers("weights", count: 9, "of kernel `own`: three rows of three, from the top left")
        scale = p.optionalNumber(
            "scale", in: 0.001...1000, "of `own`: what the sum is divided by, else that of the weights")
        offset = p.number("offset", "0", in: -255...255, "of `own`: levels added in the end")
    }

    public func apply(to pixels: inout Raster, on page: PageContext, _ random: RandomStream) throws {
        pixels = pixels.convolved(convolution)
    }

    private var convolution: Convolution {
        switch kernel {
        case .blur:
            Convolution([1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1], scale: 16)
        case .contour: Convolution([-1, -1, -1, -1, 8, -1, -1, -1, -1], scale: 1, offset: 255)
        case .detail: Convolution([0, -1, 0, -1, 10, -1, 0, -1, 0], scale: 6)
        case .edgeEnhance: Convolution([-1, -1, -1, -1, 10, -1, -1, -1, -1], scale: 2)
        case .edgeEnhanceMore: Convolution([-1, -1, -1, -1, 9, -1, -1, -1, -1], scale: 1)
        case .emboss: Convolution([-1, 0, 0, 0, 1, 0, 0, 0, 0], scale: 1, offset: 128)
        case .findEdges: Convolution([-1, -1, -1, -1, 8, -1, -1, -1, -1], scale: 1)
        case .sharpen: Convolution([-2, -2, -2, -2, 32, -2, -2, -2, -2], scale: 16)
        case .smooth: Convolution([1, 1, 1, 1, 5, 1, 1, 1, 1], scale: 13)
        case .smoothMore:
            Convolution([1, 1, 1, 1, 1, 1, 5, 5, 5, 1, 1, 5, 44, 5, 1, 1, 5, 5, 5, 1, 1, 1, 1, 1, 1], scale: 100)
        case .own: ownConvolution
        }
    }

    /// Weights are given from the top down, Pillow's kernels from the bottom up.
    private var ownConvolution: Convolution {
        let given = (weights ?? [0, 0, 0, 0, 1, 0, 0, 0, 0]).map(Float.init)
        let sum = given.reduce(0, +)
        return Convolution(
            Array(given[6...8] + given[3...5] + given[0...2]), scale: scale.map(Float.init) ?? (sum == 0 ? 1 : sum),
            offset: Float(offset))
    }
}
