import Imaging
import Readability
import Testing

/// The table as the textbooks have it.
private func plainDistance(_ a: [Int], _ b: [Int]) -> Int {
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
        var corner = row[0]
        row[0] = i + 1
        for (j, y) in b.enumerated() {
            let best = min(row[j] + 1, row[j + 1] + 1, corner + (x == y ? 0 : 1))
            corner = row[j + 1]
            row[j + 1] = best
        }
    }
    return row[b.count]
}

private func plainSubsequence(_ a: [Int], _ b: [Int]) -> Int {
    var row = [Int](repeating: 0, count: b.count + 1)
    for x in a {
        var corner = 0
        for (j, y) in b.enumerated() {
            let above = row[j + 1]
            row[j + 1] = x == y ? corner + 1 : max(above, row[j])
            corner = above
        }
    }
    return row[b.count]
}

@Suite("Distances between sequences")
struct DistanceTests {
    @Test("equal sequences are no step apart and empty ones as far as the other is long")
    func ends() {
        #expect(levenshtein([1, 2, 3], [1, 2, 3]) == 0)
        #expect(levenshtein([1, 2, 3], []) == 3)
        #expect(levenshtein([], [1, 2]) == 2)
        #expect(levenshtein([Int](), []) == 0)
        #expect(longestCommonSubsequence([1, 2, 3], []) == 0)
        #expect(longestCommonSubsequence([1, 2, 3], [1, 2, 3]) == 3)
    }

    @Test("kitten becomes sitting in three steps")
    func textbook() {
        #expect(levenshtein(Array("kitten"), Array("sitting")) == 3)
        #expect(longestCommonSubsequence(Array("kitten"), Array("sitting")) == 4)
    }

    @Test("random sequences around the block size are as far apart as the plain table says", arguments: 0..<60)
    func random(round: Int) {
        let chance = RandomStream(key: 7).child("distance \(round)")
        let letters = 2 + round % 5
        func sequence(_ name: String, upTo longest: Int) -> [Int] {
            let stream = chance.child(name)
            let count = Int(stream.child("count").unit(0) * Double(longest + 1))
            return (0..<count).map { Int(stream.unit($0) * Double(letters)) }
        }
        let a = sequence("a", upTo: 200)
        // Half of the rounds compare a sequence with a damaged copy of itself.
        var b = round % 2 == 0 ? sequence("b", upTo: 140) : a
        if round % 2 == 1, b.count > 4 {
            b.remove(at: b.count / 2)
            b.insert(9, at: b.count / 3)
            b[b.count - 1] = 9
        }
        #expect(levenshtein(a, b) == plainDistance(a, b))
        #expect(levenshtein(b, a) == plainDistance(a, b))
        #expect(longestCommonSubsequence(a, b) == plainSubsequence(a, b))
        #expect(longestCommonSubsequence(b, a) == plainSubsequence(a, b))
    }
}
