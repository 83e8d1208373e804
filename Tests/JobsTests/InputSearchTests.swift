import Foundation
import Jobs
import TestSupport
import Testing

@Suite("The search for input")
struct InputSearchTests {
    private let scratch = Scratch()

    private func names(_ patterns: String..., excluding: [String] = []) -> [String] {
        InputSearch.run(patterns, from: scratch.path, excluding: excluding).files.map(\.name)
    }

    @Test("a folder gives the pictures below it, by their names")
    func folder() {
        for name in ["in/a.png", "in/b.TIF", "in/sub/c.jpeg", "in/a.gt.txt", "in/.hidden.png", "in/.git/d.png"] {
            scratch.put(name)
        }
        #expect(names("in") == ["a.png", "b.TIF", "sub/c.jpeg"])
    }

    @Test("an explicit file is taken whatever its name, also when it is missing")
    func explicit() {
        scratch.put("in/page.scan")
        #expect(names("in/page.scan", "in/missing.png") == ["page.scan", "missing.png"])
    }

    @Test("a pattern that finds nothing is told")
    func fruitless() {
        scratch.put("in/a.txt")
        let result = InputSearch.run(["in/*.png", "in", "in/a.txt", "in/*.txt"], from: scratch.path)
        #expect(result.fruitless == ["in/*.png", "in"])
        #expect(result.files.map(\.name) == ["a.txt"])
    }

    @Test("names are relative to the fixed front of the pattern")
    func base() {
        scratch.put("scans/1901/a.png")
        scratch.put("scans/1902/b.png")
        #expect(names("scans/*/?.png") == ["1901/a.png", "1902/b.png"])
        #expect(names("scans/1901/*.png") == ["a.png"])
        #expect(names("scans/1901/*.png", "scans/1902/b.png") == ["1901/a.png", "1902/b.png"])
        #expect(names("./scans//x/../1901") == ["a.png"])
    }

    @Test("stars, sets, braces and double stars match as in a shell")
    func wildcards() {
        for name in ["a1.png", "a2.png", "b1.png", "a10.jpg", "d/a1.png", "d/e/a3.png", ".x.png", "notes.txt"] {
            scratch.put("in/" + name)
        }
        #expect(names("in/a?.png") == ["a1.png", "a2.png"])
        #expect(names("in/[!a]*.png") == ["b1.png"])
        #expect(names("in/a[2-9].png") == ["a2.png"])
        #expect(names("in/{a,b}1.{png,jpg}") == ["a1.png", "b1.png"])
        #expect(names("in/**/a*.png") == ["a1.png", "a2.png", "d/a1.png", "d/e/a3.png"])
        #expect(names("in/**").count == 6)
        #expect(names("in/*") == ["a1.png", "a10.jpg", "a2.png", "b1.png"])
        #expect(names("in/*.txt") == ["notes.txt"])
        #expect(names("in/*1*.png") == ["a1.png", "b1.png"])
    }

    @Test("a name with brackets or braces that exists is meant as it stands")
    func literal() {
        scratch.put("in/scan[1].png")
        scratch.put("in/scan1.png")
        scratch.put("in/{a,b}.png")
        #expect(names("in/scan[1].png") == ["scan[1].png"])
        #expect(names("in/{a,b}.png") == ["{a,b}.png"])
    }

    @Test("a pattern that many stars make slow in other matchers ends at once")
    func manyStars() {
        scratch.put("in/" + String(repeating: "a", count: 200) + ".png")
        #expect(names("in/" + String(repeating: "a*", count: 40) + "b.png") == [])
    }

    @Test("blanks, Hangul in both forms and dots in names are found")
    func oddNames() {
        let decomposed = "\u{1112}\u{1161}\u{11AB}.png"
        for name in ["two words.png", decomposed, "v1.2 final.png"] { scratch.put("in/" + name) }
        #expect(names("in/한*").map { Array($0.utf8) } == [Array(decomposed.utf8)])
        #expect(names("in").count == 3)
    }

    @Test("links in a circle come to an end")
    func circle() {
        scratch.put("in/a.png")
        scratch.put("in/sub/b.png")
        scratch.link("in/sub/up", to: scratch.path + "/in")
        scratch.link("in/gone.png", to: "/nowhere/at all")
        #expect(names("in") == ["a.png", "gone.png", "sub/b.png"])
        #expect(names("in/**/*.png").count == 3)
    }

    @Test("the output folder is no input")
    func output() {
        scratch.put("a.png")
        scratch.put("out/images/a_aug_0.png")
        #expect(names(".", excluding: [scratch.path + "/out"]) == ["a.png"])
    }

    @Test("a file named twice is taken once")
    func twice() {
        scratch.put("in/a.png")
        #expect(names("in", "in/a.png", "in/*.png") == ["a.png"])
    }
}
