// swift-tools-version: 6.2
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
        .executable(name: "foxing", targets: ["foxing"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
    ],
    targets: [
        // The language.
        room("Diagnostics"),
        room("PipelineSyntax", ["Diagnostics"]),

        // Pictures and labels. The loops along rows that take the most time are in C, which picks its instructions by the
        // processor that it finds.
        .target(name: "CRows", cSettings: [.unsafeFlags(["-O3"])]),
        room("Imaging", ["CRows"]),

        // What an operation is.
        room("OperationKit", ["Imaging", "PipelineSyntax", "Diagnostics"]),

        // C and C++ libraries, each imported by one Swift target.
        .target(
            name: "COpenCV",
            cxxSettings: [
                .unsafeFlags(["-isystem", "/usr/include/opencv4", "-O3"])
            ],
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
        room("Operations", ["OperationKit", "Imaging", "Vision", "Lettering", "PipelineSyntax"]),
        room("Codecs", ["Imaging", "CTurboJPEG", "CDeflate", "CTIFF", "CWebP"]),
        room("Readability", ["Imaging", "CTesseract"]),
        room("Engine", ["OperationKit", "PipelineSyntax", "Diagnostics", "Imaging"]),
        room("Dataset", ["Imaging", "Codecs", "Engine", "OperationKit", "CCrypto"]),
        room("Reporting", ["Dataset", "Engine", "OperationKit", "PipelineSyntax", "Imaging", "Codecs", "Lettering"]),

        // The front door for Swift programs, and the program itself.
        .target(
            name: "Foxing",
            dependencies: [
                "Reporting", "Dataset", "Engine", "Operations", "Readability", "Codecs", "Vision", "OperationKit",
                "Imaging", "PipelineSyntax", "Diagnostics",
            ],
            resources: [.embedInCode("Presets")],
            swiftSettings: strict),
        .executableTarget(
            name: "foxing",
            dependencies: ["Foxing", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            swiftSettings: strict),

        // Times single operations, and counts the words that survive them.
        .executableTarget(name: "foxing-bench", dependencies: ["Foxing", "Vision"], swiftSettings: strict),

        // Parses a corpus for the differential test of the language.
        .executableTarget(
            name: "parse-corpus", dependencies: ["PipelineSyntax", "Diagnostics"], swiftSettings: strict),

        tests("DiagnosticsTests", ["Diagnostics"]),
        tests("PipelineSyntaxTests", ["PipelineSyntax", "Diagnostics"]),
        tests("ImagingTests", ["Imaging"]),
        tests("OperationKitTests", ["OperationKit", "Imaging", "PipelineSyntax", "Diagnostics"]),
        tests("VisionTests", ["Vision", "Imaging", "COpenCV"]),
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
        tests(
            "DatasetTests",
            ["Dataset", "Engine", "Codecs", "OperationKit", "PipelineSyntax", "Diagnostics", "Imaging"]),
        tests(
            "ReportingTests",
            [
                "Reporting", "Dataset", "Engine", "OperationKit", "PipelineSyntax", "Diagnostics", "Imaging",
            ]),
        tests("FoxingTests", ["Foxing"]),
        tests("CommandLineTests", ["foxing", "Codecs", "Imaging", "Lettering"]),
        tests("StructureTests", []),
    ],
    cxxLanguageStandard: .cxx17
)
