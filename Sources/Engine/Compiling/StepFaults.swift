import Diagnostics
import OperationKit
import PipelineSyntax

/// What is said of steps that are written wrongly.
enum StepFaults {
    static func notAList(_ node: Node) -> Diagnostic {
        Diagnostic(
            .wrongShape, "the steps of a stage are a list", at: node.span, label: "not a list",
            help: "put '- ' before each step, for example  - gaussian-blur")
    }

    static func notAStep(_ node: Node) -> Diagnostic {
        if case .sequence = node.content {
            return Diagnostic(
                .wrongShape, "a list stands where a step is expected", at: node.span,
                help: "to group steps write  - sequence: [grayscale, jpeg]; to choose among them  - one-of: […]")
        }
        let isEmpty = node.isNull
        return Diagnostic(
            .wrongShape, isEmpty ? "a step is missing behind '-'" : "a step needs the name of an operation",
            at: node.span, help: "write for example  - grayscale  or  - jpeg: {quality: 30..80}")
    }

    static func severalKeys(_ entries: [Node.Entry], _ catalog: Catalog) -> Diagnostic {
        let first = entries[0]
        let isKnown = catalog[entries[1].key] != nil || LanguageKeys.steps.contains(entries[1].key)
        let isIndentation = first.value.isNull && !isKnown
        if isIndentation {
            return Diagnostic(
                .wrongShape, "a step names one operation, here stand \(entries.count) keys", at: entries[1].keySpan,
                label: "is this a parameter of '\(first.key)'?",
                help: "indent it further than '\(first.key)', or write  - \(first.key): {\(entries[1].key): …}")
        }
        return Diagnostic(
            .wrongShape, "a step names one operation, here stand \(entries.count) keys", at: entries[1].keySpan,
            label: isKnown ? "a second operation" : "a second key",
            help: isKnown
                ? "give each operation a '- ' of its own"
                : "parameters stand in the braces of their operation:  - \(first.key): {\(entries[1].key): …}")
    }

    static func unknownOperation(_ identity: StepIdentity, _ catalog: Catalog, suggests: Bool) -> Diagnostic {
        let name = identity.name
        let isCall = name.contains("(")
        if let dash = name.firstRange(of: " - ") {
            return Diagnostic(
                .badIndentation, "a step continues the text of the line before it", at: identity.span,
                label: "YAML takes all of this for one text",
                help: "put  - \(name[dash.upperBound...])  in the column of the '-' above it")
        }
        if !isCall, let finding = KeyFaults.finding(for: name, at: identity.span) { return finding }
        let names = catalog.entries.map(\.manual.name) + LanguageKeys.steps
        // `A.GaussianBlur(p=0.5)` as Python programs write it.
        let bare = name.prefix { !"(= ".contains($0) }
        let last = bare.split(separator: ".").last.map(String.init) ?? name
        let peers = suggests ? catalog.peers(of: name) + catalog.peers(of: last) : []
        var ours = peers.isEmpty ? names.filter { $0 == last } : []
        if let combinator = LanguageKeys.combinatorPeers[last.lowercased()] { ours = [combinator] }
        for peer in peers where !ours.contains(peer) { ours.append(peer) }
        let near = suggests ? nearestName(to: name, among: names) ?? nearestName(to: last, among: names) : nil
        let label =
            ours.isEmpty
            ? near.map { KeyFaults.question(name, $0) }
            : "here it is called \(ours.map { "'\($0)'" }.joined(separator: " or "))"
        let known = ours.first ?? near
        if let known, LanguageKeys.combinators.contains(known) {
            let own = LanguageKeys.ownKeys(ofCombinator: known).map { "\($0): 2" }
            let list = "[jpeg, subtle-noise]"
            return Diagnostic(
                .unknownOperation, "there is no operation '\(name)'", at: identity.span, label: label,
                help: own.isEmpty
                    ? "write for example  - \(known): \(list)"
                    : "write for example  - \(known): {\(own[0]), steps: \(list)}")
        }
        return Diagnostic(
            .unknownOperation, "there is no operation '\(name)'", at: identity.span, label: label,
            help: isCall
                ? "parameters are written in braces:  - \(known ?? "jpeg"): {p: 0.5}"
                : known.map { "'foxing ops' lists all operations, 'foxing ops \($0)' explains this one" }
                    ?? "'foxing ops' lists all operations")
    }

