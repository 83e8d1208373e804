public import Engine
internal import Files
public import Imaging
internal import OperationKit
public import Truth

extension TruthSource {
    /// The source that a pipeline names; relative paths in it start from `folder`. With `isRequired` a picture without
    /// truth is an error, with `keepsForm` characters stay as they were written.
    public init(
        _ plan: TruthPlan, folder: String = "", edge: EdgeLimits = .standard, isRequired: Bool = false,
        keepsForm: Bool = false
    ) {
        var options = plan.options
        if let root = options.word(.root) { options.set(.root, to: RelativePath.join(folder, FileTree.expanded(root))) }
        self.init(
            plan.name, files: plan.files, from: folder, options, edge: edge,
            isRequired: isRequired,
            ownReading: OwnReading(minConfidence: plan.minConfidence, minWords: plan.minWords), keepsForm: keepsForm)
    }
}
