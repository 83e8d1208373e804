// swift-tools-version: 6.3
import PackageDescription

/// What every Swift target of the package is compiled with.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// A library target of the house. The arrows between targets only point up this file; `Tests/StructureTests` keeps it so.
func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
    name: "foxing",
    products: [
        .library(name: "Foxing", targets: ["Foxing"]),
        .library(name: "FoxingC", type: .dynamic, targets: ["FoxingC"]),
        .executable(name: "foxing", targets: ["FoxingCommand"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.34.1"),
        .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.0.0"),
    ],
    targets: [
        // The language.
        room("Diagnostics"),
        room("JSON"),
        room("PipelineSyntax", ["Diagnostics", "JSON"]),

        // Pictures and labels. The loops over pixels that take the most time are in C and C++, which pick their
        // instructions by the processor that they find.
        .target(name: "CKernels"),
        room("Imaging", ["CKernels"]),

        // What an operation is.
        room("OperationKit", ["Imaging", "PipelineSyntax", "Diagnostics"]),

        // C and C++ libraries, each imported by one Swift target.
        .target(
            name: "COpenCV",
            exclude: ["headers"],
            cxxSettings: [.headerSearchPath("headers")],
            linkerSettings: [
                .linkedLibrary("opencv_core"), .linkedLibrary("opencv_imgproc"), .linkedLibrary("opencv_photo"),
            ]),
        .systemLibrary(name: "CPango", pkgConfig: "pangoft2", providers: [.apt(["libpango1.0-dev"])]),
        .systemLibrary(name: "CSPNG", pkgConfig: "spng", providers: [.apt(["libspng-dev"])]),
        .systemLibrary(name: "CTurboJPEG", pkgConfig: "libturbojpeg", providers: [.apt(["libturbojpeg0-dev"])]),
        .systemLibrary(name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
        .systemLibrary(name: "CTIFF", pkgConfig: "libtiff-4", providers: [.apt(["libtiff-dev"])]),
        .systemLibrary(name: "CWebP", pkgConfig: "libwebp", providers: [.apt(["libwebp-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CTesseract", providers: [.apt(["libtesseract-dev"])]),

        room("Vision", ["Imaging", "COpenCV"]),
        room("Lettering", ["Imaging", "CPango"]),
        room("Codecs", ["Imaging", "CTurboJPEG", "CDeflate", "CTIFF", "CWebP"]),
        room("Operations", ["OperationKit", "Imaging", "Vision", "Lettering", "Codecs", "PipelineSyntax"]),
        room("Readability", ["Imaging", "CTesseract"]),
        room("Engine", ["OperationKit", "PipelineSyntax", "Diagnostics", "Imaging"]),

        // From pages to a folder: ground truth in, variants made and written, training sets out.
        .systemLibrary(name: "CLinux"),
        room("Files", ["CCrypto", "CLinux"]),
        .systemLibrary(name: "CFribidi", pkgConfig: "fribidi", providers: [.apt(["libfribidi-dev"])]),
        room("Truth", ["Files", "OperationKit", "Imaging", "JSON", "CFribidi"]),
        room(
            "Jobs", ["Engine", "Truth", "Readability", "Codecs", "Files", "OperationKit", "Imaging", "JSON"]),
        room("Sets", ["Jobs", "Truth", "Codecs", "Files", "Engine", "OperationKit", "Imaging", "JSON"]),
        room(
            "Reporting",
            [
                "Sets", "Jobs", "Truth", "Files", "Engine", "OperationKit", "PipelineSyntax", "Imaging", "Codecs",
                "Lettering", "JSON",
            ]),

        // The front door for Swift programs.
        .target(
            name: "Foxing",
            dependencies: [
                "Reporting", "Sets", "Jobs", "Truth", "Files", "Engine", "Operations", "Lettering", "Readability",
                "Codecs",
                "Vision", "OperationKit", "Imaging", "PipelineSyntax", "Diagnostics", "JSON",
            ],
            resources: [.embedInCode("Presets")],
            swiftSettings: strict),
        // The front door for programs in other languages: a header, and the functions that it declares.
        .target(name: "CFoxing"),
        room("FoxingC", ["Foxing", "PipelineSyntax", "CFoxing"]),

        // The server, and the files of the studio that it shows.
        .target(name: "CStudio", exclude: ["page"]),
        room(
            "Serving",
            [
                "Foxing", "Files", "PipelineSyntax", "Readability", "CStudio",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),

        .executableTarget(
            name: "FoxingCommand",
            dependencies: [
                "Foxing", "Serving", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),

        // Times single operations, and counts the words that survive them.
        .executableTarget(
            name: "foxing-bench", dependencies: ["Foxing", "Readability", "Vision"], swiftSettings: strict),

        // Parses a corpus for the differential test of the language.
        .executableTarget(
            name: "parse-corpus", dependencies: ["PipelineSyntax", "Diagnostics", "JSON"], swiftSettings: strict),

        // What tests share.
        .target(
            name: "TestSupport",
            dependencies: [
                "Jobs", "Truth", "Engine", "Codecs", "OperationKit", "PipelineSyntax", "Diagnostics", "Imaging",
            ], path: "Tests/TestSupport",
            swiftSettings: strict),

        tests("DiagnosticsTests", ["Diagnostics"]),
        tests("JSONTests", ["JSON"]),
        tests("PipelineSyntaxTests", ["PipelineSyntax", "Diagnostics", "JSON"]),
        tests("ImagingTests", ["Imaging", "CKernels"]),
        tests("OperationKitTests", ["OperationKit", "Imaging", "PipelineSyntax", "Diagnostics"]),
        tests("VisionTests", ["Vision", "Imaging", "COpenCV", "CKernels"]),
        tests("LetteringTests", ["Lettering", "Imaging"]),
        tests(
            "OperationsTests",
            [
                "Engine", "Operations", "OperationKit", "Vision", "Imaging", "PipelineSyntax", "Diagnostics",
                "CTurboJPEG",
            ]),
        tests("CodecsTests", ["Codecs", "Imaging", "CSPNG", "CTurboJPEG"]),
        tests("ReadabilityTests", ["Readability", "Imaging"]),
        tests("EngineTests", ["Engine", "OperationKit", "PipelineSyntax", "Diagnostics", "Imaging"]),
        tests("FilesTests", ["Files", "Imaging", "Jobs", "TestSupport"]),
        tests(
            "TruthTests",
            [
                "Jobs", "Truth", "Files", "Engine", "OperationKit", "PipelineSyntax", "Diagnostics", "Imaging", "JSON",
                "TestSupport",
            ]),
        tests(
            "JobsTests",
            [
                "Jobs", "Truth", "Files", "Engine", "Codecs", "OperationKit", "PipelineSyntax", "Diagnostics",
                "Imaging",
                "JSON", "TestSupport",
            ]),
        tests(
            "SetsTests",
            [
                "Sets", "Jobs", "Truth", "Files", "Engine", "Codecs", "OperationKit", "PipelineSyntax", "Diagnostics",
                "Imaging", "JSON", "TestSupport",
            ]),
        tests(
            "ReportingTests",
            [
                "Reporting", "Sets", "Jobs", "Truth", "Files", "Engine", "Codecs", "OperationKit", "PipelineSyntax",
                "Diagnostics", "Imaging", "JSON", "TestSupport",
            ]),
        tests("FoxingTests", ["Foxing", "Readability", "PipelineSyntax"]),
        tests(
            "ServingTests",
            [
                "Serving", "Foxing", "TestSupport", .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
            ]),
        tests("CommandLineTests", ["FoxingCommand", "Codecs", "Imaging", "Lettering", "TestSupport"]),
        tests("StructureTests", []),
    ],
    cxxLanguageStandard: .cxx17
)
