internal import Foxing

/// Fields that several requests have.
enum CommonFields {
    /// Those that name a pipeline.
    static let pipeline = [
        Field("pipeline", .text, "the text of a pipeline"),
        Field("preset", .text, "the name of a ready-made pipeline"),
        Field("set", .list, "changes such as stages.post.jpeg.quality=20..40"),
    ]
    static let seed = Field("seed", .seed, "in place of the pipeline's")
    /// Those that describe a page that comes with the request.
    static let upload = [
        Field("name", .text, "the name that chance follows from; by default the file's, without its ending"),
        Field("number", .whole(1...1_000_000), "which page of a file with several", fallback: "1"),
        Field("dpi", .number(30...2400), "pixels per inch of a page that does not say them"),
    ]
    /// Those that name a page.
    static let page = [Field("page", .text, "the id of a page that is kept, or example")] + upload
    /// Those that choose one variant.
    static let variant = [
        Field("variant", .whole(0...9_999_999), "which variant", fallback: "0"),
        Field("attempt", .whole(0...1_000_000), "above 0, as the variant looks when it is drawn again", fallback: "0"),
    ]

    /// Those that say how a picture is shown.
    static func shown(width: ClosedRange<Int>, usualWidth: String?, format: String) -> [Field] {
        [
            Field("width", .whole(width), "pixels to scale down to; never scaled up", fallback: usualWidth),
            Field("format", .choice(ShownPicture.formats), "how the picture is written", fallback: format),
            Field("quality", .whole(1...100), "of a JPEG or WebP", fallback: "85"),
        ]
    }

    /// The problems of requests with a page and a pipeline.
    static let problems: [Problem.Kind] = [
        .page, .preset, .root, .command, .pipeline, .picture, .truth, .rendering, .busy, .reader, .time,
    ]
}
