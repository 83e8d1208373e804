import Codecs
internal import Jobs
import Engine
import Imaging
import OperationKit

/// Cuts the lines or words of a page for the sets that hold those.
struct SetCropper {
    let unit: LabelUnit
    let plan: CropPlan
    let format: SetFormatDeclaration

    /// All that can be read, in order; the others are counted. What is drawn for a line depends on the page's seed and
    /// its own index alone. Their pixels are square, also those of a page with two resolutions.
    func crops(
        of page: SetPage, from pixels: Raster, _ resolution: PictureResolution?, _ tally: inout SetTally
    ) throws(EncodingFault) -> [SetCrop] {
        var crops: [SetCrop] = []
        let shape = resolution.map { PixelShape(dpi: $0.across, down: $0.down) } ?? .square
        let dpi = resolution.map { max($0.across, $0.down) }
        let stream = RandomStream(key: 0).child(page.seed).child("crops")
        for label in page.truth.labels(unit, &tally) {
            let piece = TextCrop(
                outline: label.outline, baseline: label.baseline, text: label.text, isLegible: label.isLegible,
                isVertical: label.isVertical, shape: shape)
            let raster: Raster
            do {
                raster = try piece.raster(from: pixels, plan.options(for: format, stream.child(label.index)))
            } catch {
                tally.leave(LeftOut(error))
                continue
            }
            let key = unit == .line ? page.key.line(label.index) : page.key.word(label.index)
            let png = try PictureFormat.png.encode(raster, dpi: dpi)
            crops.append(
                SetCrop(name: key.text, index: label.index, text: label.text, size: raster.size, png: png))
        }
        return crops
    }
}

extension LeftOut {
    init(_ refusal: CropRefusal) {
        switch refusal {
        case .illegible: self = .illegible
        case .empty: self = .empty
        case .low: self = .low
        case .narrow: self = .narrow
        case .long: self = .long
        case .blank: self = .blank
        case .outside: self = .outside
        case .vertical: self = .vertical
        }
    }
}
