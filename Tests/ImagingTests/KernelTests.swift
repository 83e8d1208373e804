import CKernels
import Testing

@Suite("The kernels refuse nonsense and answer with words")
struct KernelTests {
    typealias Call = @Sendable (ckernels_plane, ckernels_plane) -> ckernels_status

    /// One call of every function, by name.
    static let calls: [(name: String, call: Call)] = [
        ("blur", { ckernels_blur($0, $1, [64, 128, 64], 1, 0) }),
        ("equalize", { ckernels_equalize($0, $1, 2, 8, 8, 256) }),
        ("jpeg", { ckernels_jpeg($0, $1, 50, 2, 2, 0, 0) }),
        ("average", { ckernels_average($0, $1) }),
        ("field", { ckernels_warp_field($0, $1, [0], ckernels_pull()) }),
        (
            "band",
            {
                var copied: Int32 = 0
                return ckernels_copy_band($0, $1, [0], 0, ckernels_pull(), &copied)
            }
        ),
    ]

    @Test("a plane without memory is refused with a message", arguments: calls.map(\.name))
    func noMemory(name: String) throws {
        let call = try #require(Self.calls.first { $0.name == name }).call
        let nonsense = ckernels_plane(base: nil, width: 3, height: 3, channels: 1, stride: 3)
        #expect(message(of: call(nonsense, nonsense)) == "a plane without memory")
    }

    @Test(
        "impossible sizes, channels and strides are refused before a sample is touched",
        arguments: calls.map(\.name))
    func impossibleShapes(name: String) throws {
        let call = try #require(Self.calls.first { $0.name == name }).call
        for (width, height, channels, stride) in [
            (0, 3, 1, 3), (3, -1, 1, 3), (3, 3, 2, 6), (3, 3, 3, 8), (1 << 24 + 1, 1, 1, 1 << 25),
            (1 << 16, 1 << 15, 1, 1 << 16), (3, 3, 1, Int.max),
        ] {
            let (status, to) = onPlanes { from, to in
                func shaped(_ plane: ckernels_plane) -> ckernels_plane {
                    ckernels_plane(
                        base: plane.base, width: Int32(width), height: Int32(height), channels: Int32(channels),
                        stride: Int64(stride))
                }
                return call(shaped(from), shaped(to))
            }
            #expect(status.code != 0, "\(width) × \(height), \(channels) channels, \(stride) bytes")
            #expect(to.allSatisfy { $0 == 9 })
        }
    }

    @Test("planes that do not fit together are refused", arguments: calls.map(\.name))
    func unequalPlanes(name: String) throws {
        let call = try #require(Self.calls.first { $0.name == name }).call
        let (status, to) = onPlanes { from, to in
            call(from, ckernels_plane(base: to.base, width: 5, height: 1, channels: 3, stride: 15))
        }
        #expect(status.code != 0)
        #expect(to.allSatisfy { $0 == 9 })
    }

    @Test("what a kernel cannot do is refused")
    func impossibleOrders() {
        let far = [Int32](repeating: 1 << 25, count: 8)
        let wide = ckernels_pull()
        let calls: [(Call, String)] = [
            ({ ckernels_blur($0, $1, [64, 128, 64], 33, 0) }, "a blur reaches 1 to 32 pixels"),
            (
                { ckernels_blur($0, $1, [64, 129, 64], 1, 0) },
                "weights that do not add up to 256, or a single one"
            ),
            ({ ckernels_blur($0, $1, [64, 128, 64], 1, 32768) }, "sharpening of less than 0 or more than 4"),
            ({ ckernels_equalize($0, $1, 2, 5, 1, 256) }, "more tiles than pixels"),
            ({ ckernels_equalize($0, $1, 2, 0, 1, 256) }, "a grid without tiles"),
            ({ ckernels_equalize($0, $1, .nan, 1, 1, 256) }, "a limit below 0"),
            ({ ckernels_equalize($0, $1, 2, 1, 1, 257) }, "a share of more than all"),
            ({ ckernels_jpeg($0, $1, 0, 2, 2, 0, 0) }, "a quality from 1 to 100"),
            ({ ckernels_jpeg($0, $1, 50, 2, 2, 16, 0) }, "a grid is moved by less than 16 pixels"),
            ({ ckernels_warp_field($0, $1, far, wide) }, "a field that leads too far away"),
            ({ from, _ in ckernels_jpeg(from, from, 50, 2, 2, 0, 0) }, "source and result in the same memory"),
        ]
        for (call, expected) in calls { #expect(message(of: onPlanes(call).0) == expected) }
    }

    @Test("rows between nodes begin at every eighth row", arguments: [-8, 3, 4, 8, Int32.max])
    func bands(y: Int32) {
        let nodes = [Int32](repeating: 0, count: 8)
        var (places, fractions) = ([Int16](repeating: 7, count: 64), [UInt16](repeating: 7, count: 32))
        #expect(ckernels_band_places(nodes, 4, 4, y, &places, &fractions).code != 0)
        #expect(places.allSatisfy { $0 == 7 } && fractions.allSatisfy { $0 == 7 })
    }

    /// The answer of a call on two gray planes of 4 by 4 pixels, and what it wrote.
    private func onPlanes(
        _ call: (ckernels_plane, ckernels_plane) -> ckernels_status
    ) -> (ckernels_status, [UInt8]) {
        var (from, to) = ([UInt8](repeating: 7, count: 16), [UInt8](repeating: 9, count: 16))
        let status = from.withUnsafeMutableBufferPointer { from in
            to.withUnsafeMutableBufferPointer { to in
                call(
                    ckernels_plane(base: from.baseAddress, width: 4, height: 4, channels: 1, stride: 4),
                    ckernels_plane(base: to.baseAddress, width: 4, height: 4, channels: 1, stride: 4))
            }
        }
        return (status, to)
    }

    private func message(of status: ckernels_status) -> String {
        withUnsafeBytes(of: status.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
