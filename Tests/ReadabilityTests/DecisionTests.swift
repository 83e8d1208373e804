import Foundation
import Imaging
import Readability
import Testing

/// What was recorded of variants of the pages in `fixtures`, by `scripts/record_stretches.sh`.
private enum Recorded {
    struct Variant {
        let name: String
        /// Errors and characters of each stretch.
        let stretches: [(errors: Int, characters: Int)]

        var errors: Int { stretches.reduce(0) { $0 + $1.errors } }
        var characters: Int { stretches.reduce(0) { $0 + $1.characters } }
        var rate: Double { Double(errors) / Double(characters) }
    }

    static let variants: [Variant] = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text =
            (try? String(contentsOf: root.appending(path: "fixtures/readback/stretches.txt"), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap { row in
            let columns = row.split(separator: "\t")
            guard columns.count == 2 else { return nil }
            let stretches = columns[1].split(separator: " ").map { cell -> (errors: Int, characters: Int) in
                let numbers = cell.split(separator: "/").compactMap { Int($0) }
                return numbers.count == 2 ? (numbers[0], numbers[1]) : (0, numbers[0])
            }
            return Variant(name: String(columns[0]), stretches: stretches)
        }
    }()
}

/// Reads stretches in a drawn order until it is decided whether the rate of errors lies in a range.
private func decide(
    _ stretches: [(errors: Int, characters: Int)], _ range: ClosedRange<Double>, _ chance: RandomStream,
    bands: [Band] = []
) -> (decision: Decision, read: Int) {
    let weights = stretches.map { Double($0.characters) }
    var decision = Decision(
        Bounds(cer: range), bands: bands, graphemes: stretches.map(\.characters), words: stretches.map { _ in 1 })
    var read = 0
    for index in DrawnOrder.byWeight(weights, { chance.child($0) }) where !decision.isSure {
        let (errors, characters) = stretches[index]
        decision.add(
            Decision.Outcome(cer: Ratio(errors, characters), wer: Ratio(0, 1), words: Ratio(1, 1)), of: index)
        read += 1
    }
    return (decision, read)
}

private func scores(_ errors: Int, _ characters: Int) -> Scores {
    var scores = Scores.empty(as: .truth)
    scores.cer = Ratio(errors, characters)
    return scores
}

@Suite("Reading until it is decided")
struct DecisionTests {
    @Test("at least 500 variants are recorded, of every fixture page")
    func recorded() {
        #expect(Recorded.variants.count >= 500)
        #expect(Set(Recorded.variants.map { $0.name.split(separator: "/")[1] }).count == 15)
    }

    @Test(
        "of the recorded variants as good as all get the verdict that reading them whole gives", arguments: [0.05, 0.4])
    func agreement(limit: Double) {
        var wrong = 0
        var read = 0
        for (number, variant) in Recorded.variants.enumerated() {
            let (decision, count) = decide(variant.stretches, 0...limit, RandomStream(key: UInt64(number)))
            let isKept = decision.verdict(scores(variant.errors, variant.characters)) == .kept
            if isKept != (variant.rate <= limit) { wrong += 1 }
            read += count
        }
        #expect(Double(wrong) <= 0.01 * Double(Recorded.variants.count))
        let all = Recorded.variants.reduce(0) { $0 + $1.stretches.count }
        // Far from the limit a few stretches are enough.
        if limit == 0.4 { #expect(read * 6 < all) }
    }

    @Test(
        "however near a page is to the limit, it is taken for one on the other side in at most 5 % of all draws",
        arguments: [-1, 1])
    func coverage(side: Int) {
        let draws = 3
        var (wrong, all) = (0, 0)
        for (number, variant) in Recorded.variants.enumerated() where variant.errors > 2 && number % 3 == 0 {
            // As near as can be: one error more or less would change the verdict.
            let limit = (Double(variant.errors) + 0.5 * Double(side)) / Double(variant.characters)
            guard limit < 1 else { continue }
            for draw in 0..<draws {
                let (decision, _) = decide(variant.stretches, 0...limit, RandomStream(key: UInt64(number)).child(draw))
                let isKept = decision.verdict(scores(variant.errors, variant.characters)) == .kept
                if isKept != (side > 0) { wrong += 1 }
                all += 1
            }
        }
        #expect(all > 300)
        #expect(Double(wrong) <= Decision.risk * Double(all))
    }

    @Test("the interval holds the rate of the whole page in at least 95 % of all draws")
    func interval() throws {
        var (held, all) = (0, 0)
        for (number, variant) in Recorded.variants.enumerated() where number % 6 == 0 {
            let (decision, _) = decide(variant.stretches, 0...0.1, RandomStream(key: UInt64(number) + 7))
            guard let interval = decision.interval(of: .cer) else { continue }
            all += 1
            if interval.contains(variant.rate) { held += 1 }
        }
        #expect(all > 80)
        // Each end is wrong in at most 5 % of all cases.
        #expect(Double(held) >= 0.9 * Double(all))
    }

    @Test("a range with two ends, and bands, are decided together")
    func bands() {
        let bands = [
            Band(name: "easy", range: 0...0.02), Band(name: "medium", range: 0.02...0.1),
            Band(name: "hard", range: 0.1...0.35),
        ]
        var wrong = 0
        for (number, variant) in Recorded.variants.enumerated() where number % 4 == 0 {
            let (decision, _) = decide(variant.stretches, 0...0.4, RandomStream(key: UInt64(number)), bands: bands)
            let whole = scores(variant.errors, variant.characters)
            let expected = bands.first { $0.range.contains(variant.rate) }?.name
            if decision.band(whole) != expected { wrong += 1 }
        }
        #expect(Double(wrong) <= 0.02 * Double(Recorded.variants.count / 4))
        let (tooEasy, _) = decide(
            [(errors: Int, characters: Int)](repeating: (0, 12), count: 60), 0.05...0.4, RandomStream(key: 1))
        #expect(tooEasy.verdict(scores(0, 72)) != .kept)
    }

    @Test("the order depends on the chance of each member alone, and heavy members come early")
    func order() {
        let weights = [1.0, 1, 1, 8, 1, 0, 1]
        let orders = (0..<400).map { draw in DrawnOrder.byWeight(weights) { RandomStream(key: UInt64(draw)).child($0) }
        }
        #expect(orders.allSatisfy { $0.sorted() == Array(weights.indices) && $0.last == 5 })
        let first = orders.count { $0[0] == 3 }
        // Eight of thirteen.
        #expect((205...290).contains(first))
        #expect(Set(orders).count > 100)
    }

    @Test("nothing is decided by fewer than four stretches, and all of a short page are read")
    func least() {
        let perfect = [(errors: Int, characters: Int)](repeating: (0, 12), count: 40)
        #expect(decide(perfect, 0...0.9, RandomStream(key: 3)).read == Decision.leastStretches)
        let short = decide(Array(perfect.prefix(3)), 0...0.4, RandomStream(key: 3))
        #expect(short.read == 3 && short.decision.isExact && short.decision.interval(of: .cer) == nil)
        #expect(short.decision.verdict(scores(0, 36)) == .kept)
    }
}
