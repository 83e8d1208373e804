import Diagnostics
import PipelineSyntax

/// Reads the `p` of a step or stage.
enum Chance {
    /// A chance 0…1 that is not itself drawn; nil when it is wrong.
    static func read(_ node: Node) -> (Double?, [Diagnostic]) {
        let (expression, problems) = ValueExpression.read(node, as: .share(0...1))
        switch expression {
        case .fixed(.number(let p))?: return (p, problems)
        case nil: return (nil, problems.map(asProbability))
        default:
            let finding = Diagnostic(
                .badProbability, "a chance is one number; it is not itself drawn", at: node.span,
                label: "write it as p: 0.3", help: "each step is drawn anew for every variant anyway")
            return (nil, problems + [finding])
        }
    }

    private static func asProbability(_ finding: Diagnostic) -> Diagnostic {
        guard finding.code == .outOfRange else { return finding }
        return Diagnostic(
            .badProbability, "a chance lies between 0 (never) and 1 (always)", at: finding.span,
            label: finding.label?.hasPrefix("write") == true ? finding.label : nil,
            help: "write it as p: 0.3 or p: 30%")
    }
}
