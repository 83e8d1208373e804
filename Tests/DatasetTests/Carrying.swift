import Dataset
import Engine
import Imaging
import OperationKit

/// Moves nothing: for runs whose pipelines have no maps.
struct NoMaps: Resampler {
    func pull(_ pixels: Raster, along passage: Passage, _ resampling: Resampling) throws -> Raster { pixels }
}

extension Scratch {
    /// Runs into a folder of this one; stops after so many rows.
    func carryOut(
        _ run: TrainingRun, as identity: RunRecord.Identity, into name: String, resume: Bool, stopAfter limit: Int
    ) throws -> (TrainingRun.End, RunRecord) {
        let folder = try OutputFolder.open(
            path + "/" + name, resume ? .resume : .fresh, for: identity, outputs: ["image"])
        var record = RunRecord(identity: identity, pipeline: "p", target: "t", start: 0)
        try folder.write(record.bytes, to: "run.json")
        let interruption = Interruption()
        var rows = 0
        let end = try run.run(
            into: folder, record: &record, resume: resume ? Resume(folder) : nil, interruption: interruption
        ) { event in
            if case .variant = event { rows += 1 }
            if rows >= limit { interruption.request() }
        }
        return (end, record)
    }

    /// All files below a folder of this one, by their paths from there.
    func contents(of name: String) -> [String: [UInt8]] {
        let names = files.filter { $0.hasPrefix(name + "/") }.map { $0.dropFirst(name.count + 1) }
        return Dictionary(uniqueKeysWithValues: names.map { (String($0), bytes(name + "/" + $0) ?? []) })
    }
}
