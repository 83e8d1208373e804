public import OperationKit

/// The formats of ground truth, the richest first.
public enum TruthFormats {
    /// A new format is one line here and a file of its own.
    static let all: [any TruthFormat.Type] = [
        NativeTruth.self,
        PageXMLTruth.self,
        AltoTruth.self,
        ABBYYTruth.self,
        IAMTruth.self,
        HOCRTruth.self,
        PDFTextTruth.self,
        GoogleVisionTruth.self,
        TextractTruth.self,
        AzureReadTruth.self,
        DocTRTruth.self,
        FUNSDTruth.self,
        CORDTruth.self,
        AIHubTruth.self,
        LabelmeTruth.self,
        PaddleResultTruth.self,
        WebDatasetTruth.self,
        TSVTruth.self,
        BoxTruth.self,
        ICDARTruth.self,
        SROIETruth.self,
        PageTextTruth.self,
        PaddleTruth.self,
        COCOTruth.self,
        XFUNDTruth.self,
        HierTextTruth.self,
        LabelStudioTruth.self,
        VIATruth.self,
        CVATTruth.self,
        DoccanoTruth.self,
        PaddleLinesTruth.self,
        EasyOCRTruth.self,
        TRDGTruth.self,
        DocTRSetTruth.self,
        HuggingFaceTruth.self,
        TableTruth.self,
    ]

    /// What they say of themselves.
    public static let declarations = all.map { $0.declaration }
}
