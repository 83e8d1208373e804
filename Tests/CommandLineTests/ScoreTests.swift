import TestSupport
import Testing

@Suite("foxing score") struct ScoreTests {
    private let lines = ["The quick brown fox jumps", "over the lazy dog"]

    private func scratch() throws -> Scratch {
        let scratch = Scratch()
        scratch.put("page.png", try Pages.text(lines))
        return scratch
    }

    @Test("reads a page and says what stands there")
    func text() throws {
        let outcome = try scratch().foxing("score", "page.png")
        #expect(outcome.status == 0)
        #expect(outcome.errors == "")
        #expect(outcome.output.hasPrefix("page.png: confidence "))
        #expect(outcome.output.contains(lines[0]))
        #expect(!outcome.output.contains("cer"))
    }

    @Test("compares with the text beside the page")
    func besides() throws {
        let scratch = try scratch()
        scratch.put("page.gt.txt", lines.joined(separator: "\n") + "\n")
        let outcome = try scratch.foxing("score", "page.png")
        #expect(outcome.output.contains("cer 0.000 (0/43), wer 0.000 (0/9)"))
    }

    @Test("compares with a text that is given, and counts what differs")
    func given() throws {
        let scratch = try scratch()
        scratch.put("other.txt", "The quick brown cat jumps\nover the lazy dog\n")
        let outcome = try scratch.foxing("score", "page.png", "--truth", "other.txt", "--format", "json")
        #expect(outcome.status == 0)
        #expect(outcome.json["cer"] as? [Int] == [3, 43])
        #expect(outcome.json["wer"] as? [Int] == [1, 9])
        #expect(outcome.json["text"] as? String != nil)
    }

    @Test("several pictures give a row each; those that cannot be read are named, and the status is 1")
    func several() throws {
        let scratch = try scratch()
        scratch.put("broken.png", "no picture")
        let outcome = try scratch.foxing("score", "page.png", "broken.png", "page.png", "--format", "json")
        #expect(outcome.status == 1)
        #expect(outcome.output.split(separator: "\n").count == 2)
        #expect(outcome.errors.contains("broken.png"))
        #expect(try scratch.foxing("score", "broken.png").status == 3)
    }

    @Test("a language that is not installed is status 4, with the package to install")
    func language() throws {
        let outcome = try scratch().foxing("score", "page.png", "--lang", "tlh")
        #expect(outcome.status == 4)
        #expect(outcome.errors.contains("tesseract-ocr-tlh"))
    }

    @Test("a truth that is not there is status 3")
    func noTruth() throws {
        let outcome = try scratch().foxing("score", "page.png", "--truth", "nothing.txt")
        #expect(outcome.status == 3)
        #expect(outcome.errors.contains("nothing.txt"))
    }

    @Test("a layout that Tesseract does not have is wrong use")
    func layout() throws {
        #expect(try scratch().foxing("score", "page.png", "--layout", "99").status == 2)
    }
}
