import Diagnostics
import PipelineSyntax

/// Finds the edges between stages that do not point up: those that close a cycle, and those to a stage further down.
struct StageCycles {
    private struct Edge {
        let target: Int
        let span: Span
    }

    /// So many are followed round; a file with more has other troubles.
    private static let mostWays = 20

    private let names: [String]
    private let edges: [[Edge]]

    init(_ entries: [Node.Entry], _ order: [String: Int]) {
        names = entries.map(\.key)
        edges = entries.enumerated().map { index, entry in
            guard case .mapping(let keys) = entry.value.content, let from = keys.first(where: { $0.key == "from" })
            else { return index == 0 ? [] : [Edge(target: index - 1, span: entry.keySpan)] }
            let members: [Node]
            if case .sequence(let nodes) = from.value.content { members = nodes } else { members = [from.value] }
            return members.compactMap { node in
                guard let word = node.word, let target = order[word] else { return nil }
                return Edge(target: target, span: node.span)
            }
        }
    }

    func findings() -> [Diagnostic] {
        var findings: [Diagnostic] = []
        for (index, targets) in edges.enumerated() {
            for edge in targets where edge.target >= index {
                let way = findings.count < StageCycles.mostWays ? way(from: edge.target, to: index) : nil
                findings.append(finding(edge, of: index, way))
            }
        }
        return findings
    }

    private func finding(_ edge: Edge, of index: Int, _ way: [Int]?) -> Diagnostic {
        let name = names[index]
        let target = names[edge.target]
        guard let way else {
            return Diagnostic(
                .upwardReference, "stage '\(name)' starts from '\(target)', which stands below it", at: edge.span,
                help: "move '\(target)' above '\(name)': a stage starts from stages above it")
        }
        if way.count == 1 {
            return Diagnostic(
                .cycle, "stage '\(name)' would start from its own result", at: edge.span,
                help: "name a stage above it, 'page' or 'blank'")
        }
        var round = ([index] + way).map { names[$0] }
        if round.count > 8 { round = round.prefix(4) + ["…"] + round.suffix(3) }
        return Diagnostic(
            .cycle, "stage '\(name)' would need its own result", at: edge.span,
            label: "it goes round: \(round.joined(separator: " ← "))",
            help: "let one of them start from a stage above it, 'page' or 'blank'")
    }

    /// The stages from `start` along its inputs to `goal`, both included; nil when there is no way.
    private func way(from start: Int, to goal: Int) -> [Int]? {
        var cameFrom: [Int: Int] = [:]
        var waiting = [start]
        while let current = waiting.popLast() {
            if current == goal {
                var way = [goal]
                while let last = way.last, last != start, let before = cameFrom[last] { way.append(before) }
                return way.reversed()
            }
            for edge in edges[current] where cameFrom[edge.target] == nil && edge.target != start {
                cameFrom[edge.target] = current
                waiting.append(edge.target)
            }
        }
        return nil
    }
}
