package import Engine
internal import PipelineSyntax

extension PipelineFile {
    /// The training sets that the pipeline asks for; of one with errors those that are asked for rightly, as a folder may
    /// have been made with steps that this program does not have.
    package var sets: [DatasetPlan] {
        if let plan { return plan.datasets }
        guard let tree else { return [] }
        let compiler = Compiler(catalog: Pipeline.operations, formats: Pipeline.formats, surroundings: Surroundings())
        return compiler.compile(tree.withoutSteps, defaultName: "pipeline").plan?.datasets ?? []
    }
}

extension Node {
    /// A pipeline whose stages do nothing.
    fileprivate var withoutSteps: Node {
        changing("stages") { stages in
            guard case .mapping(let entries) = stages.content else { return stages }
            let emptied = entries.map { stage in
                let value =
                    if case .mapping(let keys) = stage.value.content {
                        Node(.mapping(keys.filter { $0.key != "steps" }), at: stage.value.span)
                    } else {
                        Node(.sequence([]), at: stage.value.span)
                    }
                return Entry(key: stage.key, keySpan: stage.keySpan, value: value)
            }
            return Node(.mapping(emptied), at: stages.span)
        }
    }

    private func changing(_ key: String, _ change: (Node) -> Node) -> Node {
        guard case .mapping(let entries) = content else { return self }
        let changed = entries.map { entry in
            entry.key == key ? Entry(key: key, keySpan: entry.keySpan, value: change(entry.value)) : entry
        }
        return Node(.mapping(changed), at: span)
    }
}
