import JSON
import Jobs
import Testing

@testable import Reporting

@Suite("The figures of a bench") struct BenchRecordTests {
    private func record(_ rates: [Int: Double], name: String = "foxing 1") -> BenchRecord {
        let runs = rates.keys.sorted().map { workers -> BenchRecord.Run in
            var times = WorkTimes()
            times.add(6 * Double(workers), of: .rendering)
            times.add(2 * Double(workers), of: .packing)
            return BenchRecord.Run(
                label: workers == 1 ? "1 worker" : "\(workers) workers", workers: workers,
                variants: Int((rates[workers] ?? 0) * 10), seconds: 10, processor: 9, memory: 1 << 20, times: times)
        }
        return BenchRecord(name: name, pipeline: "scan", pages: 3, machine: [.init("cores", 2)], runs: runs)
    }

    @Test("the best number of workers is the smallest that comes within 3 % of the fastest")
    func best() {
        #expect(record([1: 10, 2: 19, 3: 19.2]).best?.workers == 2)
        #expect(record([1: 10, 2: 19, 3: 25]).best?.workers == 3)
        let record = record([1: 10, 2: 19])
        #expect(record.efficiency(of: record.runs[1]) == 0.95)
    }

    @Test("says what bounds the best, and what is left of the clock")
    func bound() {
        let text = record([1: 10, 2: 19]).text
        #expect(text.contains("best: 2 workers\n"))
        #expect(text.contains("bound by: rendering, 60 % of the workers' time; "))
        #expect(text.contains("packing 20 %"))
        #expect(text.contains("waiting 20 %"))
        #expect(text.contains("95 %"))
    }

    @Test("says when other programs took the cores")
    func disturbed() {
        func run(_ processor: Double) -> BenchRecord.Run {
            var times = WorkTimes()
            times.add(9, of: .rendering)
            return BenchRecord.Run(
                label: "1 worker", workers: 1, variants: 10, seconds: 10, processor: processor, times: times)
        }
        #expect(run(3).wasDisturbed)
        #expect(!run(9).wasDisturbed)
        let record = BenchRecord(name: "f", pipeline: "p", pages: 1, machine: [], runs: [run(3)])
        #expect(record.text.contains("such figures say little"))
    }

    @Test("figures that were written are read the same, and other files are no figures")
    func files() throws {
        let record = record([1: 10, 2: 19])
        let read = try #require(BenchRecord(bytes: Array(record.file.utf8)))
        #expect(read.file == record.file)
        #expect(BenchRecord(bytes: Array("{}".utf8)) == nil)
        #expect(BenchRecord(bytes: Array("{\"foxing-bench\":1,\"name\":\"a\",\"runs\":[]}".utf8)) == nil)
    }

    @Test("the curve has a point for each run and the ideal line, bars have both programs")
    func drawings() {
        let record = record([1: 10, 2: 19])
        #expect(record.curve.file.matches(of: /<circle/).count == 2)
        #expect(record.curve.file.contains("each as the first"))
        let other = self.record([1: 2], name: "other")
        let bars = record.bars(against: other).file
        #expect(bars.matches(of: /class="f[01]"/).count == 3 + 2)
        #expect(bars.contains("other"))
        #expect(record.text(against: other).contains("9.5 times"))
    }
}
