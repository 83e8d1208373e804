import OperationKit

extension Promise {
    /// The promise in words.
    var words: String {
        switch self {
        case .onlyLightens(let given): "no pixel gets darker" + Self.condition(given)
        case .onlyDarkens(let given): "no pixel gets lighter" + Self.condition(given)
        case .keepsBlankPaper: "a blank page stays as it is"
        case .identity(let given): "nothing changes" + Self.condition(given)
        case .meanShift(let most, let given):
            "the mean tone moves by at most \(KindWords.number(most)) of 255 levels" + Self.condition(given)
        case .monotone(let name, _): "the more \(name), the stronger the effect"
        case .outputBilevel: "only black and white come out"
        case .outputGray: "one channel comes out"
        case .grayEqualsColor(let tolerance, let given):
            "a color page without color gets the gray page's result, within \(tolerance) "
                + (tolerance == 1 ? "level" : "levels") + Self.condition(given)
        case .coverage(let name, _): "\(name) is the share of a gray sheet that changes, give or take a fifth"
        case .local(let mm): "a pixel depends on nothing further away than \(KindWords.number(mm)) mm"
        case .roundTrip(let most): "the way back leads to the same place within \(KindWords.number(most)) pixels"
        case .labelsHit: "labels stay on their text"
        case .keepsWords(let given): "no label leaves the page" + Self.condition(given)
        }
    }

    private static func condition(_ given: [String: String]) -> String {
        if given.isEmpty { return "" }
        return " with {" + PlainSettings.text(given) + "}"
    }
}

/// Parameters with what they are set to.
enum PlainSettings {
    /// `name: value, name: value`, by name unless an order is given.
    static func text(_ given: [String: String], order: [String] = []) -> String {
        let names = order.filter { given[$0] != nil } + given.keys.filter { !order.contains($0) }.sorted()
        return names.map { "\($0): \(given[$0] ?? "")" }.joined(separator: ", ")
    }
}
