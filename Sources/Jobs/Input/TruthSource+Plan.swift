public import Engine
internal import Files
public import Imaging
public import Truth

extension TruthSource {
    /// The source that a pipeline names; relative paths in it start from `folder`. With `isRequired` a picture without
    /// truth is an error.
    public init(
        _ plan: TruthPlan, folder: String = "", edge: EdgeLimits = .standard, isRequired: Bool = false
    ) {
        var options = TruthOptions()
        options.entry = plan.level.flatMap(TruthOptions.Entry.init)
        options.hasLanguage = plan.hasLanguage
        options.leavesBadRows = plan.leavesBadRows
        options.root = plan.root.map { RelativePath.join(folder, $0) }
        self.init(
            plan.name, files: plan.files.map { RelativePath.join(folder, $0) }, options, edge: edge,
            isRequired: isRequired,
            ownReading: OwnReading(minConfidence: plan.minConfidence, minWords: plan.minWords))
    }
}
