/// The name that was most likely meant, found as rustc finds it: the same letters in another case first, then the name
/// within a third of the length by Damerau–Levenshtein distance (the first of equals), then the same words in another
/// order. Nil when nothing is near.
public func nearestName(to given: String, among names: some Sequence<String>) -> String? {
    guard !given.isEmpty, given.utf8.count <= 200 else { return nil }
    let names = Array(names)
    let folded = given.uppercased()
    if let same = names.first(where: { $0.uppercased() == folded }) { return same }
    let characters = Array(given)
    var limit = max(characters.count, 3) / 3
    var best: String?
    for name in names {
        guard let distance = editDistance(characters, Array(name), atMost: limit) else { continue }
        if distance == 0 { return name }
        best = name
        limit = distance - 1
    }
    return best ?? names.first { sortedWords($0) == sortedWords(given) }
}

private func sortedWords(_ name: String) -> [Substring] {
    name.split { $0 == "-" || $0 == "_" || $0 == " " }.sorted()
}

/// Insertions, deletions, substitutions and swaps of neighbors that lead from `a` to `b` (optimal string alignment);
/// nil above `limit`.
func editDistance(_ a: [Character], _ b: [Character], atMost limit: Int) -> Int? {
    guard abs(a.count - b.count) <= limit else { return nil }
    var before = [Int](repeating: 0, count: b.count + 1)
    var previous = Array(0...b.count)
    var current = previous
    for i in 1..<(a.count + 1) {
        current[0] = i
        for j in 1..<(b.count + 1) {
            let substitution = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
            var cost = min(previous[j] + 1, current[j - 1] + 1, substitution)
            if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1], a[i - 1] != b[j - 1] {
                cost = min(cost, before[j - 2] + 1)
            }
            current[j] = cost
        }
        (before, previous, current) = (previous, current, before)
    }
    return previous[b.count] <= limit ? previous[b.count] : nil
}
