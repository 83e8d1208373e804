public import Imaging
public import OperationKit

/// How the lines or words of a set are cut out, with what is drawn for each of them.
public struct CropPlan: Sendable, Equatable {
    /// What holds for all; `padding` and `isUpright` are drawn.
    public var options = CropOptions()
    /// The real pixels around each, in heights of its text.
    public var padding: ClosedRange<Double>
    /// The share of lines or words that are straightened, from 0 to 1; the others are cut out by the upright rectangle
    /// around them. nil takes what the trainer of the format expects.
    public var straighten: Double?

    /// The standard plan.
    public init() {
        padding = options.padding...options.padding
    }

    /// How one line or word is cut out for that format. All chance comes from `stream`, which should be of that line alone.
    public func options(for format: SetFormatDeclaration, _ stream: RandomStream) -> CropOptions {
        var drawn = options
        drawn.padding = stream.child("padding").uniform(padding)
        drawn.isUpright = !stream.child("straighten").chance(straighten ?? format.straightened)
        return drawn
    }
}
