import Diagnostics
import OperationKit

extension Plan {
    /// Steps whose severity is that of a band, where no band is meant for any variant.
    var stepsWithoutBand: [Diagnostic] {
        guard BandQuota(readability?.bands ?? []) == nil else { return [] }
        var findings: [Diagnostic] = []
        for stage in stages {
            stage.steps.forEachOperation { step in
                guard case .operation(let entry, let values) = step.kind, values.followsBand else { return }
                findings.append(
                    Diagnostic(
                        .missingKey, "'severity: band' follows the quota of 'readability', and there is none",
                        at: step.span, label: "which severity should '\(entry.manual.name)' have?",
                        help: "add for example  quota: {easy: 50%, hard: 50%}  with 'bands' of these names, or choose "
                            + "one of \(Severities.names.joined(separator: ", "))"))
            }
        }
        return findings
    }

    /// How strong steps of that variant are whose severity is that of its band; nil where no band is meant for it.
    func severity(ofVariant number: Int) -> String? {
        BandQuota(readability?.bands ?? [])?.severity(ofVariant: number)
    }
}
