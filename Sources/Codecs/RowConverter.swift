import Imaging

/// Turns stored rows into rows of a raster: samples of 8 bits, light on paper, blue first.
struct RowConverter {
    let layout: SampleLayout
    let width: Int
    /// Channels of the rows that come out.
    let outChannels: Int
    /// The row at 8 bits a sample (palette: the indexes), the samples in stored order.
    private var samples: [UInt8]
    /// Alpha of the row where it is not a sample of its own.
    private var keyAlpha: [UInt8]
    /// Blue, green, red and alpha of each of 256 indexes.
    private let palette: [UInt8]

    init(_ layout: SampleLayout, width: Int) {
        self.layout = layout
        self.width = width
        outChannels = layout.kind.channels
        samples = [UInt8](repeating: 0, count: width * layout.channels)
        keyAlpha = layout.transparentKey == nil ? [] : [UInt8](repeating: 255, count: width)
        palette = Self.palette(of: layout)
    }

    /// Reads `layout.rowBytes(width)` bytes from `stored` and writes `width * outChannels` to `row`.
    mutating func convert(_ stored: UnsafePointer<UInt8>, to row: UnsafeMutablePointer<UInt8>) {
        if layout.bits == 8 && layout.transparentKey == nil {
            return combine(stored, row)
        }
        if layout.transparentKey != nil { findKey(stored) }
        // The array is as long as the row has samples, and both calls stay within that.
        samples.withUnsafeMutableBufferPointer { Self.unpack(stored, layout: layout, to: $0) }
        samples.withUnsafeBufferPointer { combine($0.baseAddress!, row) }
    }

    private static func palette(of layout: SampleLayout) -> [UInt8] {
        guard case .palette(let colors) = layout.model else { return [] }
        var table: [UInt8] = []
        for index in 0..<256 {
            // An index beyond the palette is black, as other readers have it.
            let color: Color = index < colors.count ? colors[index] : .black
            let alpha: Int = index < layout.paletteAlpha.count ? Int(layout.paletteAlpha[index]) : 255
            table += [color.blue, color.green, color.red].map { onWhite(Int($0), alpha) }
        }
        return table
    }

    /// Brings samples of 1, 2, 4 or 16 bits to 8.
    private static func unpack(
        _ stored: UnsafePointer<UInt8>, layout: SampleLayout, to samples: UnsafeMutableBufferPointer<UInt8>
    ) {
        let bits = layout.bits
        if bits == 16 {
            let high = layout.isBigEndian ? 0 : 1
            for i in 0..<samples.count {
                let value = UInt32(stored[2 * i + high]) << 8 | UInt32(stored[2 * i + 1 - high])
                samples[i] = UInt8((value * 255 + 32767) / 65535)
            }
            return
        }
        if bits == 8 {
            for i in 0..<samples.count { samples[i] = stored[i] }
            return
        }
        let mask = UInt8((1 << bits) - 1)
        var scale: UInt8 = 255 / mask
        if case .palette = layout.model { scale = 1 }
        unpackBits(stored, bits: UInt8(bits), scale: scale, to: samples)
    }

    private static func unpackBits(
        _ stored: UnsafePointer<UInt8>, bits: UInt8, scale: UInt8, to samples: UnsafeMutableBufferPointer<UInt8>
    ) {
        let mask: UInt8 = (1 &<< bits) &- 1
        var i = 0
        var next = stored
        while i < samples.count {
            var byte = next[0]
            let end = min(samples.count, i &+ 8 / Int(bits))
            while i < end {
                byte = byte &<< bits | byte &>> (8 &- bits)
                samples[i] = (byte & mask) &* scale
                i &+= 1
            }
            next += 1
        }
    }

    /// Marks the pixels that have exactly the transparent color, before anything is rounded.
    private mutating func findKey(_ stored: UnsafePointer<UInt8>) {
        guard let key = layout.transparentKey else { return }
        let bits = layout.bits
        for x in 0..<width {
            var isKey = true
            for channel in 0..<layout.channels where isKey {
                let i = x * layout.channels + channel
                let value: Int
                switch bits {
                case 16: value = Int(stored[2 * i]) << 8 | Int(stored[2 * i + 1])
                case 8: value = Int(stored[i])
                default:
                    let perByte = 8 / bits
                    value = Int(stored[i / perByte]) >> (8 - bits - (i % perByte) * bits) & ((1 << bits) - 1)
                }
                isKey = value == key[channel]
            }
            keyAlpha[x] = isKey ? 0 : 255
        }
    }

    /// Makes pixels of samples of 8 bits.
    private func combine(_ samples: UnsafePointer<UInt8>, _ row: UnsafeMutablePointer<UInt8>) {
        let step = layout.channels
        switch layout.model {
        case .gray where step == 1:
            row.update(from: samples, count: width)
        case .gray:
            for x in 0..<width { row[x] = samples[x * step] }
        case .invertedGray:
            for x in 0..<width { row[x] = ~samples[x * step] }
        case .palette:
            lookUp(samples, step, row)
        case .rgb where step == 3:
            ChannelOrder.swapOuter(samples, to: row, width)
        case .rgb:
            for x in 0..<width {
                let (from, to) = (samples + x * step, row + 3 * x)
                let (red, green, blue) = (from[0], from[1], from[2])
                to[0] = blue
                to[1] = green
                to[2] = red
            }
        case .bgr where step == 3:
            row.update(from: samples, count: 3 * width)
        case .bgr:
            for x in 0..<width {
                for channel in 0..<3 { row[3 * x + channel] = samples[x * step + channel] }
            }
        case .cmyk(let inverted):
            mixInks(samples, step, row, inverted)
        }
        layOnWhite(samples, step, row)
    }

    private func lookUp(_ samples: UnsafePointer<UInt8>, _ step: Int, _ row: UnsafeMutablePointer<UInt8>) {
        // The table has 3 bytes for each of the 256 values of an index.
        palette.withUnsafeBufferPointer { table in
            for x in 0..<width {
                let entry = 3 * Int(samples[x * step])
                for channel in 0..<outChannels { row[outChannels * x + channel] = table[entry + channel] }
            }
        }
    }

    private func mixInks(
        _ samples: UnsafePointer<UInt8>, _ step: Int, _ row: UnsafeMutablePointer<UInt8>, _ inverted: Bool
    ) {
        let flip: UInt8 = inverted ? 0 : 255
        for x in 0..<width {
            let from = samples + x * step
            let light = UInt32(from[3] ^ flip)
            for channel in 0..<3 {
                let ink = UInt32(from[2 - channel] ^ flip)
                row[3 * x + channel] = UInt8((ink * light + 127) / 255)
            }
        }
    }

    private func layOnWhite(_ samples: UnsafePointer<UInt8>, _ step: Int, _ row: UnsafeMutablePointer<UInt8>) {
        if layout.transparentKey != nil {
            for x in 0..<width where keyAlpha[x] == 0 {
                for channel in 0..<outChannels { row[outChannels * x + channel] = 255 }
            }
        }
        guard layout.alpha != .none else { return }
        for x in 0..<width {
            let alpha = Int(samples[x * step + layout.model.channels])
            if alpha == 255 { continue }
            for channel in 0..<outChannels {
                let at = outChannels * x + channel
                row[at] =
                    layout.alpha == .straight
                    ? Self.onWhite(Int(row[at]), alpha) : UInt8(min(255, Int(row[at]) + 255 - alpha))
            }
        }
    }

    private static func onWhite(_ level: Int, _ alpha: Int) -> UInt8 {
        UInt8((level * alpha + 255 * (255 - alpha) + 127) / 255)
    }
}
