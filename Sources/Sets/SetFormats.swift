public import OperationKit

/// The formats of training sets, in the order of the manual.
public enum SetFormats {
    /// A new format is one line here and a file of its own.
    static let all: [any SetFormat.Type] = [
        TesstrainFormat.self,
        PaddleDetectionFormat.self,
        PaddleRecognitionFormat.self,
        DocTRDetectionFormat.self,
        DocTRRecognitionFormat.self,
        LMDBFormat.self,
        KrakenFormat.self,
        EasyOCRFormat.self,
        HuggingFaceFormat.self,
        WebDatasetFormat.self,
        COCOFormat.self,
        ICDARFormat.self,
        PAGEFormat.self,
        HOCRFormat.self,
        ALTOFormat.self,
        FUNSDFormat.self,
        XFUNDFormat.self,
        LabelStudioFormat.self,
        CSVFormat.self,
    ]

    /// What they say of themselves.
    public static let declarations = all.map { $0.declaration }
}