    static func parametersAsList(_ entry: CatalogEntry, _ value: Node) -> Diagnostic? {
        guard case .sequence(let members) = value.content, !members.isEmpty else { return nil }
        var keys: [String] = []
        for member in members {
            guard case .mapping(let entries) = member.content, let first = entries.first else { return nil }
            keys.append(first.key)
        }
        return Diagnostic(
            .wrongShape, "the parameters of '\(entry.manual.name)' are a mapping, here stands a list", at: value.span,
            help: "leave out the '- ' before each, or write  - \(entry.manual.name): {\(keys[0]): …}")
    }

    static func noShortForm(_ entry: CatalogEntry, _ value: Node) -> Diagnostic {
        let name = entry.manual.name
        let example = entry.parameters.first.map { "\($0.name): \($0.defaultText)" } ?? "p: 0.5"
        return Diagnostic(
            .wrongShape, "'\(name)' has no main parameter that a bare value could set", at: value.span,
            label: "which parameter is this?", help: "name it, for example  - \(name): {\(example)}")
    }

    static func unknownParameter(
        _ index: Int, of entries: [Node.Entry], _ entry: CatalogEntry, common: [String], _ identity: StepIdentity,
        suggests: Bool
    ) -> Diagnostic {
        let item = entries[index]
        if item.key == "weight" { return weightOutside(item, identity.name) }
        if let finding = KeyFaults.finding(for: index, of: entries) { return finding }
        let name = entry.manual.name
        let names = entry.parameters.map(\.name) + common
        let meant = ["prob": "p", "probability": "p", "chance": "p"][item.key]
        let near =
            meant.map { KeyFaults.question(item.key, $0) }
            ?? KeyFaults.suggestion(for: item.key, among: names, after: suggests ? 0 : .max)
        return Diagnostic(
            .unknownParameter, "'\(name)' has no parameter '\(item.key)'", at: item.keySpan,
            label: near,
            help: "\(name) takes \(names.joined(separator: ", ")); 'foxing ops \(name)' explains them")
    }

    static func weightOutside(_ item: Node.Entry, _ name: String) -> Diagnostic {
        Diagnostic(
            .unknownParameter, "'weight' counts only inside one-of and some-of", at: item.keySpan,
            help: "for the chance that '\(name)' runs, write p: 0.3")
    }

    static func missingFile(_ name: String, _ value: Node) -> Diagnostic {
        let slashed = name.replacing("\\", with: "/")
        return Diagnostic(
            .missingFile, "there is no file '\(name)'", at: value.span,
            label: slashed != name ? "folders are set apart by '/': write '\(slashed)'" : nil,
            help: "a path starts from the folder of the pipeline file")
    }

    static func folderWithoutPictures(_ name: String, _ value: Node) -> Diagnostic {
        Diagnostic(
            .missingFile, "there is no picture in the folder '\(name)'", at: value.span,
            help: "put PNG, JPEG, TIFF, WebP, BMP, GIF or PNM files there; folders in it are not searched")
    }

    // MARK: Combinators

    static func noMembers(_ identity: StepIdentity, _ value: Node?, own: [String]) -> Diagnostic {
        let name = identity.name
        let list = "[jpeg, subtle-noise]"
        let example = own.isEmpty ? "\(name): \(list)" : "\(name): {\(own[0]): 1..2, steps: \(list)}"
        let help = "give it a list, for example  - \(example)"
        if let value, let word = value.word {
            return Diagnostic(
                .wrongShape, "'\(name)' takes a list of steps", at: value.span, label: "'\(word)' is no list",
                help: help)
        }
        return Diagnostic(.emptyCombinator, "'\(name)' has no steps", at: identity.span, help: help)
    }

    static func membersAsKeys(_ entry: Node.Entry, _ identity: StepIdentity) -> Diagnostic {
        Diagnostic(
            .wrongShape, "the steps of '\(identity.name)' are a list", at: entry.keySpan,
            label: "an operation, not a key", help: "put '- ' before it and before the other steps")
    }

    static func onlyMember(_ identity: StepIdentity) -> Diagnostic {
        let what = identity.name == "one-of" ? "choose from" : "shuffle"
        return Diagnostic(
            .noEffect, "'\(identity.name)' has a single step, so there is nothing to \(what)", at: identity.span,
            help: "add another step, or write the step alone")
    }
}
