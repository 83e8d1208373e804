import CPango
import Imaging
import Synchronization

/// The one font map of the process. Pango and fontconfig keep caches that are costly to fill, so they are shared and used
/// by one thread at a time; what is set does not depend on what was set before.
let press = Mutex(Press())

/// Pango's context with its font map, made when letters are first asked for. Only ever used under the lock of `press`.
struct Press: ~Copyable {
    // Lives as long as the process; nil until first used.
    private var context: OpaquePointer?

    mutating func mask(
        _ text: String, _ letters: Letters, angle: Double, within limit: Size?
    ) throws -> LetterMask? {
        let missing = text.filter { lacks(String($0), letters) }
        if !missing.isEmpty { throw UnsetLetters(characters: Array(missing)) }
        // Capitals are measured large, where hinting and rounding do not matter.
        let capital = inkBox("H", letters, size: 1000).height
        var size = letters.capHeight * 1000 / max(1, capital)
        let (sine, cosine) = sineAndCosine(degrees: angle)
        var box = turned(inkBox(text, letters, size: size), sine, cosine)
        if let limit {
            let fit = min(1, min((Double(limit.width) - 2) / box.width, (Double(limit.height) - 2) / box.height))
            guard size * fit >= 2 else { return nil }
            if fit < 1 {
                size *= fit
                box = turned(inkBox(text, letters, size: size), sine, cosine)
            }
        }
        let width = Int(box.width.rounded(.up)) + 2
        let height = Int(box.height.rounded(.up)) + 2
        guard width > 2, height > 2, width <= 20_000, height <= 20_000 else { return nil }
        let layout = layout(text, letters, size: size, turn: (sine, cosine, 1 - box.left, 1 - box.top))
        defer { g_object_unref(UnsafeMutableRawPointer(layout)) }
        var raster = Raster(.gray, width: width, height: height, filledWith: 0)
        raster.withMutablePlane { plane in
            var bitmap = FT_Bitmap()
            bitmap.rows = UInt32(height)
            bitmap.width = UInt32(width)
            bitmap.pitch = Int32(plane.stride)
            bitmap.buffer = plane.base
            bitmap.num_grays = 256
            bitmap.pixel_mode = UInt8(FT_PIXEL_MODE_GRAY.rawValue)
            pango_ft2_render_layout_subpixel(&bitmap, layout, 0, 0)
        }
        return LetterMask(coverage: raster, capHeight: size * capital / 1000)
    }

    mutating func stem(_ letters: Letters) -> Double {
        inkBox("I", letters, size: 1000).width / max(1, inkBox("H", letters, size: 1000).height)
    }

    /// Whether no installed font can set a piece of text.
    mutating func lacks(_ text: String, _ letters: Letters) -> Bool {
        let layout = layout(text, letters, size: 16, turn: nil)
        defer { g_object_unref(UnsafeMutableRawPointer(layout)) }
        return pango_layout_get_unknown_glyphs_count(layout) > 0
    }

    /// The files of the fonts that a piece of text is set in, in the order of the text.
    mutating func fontFiles(_ text: String, _ letters: Letters) -> [String] {
        let layout = layout(text, letters, size: 16, turn: nil)
        defer { g_object_unref(UnsafeMutableRawPointer(layout)) }
        guard let place = pango_layout_get_iter(layout) else { return [] }
        defer { pango_layout_iter_free(place) }
        var files: [String] = []
        repeat {
            guard let run = pango_layout_iter_get_run_readonly(place), let font = run.pointee.item.pointee.analysis.font
            else { continue }
            // Every font of the map is one of fontconfig's.
            let pattern = pango_fc_font_get_pattern(
                UnsafeMutableRawPointer(font).assumingMemoryBound(to: PangoFcFont.self))
            var file: UnsafeMutablePointer<FcChar8>?
            guard FcPatternGetString(pattern, FC_FILE, 0, &file) == FcResultMatch, let file else { continue }
            let name = String(cString: file)
            if !files.contains(name) { files.append(name) }
        } while pango_layout_iter_next_run(place) != 0
        return files
    }

    private struct Box {
        var left: Double
        var top: Double
        var width: Double
        var height: Double
    }

    /// What the words really ink, unturned, in pixels from where the layout begins.
    private mutating func inkBox(_ text: String, _ letters: Letters, size: Double) -> Box {
        let layout = layout(text, letters, size: size, turn: nil)
        defer { g_object_unref(UnsafeMutableRawPointer(layout)) }
        var ink = PangoRectangle()
        pango_layout_get_extents(layout, &ink, nil)
        let unit = Double(PANGO_SCALE)
        return Box(
            left: Double(ink.x) / unit, top: Double(ink.y) / unit, width: Double(ink.width) / unit,
            height: Double(ink.height) / unit)
    }

    private func turned(_ box: Box, _ sine: Double, _ cosine: Double) -> Box {
        let corners = [
            (box.left, box.top), (box.left + box.width, box.top), (box.left, box.top + box.height),
            (box.left + box.width, box.top + box.height),
        ].map { (x: cosine * $0.0 + sine * $0.1, y: cosine * $0.1 - sine * $0.0) }
        let (xs, ys) = (corners.map(\.x), corners.map(\.y))
        return Box(
            left: xs.min()!, top: ys.min()!, width: xs.max()! - xs.min()!, height: ys.max()! - ys.min()!)
    }

    /// The words as Pango sets them; whoever calls gives the reference back.
    private mutating func layout(
        _ text: String, _ letters: Letters, size: Double, turn: (sine: Double, cosine: Double, x: Double, y: Double)?
    ) -> OpaquePointer {
        if context == nil {
            let map = pango_ft2_font_map_new()!
            // At 72 dots an inch a point is a pixel.
            pango_ft2_font_map_set_resolution(OpaquePointer(map), 72, 72)
            context = pango_font_map_create_context(map)
        }
        if let turn {
            var matrix = PangoMatrix(
                xx: turn.cosine, xy: turn.sine, yx: -turn.sine, yy: turn.cosine, x0: turn.x, y0: turn.y)
            pango_context_set_matrix(context, &matrix)
        } else {
            pango_context_set_matrix(context, nil)
        }
        let layout = pango_layout_new(context)!
        let description = pango_font_description_new()!
        defer { pango_font_description_free(description) }
        pango_font_description_set_family(description, letters.family)
        pango_font_description_set_weight(description, letters.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
        pango_font_description_set_absolute_size(description, max(1, size) * Double(PANGO_SCALE))
        pango_layout_set_font_description(layout, description)
        pango_layout_set_single_paragraph_mode(layout, 1)
        pango_layout_set_text(layout, text, -1)
        return layout
    }
}
