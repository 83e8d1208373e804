import Engine
import Imaging
import Jobs
import Synchronization
import TestSupport
import Testing

@testable import Truth

@Suite("Lists and the pictures of a run")
struct ListedPicturesTests {
    private let size = Size(width: 200, height: 100)

    /// What is found for the pictures of a run when `list` stands in a file, named to the format or not.
    private func findings(
        _ format: String, _ name: String, _ list: String, pictures: [String], files: String? = nil
    ) throws -> [TruthSource.Finding] {
        let scratch = Scratch()
        scratch.put(name, list)
        for picture in pictures { scratch.put(picture, "x") }
        let source = TruthSource(TruthPlan(name: format, files: files), folder: scratch.path)
        let run = RunPictures(pictures.map { scratch.path + "/" + $0 })
        return try pictures.enumerated().map { index, picture in
            try source.truth(
                of: PictureInfo(
                    path: scratch.path + "/" + picture, name: picture, size: size, run: run, position: index))
        }
    }

    @Test(
        "pictures that a list names and the run does not have are told once, with the first of them",
        arguments: [
            ("paddleocr-rec", "rec_gt.txt", "a.png\tone\nz.png\tx\ny/b.png\ty\n"),
            ("easyocr", "labels.csv", "filename,words\na.png,one\nz.png,x\nb.png,y\n"),
            ("paddleocr", "Label.txt", "a.png\t[]\nb.png\t[]\nz.png\t[]\n"),
            (
                "coco", "all.json",
                #"{"images":[{"id":1,"file_name":"a.png"},{"id":2,"file_name":"z.png"},{"id":3,"file_name":"b.png"}],"annotations":[]}"#
            ),
        ])
    func strangers(format: String, name: String, list: String) throws {
        for files in [nil, name] {
            let found = try findings(format, name, list, pictures: ["a.png"], files: files)
            let notes = found[0].notes.filter { $0.code == .unused }
            #expect(
                notes.map(\.message) == [
                    "'\(name)' speaks of 2 pictures, such as 'b.png', that are not among the pages"
                ])
            let areShared = notes.allSatisfy(\.isShared)
            #expect(areShared)
            let all = try findings(format, name, list, pictures: ["a.png", "b.png", "z.png"], files: files)
            #expect(all.flatMap(\.notes).filter { $0.code == .unused }.isEmpty)
        }
    }

    @Test("a list that the pipeline names and that lacks pictures says so")
    func lacking() throws {
        let found = try findings(
            "paddleocr-rec", "l.txt", "a.png\tone\n", pictures: ["a.png", "b.png", "c.png"], files: "l.txt")
        #expect(found.map(\.truth.text) == ["one", nil, nil])
        #expect(found[1].notes.map(\.code) == [.notListed] && found[1].notes == found[2].notes)
        #expect(found[0].notes.isEmpty)
    }

    @Test(
        "a file that is a picture's own and speaks of one picture is meant; of several others it is refused",
        arguments: [
            ("paddleocr", "x.png\t[{\"transcription\":\"one\",\"points\":[[1,1],[9,1],[9,9],[1,9]]}]", "\ny.png\t[]"),
            ("easyocr", "filename,words\nx.png,one\n", "y.png,two\n"),
            ("doctr-set", #"{"x.png":"one""#, #","y.png":"two""#),
        ])
    func own(format: String, one: String, more: String) throws {
        let end = format == "doctr-set" ? "}" : ""
        let found = try findings(format, "t/a.t", one + end, pictures: ["a.png"], files: "t/{stem}.t")
        #expect(found[0].truth.text == "one")
        let problem = #expect(throws: TruthProblem.self) {
            try findings(format, "t/a.t", one + more + end, pictures: ["a.png"], files: "t/{stem}.t")
        }
        #expect(problem?.code == .truthOfManyPictures && problem?.message.contains("names 2 pictures") == true)
    }

    @Test("labels of COCO that belong to no listed picture, and such with a place that is none, are told")
    func strays() throws {
        let image = #"{"images":[{"id":1,"file_name":"a.png"}],"annotations":["#
        let label = #"{"image_id":1,"bbox":[1,1,9,9],"text":"one"}"#
        let found = try findings(
            "coco", "c.json", image + label + #",{"image_id":7,"bbox":[1,1,9,9],"text":"x"}]}"#, pictures: ["a.png"])
        #expect(found[0].truth.text == "one")
        #expect(found[0].notes.contains { $0.message.contains("1 annotations of pictures that it does not list") })
        for wrong in [
            #"{"image_id":1,"bbox":[1,1,9],"text":"x"}"#, #"{"image_id":1,"bbox":[1,1,9e9,9],"text":"x"}"#,
            #"{"image_id":1,"bbox":[1,1,9,9],"segmentation":[[1,1,2e9,1,5,5]],"text":"x"}"#,
        ] {
            let problem = #expect(throws: TruthProblem.self, "\(wrong)") {
                try findings("coco", "c.json", image + label + "," + wrong + "]}", pictures: ["a.png"])
            }
            #expect(problem?.code == .badRow)
        }
    }

    @Test("of a picture with several pages, rows beyond them are counted")
    func beyond() throws {
        let scratch = Scratch()
        scratch.put("l.txt", "a.tif\tone\na.tif\ttwo\na.tif\tthree\n")
        let source = TruthSource(TruthPlan(name: "paddleocr-rec", files: "l.txt"), folder: scratch.path)
        let found = try (1...2).map { page in
            try source.truth(
                of: PictureInfo(path: scratch.path + "/a.tif", page: page, pageCount: 2, size: size))
        }
        #expect(found.map(\.truth.text) == ["one", "two"])
        #expect(found.map { $0.unused[.pages] } == [1, 0])
    }

    @Test("what is made of a file for many pages is made once, also what is wrong with it")
    func once() throws {
        let count = Mutex(0)
        let remembered = Remembered()
        for _ in 0..<3 {
            let value = try remembered.value("a") { () throws(TruthProblem) in
                count.withLock {
                    $0 += 1
                    return $0
                }
            }
            #expect(value == 1)
            #expect(throws: TruthProblem.self) {
                try remembered.value("b") { () throws(TruthProblem) -> Int in
                    count.withLock { $0 += 10 }
                    throw TruthProblem(.badRow, "bad")
                }
            }
        }
        #expect(count.withLock { $0 } == 11)
    }

    @Test("of many files those are remembered that were asked for last")
    func bounded() throws {
        let scratch = Scratch()
        var made: [String] = []
        let files = SharedFile<Int>(mostBytes: 25, mostFiles: 100)
        func ask(_ name: String) throws {
            scratch.put(name, "ten bytes.")
            _ = try files.content(of: scratch.path + "/" + name) { _ throws(TruthProblem) in
                made.append(name)
                return 1
            }
        }
        for name in ["a", "b", "a", "c", "a", "b", "a"] { try ask(name) }
        #expect(made == ["a", "b", "c", "b"])
    }

    @Test(
        "a book's file gives each of many pictures its page, and is read once",
        arguments: ["hocr", "tesseract-tsv", "box", "gt-txt"])
    func book(format: String) throws {
        let scratch = Scratch()
        let names = (0..<40).map { "p\($0).png" }
        let text: String
        switch format {
        case "hocr":
            text = names.enumerated().map {
                "<div class='ocr_page' title='image \"\($1)\"; bbox 0 0 200 100'><span class='ocr_line' title='bbox 1 1 90 30'>"
                    + "<span class='ocrx_word' title='bbox 1 1 90 30'>w\($0)</span></span></div>"
            }.joined()
        case "tesseract-tsv":
            text =
                "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
                + names.indices.map { "5\t\($0 + 1)\t1\t1\t1\t1\t1\t1\t89\t29\t90\tw\($0)" }.joined(separator: "\n")
        case "box": text = names.indices.map { "WordStr 1 70 90 99 \($0) #w\($0)\n" }.joined()
        default: text = names.indices.map { "w\($0)\nmore" }.joined(separator: "\u{0C}")
        }
        scratch.put("book", text)
        let source = TruthSource(TruthPlan(name: format, files: "book"), folder: scratch.path)
        let run = RunPictures(names)
        for (index, name) in names.enumerated() {
            let found = try source.truth(of: PictureInfo(path: name, size: size, run: run, position: index))
            #expect(
                found.truth.text?.hasPrefix("w\(index)") == true && found.truth.text?.hasPrefix("w\(index)0") == false)
            if format != "gt-txt" { #expect(found.truth.lines.first?.outline.box == "1,1,90,30") }
        }
    }
}
