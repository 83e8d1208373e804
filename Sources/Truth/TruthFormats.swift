public import OperationKit

/// The formats of ground truth, the richest first.
public enum TruthFormats {
    /// A new format is one line here and a file of its own.
    static let all: [any TruthFormat.Type] = [
        NativeTruth.self,
        PageXMLTruth.self,
        AltoTruth.self,
        HOCRTruth.self,
        TSVTruth.self,
        BoxTruth.self,
        ICDARTruth.self,
        PageTextTruth.self,
        PaddleTruth.self,
        COCOTruth.self,
    ]

    /// What they say of themselves.
    public static let declarations = all.map { $0.declaration }
}
