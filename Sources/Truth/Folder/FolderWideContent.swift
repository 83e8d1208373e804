internal import JSON

/// How files for many pictures are known whatever their name.
extension PaddleTruth {
    func accepts(_ file: TruthFile) -> Bool {
        guard let row = (try? file.rows())?.first(where: { !$0.text.isEmpty })?.text,
            let tab = row.firstIndex(of: "\t"),
            PictureName.isOne(row[..<tab])
        else { return false }
        let rest = row[row.index(after: tab)...].drop { $0.isWhitespace }
        guard rest.hasPrefix("[") else { return false }
        return rest.contains("\"transcription\"") || (try? JSONReader.read(String(rest)))?.elements?.isEmpty == true
    }
}

extension COCOTruth {
    func accepts(_ file: TruthFile) -> Bool {
        if let json = try? file.json() {
            let images = json["images"]?.first ?? json["imgs"]?.members?.first?.value
            return images?.has("file_name") == true && (json.has("annotations") || json.has("anns"))
        }
        // Of a large file only the beginning is seen, where the pictures may stand or the labels.
        return (file.quotes(["images"]) || file.quotes(["imgs"])) && file.quotes(["file_name"])
            || file.quotes(["annotations", "image_id", "bbox"])
    }
}
