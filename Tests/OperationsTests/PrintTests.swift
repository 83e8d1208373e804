import Imaging
import Testing

@Suite("Print")
struct PrintTests {
    @Test("the specks of dirty rollers lie in every column of a band, dark as often as light")
    func specks() throws {
        let gray = Raster(.gray, width: 160, height: 900, filledWith: 128)
        let bands = ["depth": "0.1", "width": "40mm", "envelope": "300mm", "grit": "1"]
        let plain = try Trial("dirty-rollers", bands.merging(["grit": "0"]) { $1 }).run(gray)
        let gritty = try Trial("dirty-rollers", bands).run(gray)
        var columns = [Int](repeating: 0, count: 8)
        var (dark, light) = (0, 0)
        for (i, (before, after)) in zip(plain.samples, gritty.samples).enumerated() where before != after {
            columns[i % 160 % 8] += 1
            if after < before { dark += 1 } else { light += 1 }
        }
        let mean = columns.reduce(0, +) / 8
        #expect(mean > 100)
        for count in columns { #expect(count > mean / 2 && count < mean * 2, "\(columns)") }
        #expect(abs(dark - light) < (dark + light) / 10)
    }
}
