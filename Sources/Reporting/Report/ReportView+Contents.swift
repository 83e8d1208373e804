internal import Engine
internal import Foundation
internal import Jobs

extension ReportView {
    // MARK: Variants

    var variants: Markup {
        if gallery.groups.isEmpty { return .paragraph("There are no pictures to show.") }
        let key =
            "Outlines are drawn over the small pictures: words blue, lines green with orange baselines, what must not be trained on red and "
            + "dashed. Below each is a piece of it as it is."
        let missing = gallery.groups.flatMap(\.items).count { $0.pictures == nil }
        var out = Markup.paragraph(key)
        if missing > 0 {
            out +=
                Markup(raw: #"<p class="warn">"#)
                + Markup(words: "\(Shown.plural(missing, "picture")) cannot be read any more; the report says which.")
                + Markup(raw: "</p>\n")
        }
        if count(.dropped) > 0, rows.contains(where: { $0.errorRate != nil }) {
            out += .note("Dropped variants leave no picture; 'foxing preview PIPELINE PAGE --variant N' shows one.")
        }
        for group in gallery.groups {
            let cards = group.items.map(card)
            out += #"<h3>\#(group.title)</h3><p class="soft">\#(group.why)</p><div class="cards">\#(cards)</div>"#
        }
        return out
    }

    private func card(_ item: Gallery.Item) -> Markup {
        let row = item.row
        var words: [String] = []
        let range = row.readability?.interval.first { $0.measure.hasSuffix("cer") }?.range
        if let cer = row.errorRate {
            let bounds = range.map { " (\(Shown.percent($0.lowerBound)) to \(Shown.percent($0.upperBound)))" } ?? ""
            words.append("\(errorName) \(Shown.percent(cer))\(bounds)")
        }
        if let found = row.readability?.words, found.count == 2, found[1] > 0 {
            words.append("\(found[0]) of \(found[1]) words")
        }
        if let band = row.readability?.band { words.append(band) }
        if row.status == .flagged { words.append("flagged: \(row.reason ?? "")") }
        let done = row.applied.map { "\($0.stage) › \($0.operation)" }.joined(separator: ", ")
        let picture: Markup
        if let pictures = item.pictures {
            picture =
                image(pictures.whole, "whole", "Variant \(row.id) with its labels")
                + image(pictures.piece, "piece", "A piece of variant \(row.id)")
        } else {
            picture = #"<div class="gone">\#(row.image?.path ?? "the picture") cannot be read</div>"#
        }
        let steps: Markup = done.isEmpty ? "" : .folded("Steps", "<span>\(done)</span>")
        return
            "<figure>\(picture)<figcaption><b>\(row.id)</b>\(words.joined(separator: ", "))\(steps)</figcaption></figure>\n"
    }

    private func image(_ picture: VariantPictures.Embedded, _ style: String, _ words: String) -> Markup {
        #"<img class="\#(style)" src="\#(Markup(raw: picture.address))" width="\#(picture.width)" height="\#(picture.height)" alt="\#(words)" loading="lazy">"#
    }

    // MARK: Characters

    var characterSection: Markup {
        guard characters.pages > 0 else {
            return .paragraph("The set has no labels with text, so nothing is known of its characters.")
        }
        let kinds = Dictionary(grouping: characters.counts) { Self.script(of: $0.character) }
        let scripts = kinds.map { name, counts in
            (name: name, kinds: counts.count, times: counts.reduce(0) { $0 + $1.times })
        }
        .sorted { ($1.times, $0.name) < ($0.times, $1.name) }
        var out = Markup.paragraph(
            "\(Shown.count(characters.total)) characters of \(Shown.plural(characters.counts.count, "kind")) on \(Shown.plural(characters.pages, "page")): "
                + "each page's text counts once for every variant that is kept. What a person sees as one character is one."
        )
        out += .table(
            ["Kind", "Different ones", "In all", "Share"],
            scripts.map { script in
                [
                    Markup(words: script.name), Markup(words: Shown.count(script.kinds)),
                    Markup(words: Shown.count(script.times)),
                    Markup(words: Shown.percent(script.times, of: characters.total)),
                ]
            }, numbers: [1, 2, 3])
        let rare = characters.rare
        out += "<h3>Rare ones</h3>"
        out += .paragraph(
            rare.isEmpty
                ? "Every character stands on at least \(CharacterCounts.rarePages) pages and at least \(CharacterCounts.rareTimes) times."
                : "\(Shown.plural(rare.count, "character")) \(rare.count == 1 ? "stands" : "stand") on fewer than \(CharacterCounts.rarePages) pages or fewer than \(CharacterCounts.rareTimes) times; a recognizer will hardly learn them. Below each: times and pages."
        )
        out += list(Array(rare.reversed().prefix(240)))
        if rare.count > 240 { out += .note("The rarest 240 are shown.") }
        return out + .folded("The commonest", list(Array(characters.counts.prefix(240))))
    }

    private func list(_ counts: [CharacterCounts.Count]) -> Markup {
        if counts.isEmpty { return "" }
        let items = counts.map { count -> Markup in
            let codes = count.character.unicodeScalars.map { String(format: "U+%04X", $0.value) }.joined(separator: " ")
            return
                #"<li title="\#(codes)">\#(String(count.character))<small>\#(Shown.count(count.times)) · \#(Shown.count(count.pages))</small></li>"#
        }
        return #"<ul class="chars">\#(items)</ul>"#
    }

    /// What a character is, in the words of people.
    private static func script(of character: Character) -> String {
        guard let scalar = character.unicodeScalars.first else { return "Others" }
        switch scalar.properties.generalCategory {
        case .decimalNumber, .letterNumber, .otherNumber: return "Numbers"
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation:
            return "Punctuation"
        case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: return "Symbols"
        default: break
        }
        let blocks: [(ClosedRange<UInt32>, String)] = [
            (0x41...0x24F, "Latin"), (0x1E00...0x1EFF, "Latin"), (0x370...0x3FF, "Greek"), (0x1F00...0x1FFF, "Greek"),
            (0x400...0x52F, "Cyrillic"), (0x530...0x58F, "Armenian"), (0x590...0x5FF, "Hebrew"),
            (0x600...0x6FF, "Arabic"),
            (0x750...0x77F, "Arabic"), (0x8A0...0x8FF, "Arabic"), (0xFB50...0xFDFF, "Arabic"),
            (0xFE70...0xFEFF, "Arabic"),
            (0x900...0x97F, "Devanagari"), (0x980...0x9FF, "Bengali"), (0xB80...0xBFF, "Tamil"),
            (0xE00...0xE7F, "Thai"),
            (0x10A0...0x10FF, "Georgian"), (0x1100...0x11FF, "Hangul"), (0x3130...0x318F, "Hangul"),
            (0xAC00...0xD7AF, "Hangul"), (0x3040...0x309F, "Hiragana"), (0x30A0...0x30FF, "Katakana"),
            (0x2E80...0x2FDF, "Han"), (0x3400...0x9FFF, "Han"), (0xF900...0xFAFF, "Han"), (0x20000...0x3FFFF, "Han"),
        ]
        return blocks.first { $0.0.contains(scalar.value) }?.1 ?? "Other letters"
    }

    // MARK: Sizes

    private struct Form: Hashable {
        let width: Int
        let height: Int
        let channels: Int
        let depth: Int
        let dpi: String

        var kind: String { channels == 3 ? "color" : depth == 1 ? "black and white" : "gray" }
    }

    var sizes: Markup {
        let pictures = rows.filter { $0.image != nil }
        guard !pictures.isEmpty else { return .paragraph("There are no pictures.") }
        let unknown = pictures.count { $0.dpi == nil }
        let groups = Dictionary(grouping: pictures, by: form)
        let sorted = groups.sorted { a, b in
            a.value.count == b.value.count
                ? (a.key.width, a.key.height, a.key.dpi) < (b.key.width, b.key.height, b.key.dpi)
                : a.value.count > b.value.count
        }
        let lines = sorted.prefix(40).map { form, rows -> [Markup] in
            [
                "\(Shown.count(form.width)) × \(Shown.count(form.height))", Markup(words: form.dpi),
                Markup(words: form.kind),
                Markup(words: Shown.count(rows.count)), Markup(words: Shown.percent(rows.count, of: pictures.count)),
            ]
        }
        let bars = sorted.prefix(10).map { form, rows in
            Chart.Bar(
                name: "\(form.width) × \(form.height), \(form.dpi), \(form.kind)", value: Double(rows.count),
                shown: "\(Shown.count(rows.count)), \(Shown.percent(rows.count, of: pictures.count))")
        }
        return spans(of: pictures)
            + (unknown > 0
                ? .note("\(Shown.plural(unknown, "picture")) \(unknown == 1 ? "does" : "do") not say a resolution.")
                : "")
            + "<h3>The commonest</h3>" + Chart.bars(bars, title: "The commonest sizes").element
            + .folded(
                "\(Shown.plural(sorted.count, "size"))" + (sorted.count > 40 ? ", the commonest 40" : ""),
                .table(["Pixels", "Resolution", "Kind", "Pictures", "Share"], lines, numbers: [3, 4]))
    }

    private func spans(of pictures: [ManifestRow]) -> Markup {
        let widths = Quantiles(pictures.compactMap { $0.image.map { Double($0.width) } })
        let heights = Quantiles(pictures.compactMap { $0.image.map { Double($0.height) } })
        let resolutions = Quantiles(pictures.compactMap(\.dpi?.across))
        func line(_ name: String, _ values: Quantiles) -> [Markup] {
            [Markup(words: name)]
                + [0, 0.1, 0.5, 0.9, 1].map { Markup(words: values.isEmpty ? "–" : Shown.short(values[$0])) }
        }
        return .table(
            ["Of the training pictures", "least", "a tenth below", "half below", "nine tenths below", "most"],
            [line("Width, pixels", widths), line("Height, pixels", heights), line("Pixels per inch", resolutions)],
            numbers: [1, 2, 3, 4, 5])
    }

    private func form(_ row: ManifestRow) -> Form {
        let dpi = row.dpi.map {
            $0.across == $0.down
                ? "\(Shown.short($0.across)) dpi" : "\(Shown.short($0.across)) × \(Shown.short($0.down)) dpi"
        }
        return Form(
            width: row.image?.width ?? 0, height: row.image?.height ?? 0, channels: row.channels ?? 1,
            depth: row.depth ?? 8,
            dpi: dpi ?? "not said")
    }

    // MARK: Diversity

    var diversity: Markup {
        let diversity = Diversity(rows)
        guard !diversity.distances.isEmpty else {
            return .paragraph("Every page has one variant: there is nothing to compare.")
        }
        var out = Markup.paragraph(
            "How differently were a page's variants drawn? For each variant and the one before it: the mean over all steps that either went "
                + "through, 100 % for a step that only one has, else the mean distance of its parameters in parts of the range that was drawn (Gower)."
        )
        let histogram = Histogram(diversity.distances.map { (value: $0, status: .kept) }, finest: 0.05, most: 1)
        let label = { (value: Double) in Shown.number(value * 100, 0) + " %" }
        out +=
            Chart.columns(
                Chart.Columns(
                    title: "Distance of variants", across: "distance to the variant before",
                    parts: [(style: "f0", name: "variants")],
                    edges: histogram.edges, counts: histogram.counts.map { [Double($0[0])] }, label: label), height: 220
            ).element
        let lines = histogram.counts.enumerated().map { index, counts -> [Markup] in
            [
                Markup(words: "\(label(histogram.edges[index])) to \(label(histogram.edges[index + 1]))"),
                Markup(words: Shown.count(counts[0])),
            ]
        }
        out += .folded("The numbers", .table(["Distance", "Variants"], lines, numbers: [1]))
        if !pixelDistances.values.isEmpty {
            let looked = Quantiles(pixelDistances.values)
            out += .paragraph(
                "The pictures themselves, looked at from afar (the longer side shrunk to 64 pixels), first and second variant of \(Shown.plural(pixelDistances.values.count, "page")): "
                    + "gray levels differ by \(Shown.percent(looked[0.5])) of black to white on the middle page, by \(Shown.percent(looked[0])) on the one that differs least."
            )
        }
        return out + twins(diversity.twins)
    }

    private func twins(_ twins: [[String]]) -> Markup {
        guard !twins.isEmpty else { return .paragraph("No two variants of a page show the same to the pixel.") }
        let count = twins.reduce(0) { $0 + $1.count - 1 }
        let lines = twins.prefix(20).map { ids in
            [
                Markup(words: ids.prefix(8).joined(separator: ", ") + (ids.count > 8 ? " …" : "")),
                Markup(words: Shown.count(ids.count)),
            ]
        }
        return
            #"<p class="warn">\#(Shown.plural(count, "variant")) \#(count == 1 ? "shows" : "show") to the pixel what another variant of the page shows: steps with a chance may all have been left out.</p>"#
            + .folded("Which", .table(["Variants", "Count"], lines, numbers: [1]))
    }
}
