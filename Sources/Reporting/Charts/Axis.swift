import Foundation

/// A linear axis: a range that ends at round numbers, and where to write them.
struct Axis: Sendable {
    let low: Double
    let high: Double
    let step: Double

    /// An axis that holds the values `low` … `high`, with about so many steps.
    init(_ low: Double, _ high: Double, steps: Int = 5) {
        let span = max(high - low, abs(high) * 1e-9, 1e-12)
        step = Self.round(span / Double(max(1, steps)))
        self.low = (low / step + 1e-9).rounded(.down) * step
        self.high = max((high / step - 1e-9).rounded(.up) * step, self.low + step)
    }

    /// Where numbers stand.
    var ticks: [Double] {
        let count = Int(((high - low) / step).rounded())
        return (0...max(0, min(count, 100))).map { low + Double($0) * step }
    }

    /// Where a value lies between the ends, 0…1.
    func place(_ value: Double) -> Double { min(1, max(0, (value - low) / (high - low))) }

    /// The next of 1, 2 and 5 times a power of ten.
    static func round(_ value: Double) -> Double {
        var unit = 1.0
        while unit > value { unit /= 10 }
        while unit * 10 <= value { unit *= 10 }
        return [1, 2, 5, 10].first { unit * $0 >= value * (1 - 1e-9) }.map { unit * $0 } ?? unit
    }
}

/// Numbers as people read them.
enum Shown {
    /// At most so many decimals, without zeros at the end.
    static func number(_ value: Double, _ decimals: Int = 2) -> String {
        guard value.isFinite else { return "–" }
        let text = String(format: "%.\(decimals)f", value)
        guard text.contains(".") else { return grouped(text) }
        var short = text[...]
        while short.hasSuffix("0") { short.removeLast() }
        if short.hasSuffix(".") { short.removeLast() }
        return grouped(short == "-0" ? "0" : String(short))
    }

    /// Three digits that count.
    static func short(_ value: Double) -> String {
        let size = abs(value)
        return number(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3)
    }

    static func count(_ value: Int) -> String { grouped(String(value)) }

    /// A share as percent.
    static func percent(_ share: Double, _ decimals: Int = 1) -> String { number(share * 100, decimals) + " %" }

    /// A share of a whole; a dash without one.
    static func percent(_ part: Int, of whole: Int) -> String {
        whole > 0 ? percent(Double(part) / Double(whole)) : "–"
    }

    /// A difference of shares in percentage points, with its sign.
    static func points(_ difference: Double) -> String {
        let text = number(difference * 100, 2)
        return text.hasPrefix("-") ? "−" + text.dropFirst() : text == "0" ? "0" : "+" + text
    }

    static func seconds(_ seconds: Double) -> String {
        if seconds < 0.001 { return "0 s" }
        if seconds < 120 { return short(seconds) + " s" }
        if seconds < 7200 { return number(seconds / 60, 1) + " min" }
        return number(seconds / 3600, 1) + " h"
    }

    static func bytes(_ count: Double) -> String {
        let units = ["B", "KiB", "MiB", "GiB", "TiB"]
        var (rest, unit) = (count, 0)
        while rest >= 1024, unit < units.count - 1 { (rest, unit) = (rest / 1024, unit + 1) }
        return short(rest) + " " + units[unit]
    }

    static func plural(_ count: Int, _ noun: String) -> String {
        "\(self.count(count)) \(noun)\(count == 1 ? "" : "s")"
    }

    /// Thousands apart, by a narrow blank that breaks no line.
    private static func grouped(_ digits: String) -> String {
        let isNegative = digits.hasPrefix("-")
        let parts = digits.drop { $0 == "-" }.split(separator: ".", maxSplits: 1)
        var (out, whole) = ("", Array(parts.first ?? ""))
        if whole.count < 5 { return digits }
        while whole.count > 3 {
            out = "\u{202F}" + String(whole.suffix(3)) + out
            whole.removeLast(3)
        }
        return (isNegative ? "-" : "") + String(whole) + out + (parts.count > 1 ? "." + parts[1] : "")
    }
}
