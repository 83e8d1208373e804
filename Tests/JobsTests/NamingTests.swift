import Files
import Jobs
import Testing

@Suite("Names")
struct NamingTests {
    private func list(_ names: [(String, Int)], ids: SourceList.IDs = .stem) -> SourceList {
        SourceList(names.map { (InputFile(path: "/in/" + $0.0, name: $0.0), $0.1) }, ids: ids)
    }

    @Test("ids are paths without extension, in the order of folder, stem and page")
    func order() {
        let sources = list([("b/z.png", 1), ("scan.tif", 12), ("a.png", 1), ("b/ä.png", 1), ("b.c/x.tar.png", 1)])
        let ids = sources.sources.map(\.id)
        #expect(
            ids == ["a"] + (1...12).map { "scan_p" + ($0 < 10 ? "0" : "") + "\($0)" } + ["b/z", "b/ä", "b.c/x.tar"])
        #expect(sources.sources[3].page == 3)
        #expect(sources.problems.isEmpty)
    }

    @Test("names in decomposed Hangul get composed ids")
    func composed() {
        let sources = list([("\u{1109}\u{1173}\u{110F}\u{1162}\u{11AB} 1.png", 1)]).sources
        #expect(Array(sources[0].id.unicodeScalars) == Array("스캔 1".unicodeScalars))
        #expect(sources[0].file.path.unicodeScalars.count == 15)
    }

    @Test("two files with one id are a problem, and 'ids: file' tells them apart")
    func clash() {
        let files = [("a.png", 1), ("a.tif", 2), ("a.jpg", 1)]
        #expect(list(files).problems.map(\.code) == [.sameName])
        let byFile = list(files, ids: .file)
        #expect(byFile.problems.isEmpty)
        #expect(byFile.sources.map(\.id) == ["a_jpg", "a_png", "a_tif_p1", "a_tif_p2"])
    }

    @Test("a page of several may not meet another file's name")
    func pageClash() {
        #expect(list([("scan.tif", 2), ("scan_p1.png", 1)]).problems.map(\.code) == [.sameName])
    }

    @Test("two ids that meet once bad characters are replaced are a problem")
    func replacedClash() {
        #expect(list([("a:b.png", 1), ("a?b.png", 1)]).problems.map(\.code) == [.sameName])
    }

    @Test("variant names are padded to the digits of the last variant")
    func padding() {
        let sources = list([("1901/inv07.tif", 1)]).sources
        #expect(VariantNames(sources, variants: 5).id(source: 0, variant: 3) == "1901/inv07_aug_3")
        #expect(VariantNames(sources, variants: 10).id(source: 0, variant: 3) == "1901/inv07_aug_3")
        #expect(VariantNames(sources, variants: 11).id(source: 0, variant: 3) == "1901/inv07_aug_03")
        #expect(
            VariantNames(sources, variants: 100).path("images", source: 0, variant: 7, fileExtension: "png")
                == "images/1901/inv07_aug_07.png")
    }

    @Test("characters that some file systems refuse become underscores in paths, not in ids")
    func replaced() {
        let sources = list([("-x./a\u{7}*b. .png", 1)]).sources
        #expect(sources[0].id == "-x./a\u{7}*b. ")
        #expect(
            VariantNames(sources, variants: 1).path("images", source: 0, variant: 0, fileExtension: "png")
                == "images/_x_/a__b.__aug_0.png")
    }

    @Test("a name too long for a file system is cut between characters and marked")
    func long() {
        let stem = String(repeating: "한", count: 83)
        let sources = list([(stem + ".png", 1), (stem + "다.png", 1)]).sources
        let names = VariantNames(sources, variants: 3)
        let paths = [0, 1].map { names.path("images", source: $0, variant: 2, fileExtension: "jpeg") }
        #expect(paths.allSatisfy { $0.utf8.count < 255 && $0.hasSuffix("_aug_2.jpeg") })
        #expect(paths[0] != paths[1])
        #expect(paths[0].hasPrefix("images/" + String(repeating: "한", count: 60)))
    }

    @Test("folders that would hold more than ten thousand files get subfolders, others do not")
    func subfolders() {
        let many = (0..<2501).map { (("many/" + "\(10_000 + $0)" + ".png"), 1) } + [("few/a.png", 1)]
        let sources = list(many).sources
        let names = VariantNames(sources, variants: 4)
        func path(_ index: Int) -> String { names.path("images", source: index, variant: 0, fileExtension: "png") }
        #expect(path(0) == "images/few/a_aug_0.png")
        #expect(path(1) == "images/many/00000/10000_aug_0.png")
        #expect(path(2500) == "images/many/00000/12499_aug_0.png")
        #expect(path(2501) == "images/many/00001/12500_aug_0.png")
        #expect(
            VariantNames(Array(sources.dropLast()), variants: 4).path(
                "images", source: 1, variant: 0, fileExtension: "png") == "images/many/10000_aug_0.png")
    }
}
