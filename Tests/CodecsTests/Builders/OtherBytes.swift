import CTurboJPEG
import Codecs
import Imaging

/// A JPEG with something put between its JFIF header and the rest.
func jpeg(_ raster: Raster, segment marker: UInt8? = nil, _ body: [UInt8] = [], dpi: Double? = nil) throws -> [UInt8] {
    var file = try PictureFormat.jpeg(quality: 95, chroma: .full).encode(raster, dpi: dpi)
    if let marker { file.insert(contentsOf: [0xFF, marker] + big(body.count + 2, 2) + body, at: 20) }
    return file
}

/// EXIF with an orientation and, if given, pixels per inch, without its heading.
func exif(orientation: Int, dpi: Int? = nil) -> [UInt8] {
    let count = dpi == nil ? 1 : 3
    var block: [UInt8] = [0x4D, 0x4D, 0, 42] + big(8, 4) + big(count, 2)
    block += big(274, 2) + big(3, 2) + big(1, 4) + big(orientation, 2) + [0, 0]
    let behind = 8 + 2 + 12 * count + 4
    if dpi != nil {
        for tag in [282, 283] { block += big(tag, 2) + big(5, 2) + big(1, 4) + big(behind, 4) }
    }
    block += big(0, 4)
    if let dpi { block += big(dpi, 4) + big(1, 4) }
    return block
}

/// A JPEG of inks, all samples alike, as TurboJPEG writes it: with Adobe's segment, inverted.
func inkJPEG(_ cyan: UInt8, _ magenta: UInt8, _ yellow: UInt8, _ black: UInt8) -> [UInt8] {
    let handle = tjInitCompress()
    defer { tjDestroy(handle) }
    let inks = Array(repeatElement([cyan, magenta, yellow, black], count: 32 * 24).joined())
    var out: UnsafeMutablePointer<UInt8>?
    var size: UInt = 0
    let (layout, sampling) = (Int32(TJPF_CMYK.rawValue), Int32(TJSAMP_444.rawValue))
    tjCompress2(handle, inks, 32, 0, 24, layout, &out, &size, sampling, 95, 0)
    defer { tjFree(out) }
    return Array(UnsafeBufferPointer(start: out, count: Int(size)))
}

/// A progressive JPEG, which comes in many scans.
func progressiveJPEG(_ raster: Raster) -> [UInt8] {
    let handle = tjInitCompress()
    defer { tjDestroy(handle) }
    var out: UnsafeMutablePointer<UInt8>?
    var size: UInt = 0
    let (layout, sampling) = (Int32(TJPF_BGR.rawValue), Int32(TJSAMP_420.rawValue))
    tjCompress2(
        handle, raster.samples, Int32(raster.width), 0, Int32(raster.height), layout, &out, &size, sampling, 90,
        TJFLAG_PROGRESSIVE)
    defer { tjFree(out) }
    return Array(UnsafeBufferPointer(start: out, count: Int(size)))
}

/// A GIF of 20 × 18 pixels in two colors, with as many pictures as asked for.
func gif(pictures: Int = 1, transparent: Bool = false) -> [UInt8] {
    let palette: [UInt8] = [0, 0, 0, 250, 10, 10]
    var file = Array("GIF89a".utf8) + little(20, 2) + little(18, 2) + [0x80, 0, 0] + palette
    for _ in 0..<pictures {
        if transparent { file += [0x21, 0xF9, 4, 1, 0, 0, 0, 0] }
        file += [0x2C, 0, 0, 0, 0] + little(20, 2) + little(18, 2) + [0, 2]
        // Codes of three bits: a clear before every second index keeps them from growing.
        var codes: [Int] = []
        for i in 0..<20 * 18 {
            if i % 2 == 0 { codes.append(4) }
            codes.append(i % 20 < 10 ? 0 : 1)
        }
        let bits = (codes + [5]).flatMap { code in (0..<3).map { code >> $0 & 1 } }
        let packed = stride(from: 0, to: bits.count, by: 8).map { start in
            UInt8((start..<min(start + 8, bits.count)).reduce(0) { $0 | bits[$1] << ($1 - start) })
        }
        for start in stride(from: 0, to: packed.count, by: 255) {
            let block = packed[start..<min(start + 255, packed.count)]
            file += [UInt8(block.count)] + block
        }
        file.append(0)
    }
    return file + [0x3B]
}

/// A BMP of 24 bits a pixel, bottom row first.
func bmp(_ width: Int, _ height: Int, perMeter: Int = 5906, pixel: (Int, Int) -> [UInt8]) -> [UInt8] {
    let stride = (width * 3 + 3) / 4 * 4
    var file = Array("BM".utf8) + little(54 + stride * height, 4) + little(0, 4) + little(54, 4)
    file += little(40, 4) + little(width, 4) + little(height, 4) + little(1, 2) + little(24, 2) + little(0, 4)
    file += little(stride * height, 4) + little(perMeter, 4) + little(perMeter, 4) + little(0, 8)
    for y in (0..<height).reversed() {
        let row = (0..<width).flatMap { pixel($0, y) }
        file += row + [UInt8](repeating: 0, count: stride - row.count)
    }
    return file
}

/// A page with a hue in which every pixel is different enough to be told apart.
func colorPage(_ width: Int = 24, _ height: Int = 18) -> Raster {
    var samples: [UInt8] = []
    for y in 0..<height {
        for x in 0..<width { samples += [UInt8(x * 9 % 256), UInt8(y * 11 % 256), UInt8((x + y) * 5 % 256)] }
    }
    return Raster(.color, width: width, height: height, samples: samples)
}

/// A gray page in which every pixel is different enough to be told apart.
func grayPage(_ width: Int = 24, _ height: Int = 18) -> Raster {
    let samples = (0..<width * height).map { UInt8(($0 % width * 9 + $0 / width * 5) % 250 + 1) }
    return Raster(.gray, width: width, height: height, samples: samples)
}

/// A bilevel page of stripes and dots.
func bilevelPage(_ width: Int = 37, _ height: Int = 19) -> Raster {
    let samples = (0..<width * height).map { UInt8(($0 % 5 < 2) != ($0 / width % 3 == 0) ? 255 : 0) }
    return Raster(.bilevel, width: width, height: height, samples: samples)
}

/// What keeps a file or its first page from being read; nil if it is read.
func code(_ bytes: [UInt8], name: String = "", limits: PictureLimits = PictureLimits()) -> PictureCode? {
    do throws(PictureProblem) {
        let file = try PictureFile(bytes: bytes, name: name)
        _ = try file.decode(limits: limits)
        return nil
    } catch {
        return error.code
    }
}

/// The codes of what is noted about a file's first page.
func notes(_ bytes: [UInt8], name: String = "") throws -> [PictureCode] {
    try PictureFile(bytes: bytes, name: name).decode().notes.map(\.code)
}
