import Engine
package import Imaging
package import Jobs

/// Moves nothing: for runs whose pipelines have no maps.
package struct NoMaps: Resampler {
    package init() {}

    package func pull(_ pixels: Raster, along passage: Passage, _ resampling: Resampling) throws -> Raster { pixels }
}

/// How a test carries a job out.
package struct Carrying {
    package var policy = FolderSink.Policy.fresh
    package var workers = 1
    package var shard: Shard?
    package var limit: Int?
    /// The run is interrupted after so many variants.
    package var stop = Int.max
    package var givesUp: @Sendable (Int, Int) -> Bool = { _, _ in false }

    package init() {}

    /// The same with some of it said otherwise.
    package init(_ change: (inout Carrying) -> Void) { change(&self) }
}

extension Scratch {
    /// Carries a job out into a folder of this one.
    package func carryOut(
        _ job: Job, into name: String, _ carrying: Carrying = Carrying()
    ) throws -> (end: JobRun.End, record: RunRecord, made: Int) {
        try carryOut(job, into: name, followedBy: NoFollower(), carrying)
    }

    /// Carries a job out into a folder of this one; `made` counts the variants that were not there before.
    package func carryOut(
        _ job: Job, into name: String, followedBy follower: some Follower, _ carrying: Carrying = Carrying()
    ) throws -> (end: JobRun.End, record: RunRecord, made: Int) {
        let sink = try FolderSink(
            path + "/" + name, carrying.policy, for: job.identity, shard: carrying.shard,
            outputs: job.plan.outputs.map(\.name))
        var settings = JobRun.Settings()
        settings.workers = carrying.workers
        settings.givesUp = carrying.givesUp
        let request = RunRecord.Request(
            version: "1", build: "", pipelineSHA256: "p", seed: job.plan.seed, variants: job.variants)
        var record = RunRecord(request: request, pipeline: "p", target: "t", start: 0)
        let interruption = Interruption()
        var (rows, made) = (0, 0)
        let run = JobRun(job, sources: job.sources(in: carrying.shard, limit: carrying.limit), settings: settings)
        let end = try run.run(into: sink, followedBy: follower, record: &record, interruption: interruption) { event in
            guard case .variant(_, let isNew) = event else { return }
            rows += 1
            if isNew { made += 1 }
            if rows >= carrying.stop { interruption.request() }
        }
        if end == .complete || end == .gaveUp { try sink.finish() } else { sink.pause() }
        return (end, record, made)
    }
}
