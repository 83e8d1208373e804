// swift-tools-version: 6.2
import PackageDescription

// A program of somebody else, who depends on a version of Foxing. `scripts/test_consumer.sh` says where that is.
let package = Package(
    name: "consumer",
    dependencies: [
        .package(url: Context.environment["FOXING_URL"] ?? "https://example.org/foxing.git", from: "1.0.0")
    ],
    targets: [
        .executableTarget(name: "consumer", dependencies: [.product(name: "Foxing", package: "foxing")])
    ]
)
