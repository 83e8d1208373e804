import Dispatch
import Imaging
import Synchronization
import Testing

@Suite struct PixelMemoryTests {
    @Test(
        "pictures that live at the same time have memory of their own", arguments: [(8, 8), (300, 400), (3000, 4000)])
    func noSharing(width: Int, height: Int) {
        let wrong = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: 24) { index in
            let level = UInt8(index)
            let picture = Raster(.gray, width: width, height: height, filledWith: level)
            var other = picture
            other.withMutablePlane { plane in
                for y in 0..<height { plane.row(y).update(repeating: 255 - level, count: width) }
            }
            let isKept = picture.withPlane { $0.bytes.allSatisfy { $0 == level } }
            let isWritten = other.withPlane { $0.bytes.allSatisfy { $0 == 255 - level } }
            if !isKept || !isWritten { wrong.add(1, ordering: .relaxed) }
        }
        #expect(wrong.load(ordering: .relaxed) == 0)
    }

    @Test("a picture in memory that was used before has only its own samples")
    func reuse() {
        for round in 0..<8 {
            let level = UInt8(round * 30)
            var picture = Raster(.color, width: 200, height: 300, filledWith: level)
            #expect(picture.withPlane { $0.bytes.allSatisfy { $0 == level } })
            picture.withMutablePlane { $0.bytes.update(repeating: 7) }
        }
    }
}
