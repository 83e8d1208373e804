import Testing

/// The rooms and what each may lean on; a new arrow is drawn here and in Package.swift, with a reason.
private let arrows: [String: Set<String>] = [
    "Diagnostics": [],
    "JSON": [],
    "PipelineSyntax": ["Diagnostics", "JSON"],
    "Imaging": ["CKernels"],
    "OperationKit": ["Imaging", "PipelineSyntax", "Diagnostics"],
    "Vision": ["Imaging", "COpenCV"],
    "Lettering": ["Imaging", "CPango"],
    "Codecs": ["Imaging", "CTurboJPEG", "CDeflate", "CTIFF", "CWebP"],
    // A round trip through WebP needs the coder itself.
    "Operations": ["OperationKit", "Imaging", "Vision", "Lettering", "Codecs", "PipelineSyntax"],
    "Readability": ["Imaging", "CTesseract"],
    "Engine": ["OperationKit", "PipelineSyntax", "Diagnostics", "Imaging"],
    "Files": ["CCrypto", "CLinux"],
    "Truth": ["Files", "OperationKit", "Imaging", "JSON", "CFribidi"],
    "Jobs": ["Engine", "Truth", "Readability", "Codecs", "Files", "OperationKit", "Imaging", "JSON"],
    "Sets": ["Jobs", "Truth", "Codecs", "Files", "Engine", "OperationKit", "Imaging", "JSON"],
    "Reporting": [
        // The report looks at the files of a run.
        "Sets", "Jobs", "Truth", "Files", "Engine", "OperationKit", "Imaging", "Codecs", "Lettering", "PipelineSyntax",
        "JSON",
    ],
    "Foxing": [
        "Reporting", "Sets", "Jobs", "Truth", "Files", "Engine", "Operations", "Lettering", "Readability", "Codecs",
        "Vision", "OperationKit", "Imaging", "PipelineSyntax", "Diagnostics", "JSON",
    ],
    "CFoxing": [],
    "FoxingC": ["Foxing", "PipelineSyntax", "CFoxing"],
    "CStudio": [],
    // The only room that knows of a network.
    "Serving": [
        "Foxing", "Files", "PipelineSyntax", "Readability", "CStudio", "Hummingbird", "NIOCore", "NIOHTTPTypes",
        "HTTPTypes", "Logging", "ServiceLifecycle",
    ],
    "FoxingCommand": ["Foxing", "Serving", "ArgumentParser"],
    "foxing-bench": ["Foxing", "Readability", "Vision"],
    "parse-corpus": ["PipelineSyntax", "Diagnostics", "JSON"],
]

@Suite struct ArrowTests {
    static let manifest = PackageManifest(text: Project.text("Package.swift") ?? "")

    @Test("the targets of the package are the rooms that have a folder")
    func targetsAreFolders() {
        let declared = Set(Self.manifest.targets.map(\.name))
        let sources = Set((Project.files.filter { $0.hasPrefix("Sources/") }).map(Project.room(of:)))
        let tests = Set(Project.swiftTests.map(Project.room(of:)))
        #expect(sources.union(tests).subtracting(declared).isEmpty, "folders without a target")
        #expect(declared.subtracting(sources).subtracting(tests).isEmpty, "targets without a file")
    }

    @Test("no room leans on one that it must not know")
    func arrowsArePermitted() {
        for target in Self.manifest.targets
        where !target.name.hasSuffix("Tests") && target.name != "TestSupport"
            && !Self.manifest.cModules.contains(target.name)
        {
            guard let permitted = arrows[target.name] else {
                Issue.record("'\(target.name)' has no row in the table of arrows")
                continue
            }
            let extra = Set(target.dependencies).subtracting(permitted)
            #expect(extra.isEmpty, "\(target.name) leans on \(extra.sorted())")
        }
    }

    @Test("arrows only point up the file")
    func arrowsPointUp() {
        var above = Self.manifest.products
        for target in Self.manifest.targets {
            #expect(Set(target.dependencies).isSubset(of: above), "\(target.name) leans on what stands below it")
            above.insert(target.name)
        }
    }

    @Test("a file imports only what its target leans on")
    func importsAreDeclared() {
        let ours = Set(Self.manifest.targets.map(\.name)).union(Self.manifest.products)
        for path in Project.swiftSources + Project.swiftTests {
            let room = Project.room(of: path)
            let known = Set(Self.manifest.dependencies(of: room))
            for module in imports(path).map(\.module) where ours.contains(module) {
                #expect(known.contains(module), "\(path) imports \(module), which \(room) does not lean on")
            }
        }
    }

    @Test("only the server and the program know of a network")
    func librariesLeaveTheNetworkAlone() {
        let users = Self.manifest.targets.filter { !Set($0.dependencies).isDisjoint(with: Self.manifest.products) }
        #expect(users.map(\.name).filter { !$0.hasSuffix("Tests") }.sorted() == ["FoxingCommand", "Serving"])
    }

    @Test("a C library is imported by one room and stays out of its interface", arguments: Self.manifest.cModules)
    func cStaysInside(module: String) {
        let users = Project.swiftSources.filter { path in imports(path).contains { $0.module == module } }
        #expect(Set(users.map(Project.room(of:))).count <= 1, "\(module) is imported by \(users)")
        for path in users {
            #expect(imports(path).allSatisfy { $0.module != module || $0.access != "public" }, "\(path)")
        }
    }

    @Test("what a C library needs is installed by make setup")
    func packagesAreInstalled() throws {
        let packages = try #require(Project.text("Package.swift")).matches(of: /\.apt\(\["([^"]+)"\]\)/).map {
            String($0.output.1)
        }
        #expect(packages.count >= 5)
        let makefile = try #require(Project.text("Makefile"))
        for package in packages {
            #expect(makefile.contains(" \(package) ") || makefile.contains("\t\(package) "), "\(package)")
        }
    }

    @Test("the manifest is read as it is written")
    func readsAManifest() {
        let manifest = PackageManifest(
            text: """
                func room(_ name: String) -> Target { .target(name: name) }
                room("A"),
                .systemLibrary(name: "CB", providers: [.apt(["libb-dev"])]),
                room("C", ["A", "CB"]),
                .executableTarget(name: "d", dependencies: ["C", .product(name: "P", package: "p")]),
                """)
        #expect(manifest.cModules == ["CB"])
        #expect(manifest.targets.map(\.name) == ["A", "CB", "C", "d"])
        #expect(manifest.dependencies(of: "C") == ["A", "CB"])
        #expect(manifest.dependencies(of: "d") == ["C", "P"])
    }

    /// The imports of a file with their access level, `internal` where none is written.
    private func imports(_ path: String) -> [(access: String, module: String)] {
        Project.lines(path, holding: ["import "]).compactMap { _, line in
            guard
                let match = line.wholeMatch(
                    of:
                        /(?:@\w+ )*(?:(public|package|internal|fileprivate|private) )?import (?:(?:struct|class|enum|func|protocol) )?(\w+).*/
                )
            else { return nil }
            return (match.output.1.map(String.init) ?? "internal", String(match.output.2))
        }
    }
}
