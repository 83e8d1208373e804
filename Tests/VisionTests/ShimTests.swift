import COpenCV
import Testing

@Suite("The shim refuses nonsense and answers with words")
struct ShimTests {
    /// One call of every function, by name.
    static let calls: [(name: String, call: @Sendable (copencv_plane, copencv_plane) -> copencv_status)] = [
        ("luma", { copencv_luma($0, $1) }),
        (
            "otsu",
            {
                var level: Int32 = 0
                return copencv_otsu($0, $1, &level)
            }
        ),
        ("median", { copencv_median($0, $1, 3) }),
        ("bilateral", { copencv_bilateral($0, $1, 5, 10, 3) }),
        ("non-local means", { copencv_non_local_means($0, $1, 3, 7, 21) }),
        ("morph", { copencv_morph($0, $1, copencv_erode, copencv_ellipse, 3, 3) }),
        ("gaussian", { copencv_gaussian($0, $1, 5, 1) }),
        ("enlarge", { copencv_enlarge($0, $1, copencv_linear) }),
        ("box", { copencv_box($0, $1, 3, 3) }),
        ("filter", { copencv_filter($0, $1, [1], 1, 1) }),
        ("distance", { copencv_distance($0, $1) }),
        ("affine", { copencv_warp_affine($0, $1, [1, 0, 0, 0, 1, 0], copencv_pull()) }),
        ("perspective", { copencv_warp_perspective($0, $1, [1, 0, 0, 0, 1, 0, 0, 0, 1], copencv_pull()) }),
        ("remap", { copencv_remap($0, $1, [0], copencv_pull()) }),
        ("fixed remap", { copencv_remap_fixed($0, $1, [0], [0], copencv_pull()) }),
        ("resize", { copencv_resize_area($0, $1) }),
    ]

    @Test("a plane without memory is refused with a message", arguments: calls.map(\.name))
    func noMemory(name: String) throws {
        let call = try #require(Self.calls.first { $0.name == name }).call
        let nonsense = copencv_plane(base: nil, width: 3, height: 3, channels: 1, stride: 3)
        let status = call(nonsense, nonsense)
        #expect(status.code != 0)
        #expect(message(of: status) == "a plane without memory")
    }

    @Test("impossible sizes, channels and strides are refused", arguments: calls.map(\.name))
    func impossibleShapes(name: String) throws {
        let call = try #require(Self.calls.first { $0.name == name }).call
        var from = [UInt8](repeating: 7, count: 64)
        var to = [UInt8](repeating: 9, count: 64)
        from.withUnsafeMutableBufferPointer { from in
            to.withUnsafeMutableBufferPointer { to in
                for (width, height, channels, stride) in [
                    (0, 3, 1, 3), (3, -1, 1, 3), (3, 3, 2, 6), (3, 3, 3, 8), (1 << 24 + 1, 1, 1, 1 << 25),
                    (1 << 16, 1 << 15, 1, 1 << 16), (3, 3, 1, Int.max),
                ] {
                    func plane(_ base: UnsafeMutablePointer<UInt8>?) -> copencv_plane {
                        copencv_plane(
                            base: base, width: Int32(width), height: Int32(height), channels: Int32(channels),
                            stride: Int64(stride))
                    }
                    #expect(call(plane(from.baseAddress), plane(to.baseAddress)).code != 0)
                }
            }
        }
        #expect(to == [UInt8](repeating: 9, count: 64))
    }

    @Test("planes that do not fit together are refused", arguments: calls.map(\.name))
    func unequalPlanes(name: String) throws {
        let call = try #require(Self.calls.first { $0.name == name }).call
        var from = [UInt8](repeating: 7, count: 64)
        var to = [UInt8](repeating: 9, count: 256)
        let code = from.withUnsafeMutableBufferPointer { from in
            to.withUnsafeMutableBufferPointer { to in
                call(
                    copencv_plane(base: from.baseAddress, width: 4, height: 4, channels: 1, stride: 4),
                    copencv_plane(base: to.baseAddress, width: 5, height: 5, channels: 3, stride: 15)
                ).code
            }
        }
        #expect(code != 0)
    }

    @Test("what OpenCV throws comes back as a message")
    func thrownInside() {
        // Its remap holds columns of the result in 16 bits.
        let width = 40_000
        var (from, to) = ([UInt8](repeating: 7, count: 16), [UInt8](repeating: 9, count: width))
        let (places, fractions) = ([Int16](repeating: 0, count: 2 * width), [UInt16](repeating: 0, count: width))
        let status = from.withUnsafeMutableBufferPointer { from in
            to.withUnsafeMutableBufferPointer { to in
                copencv_remap_fixed(
                    copencv_plane(base: from.baseAddress, width: 4, height: 4, channels: 1, stride: 4),
                    copencv_plane(
                        base: to.baseAddress, width: Int32(width), height: 1, channels: 1, stride: Int64(width)),
                    places, fractions, copencv_pull())
            }
        }
        #expect(status.code != 0)
        #expect(message(of: status).contains("OpenCV"))
    }

    @Test(
        "a kernel without extent, or with one that would take all memory, is refused",
        arguments: [0, -3, Int32.max])
    func impossibleExtents(size: Int32) {
        for call: (copencv_plane, copencv_plane) -> copencv_status in [
            { copencv_box($0, $1, size, 3) }, { copencv_box($0, $1, 3, size) }, { copencv_median($0, $1, size) },
            { copencv_bilateral($0, $1, size, 10, 3) }, { copencv_non_local_means($0, $1, 3, 7, size) },
            { copencv_morph($0, $1, copencv_erode, copencv_ellipse, size, 3) },
            { copencv_filter($0, $1, [1], 1, size) }, { copencv_non_local_means($0, $1, 3, size, 21) },
            { copencv_gaussian($0, $1, 0, Double(size) * 1e3) },
        ] {
            #expect(onTinyPlanes(call).code != 0)
        }
    }

    /// The answer of a call on two planes of 4 by 4 pixels.
    private func onTinyPlanes(_ call: (copencv_plane, copencv_plane) -> copencv_status) -> copencv_status {
        var bytes = [UInt8](repeating: 7, count: 32)
        return bytes.withUnsafeMutableBufferPointer { bytes in
            call(
                copencv_plane(base: bytes.baseAddress, width: 4, height: 4, channels: 1, stride: 4),
                copencv_plane(base: bytes.baseAddress! + 16, width: 4, height: 4, channels: 1, stride: 4))
        }
    }

    func message(of status: copencv_status) -> String {
        withUnsafeBytes(of: status.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
