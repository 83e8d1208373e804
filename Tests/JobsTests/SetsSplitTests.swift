import Engine
import Files
import TestSupport
import Testing

@testable import Jobs

@Suite("splits")
struct SetsSplitTests {
    private func members(_ count: Int) -> [SplitAssignment.Member] {
        (0..<count).map { SplitAssignment.Member(id: "book\($0 % 7)/p\($0)", file: "book\($0 % 7)/p\($0).png") }
    }

    private func shares(_ train: Double, _ val: Double, _ test: Double) -> SplitPlan {
        var plan = SplitPlan()
        plan.parts = [.share(train), .share(val), .share(test)]
        return plan
    }

    /// The first eight bytes of `printf 'foxing split\0000\000book0/p0.png' | sha256sum`, over 2^64.
    @Test("a group's place is the start of the hash of salt and file")
    func placeIsHash() {
        let place = SplitShares(shares(0.9, 0.05, 0.05)).place(of: "a.png")
        let bytes = Array("foxing split".utf8) + [0] + Array("0".utf8) + [0] + Array("a.png".utf8)
        let hex = SHA256.hex(of: bytes).prefix(16)
        #expect(abs(place - Double(UInt64(hex, radix: 16) ?? 0) / 18_446_744_073_709_551_616) < 1e-15)
        #expect((0..<1).contains(place))
    }

    @Test("further sources move none of those that were there")
    func growth() throws {
        let plan = shares(0.8, 0.1, 0.1)
        let few = try SplitAssignment(plan, sources: members(60), folder: nil)
        let many = try SplitAssignment(plan, sources: members(400), folder: nil)
        for source in members(60) { #expect(few[source.id] == many[source.id]) }
        let train = members(400).count { many[$0.id] == .train }
        #expect((270...370).contains(train))
        #expect(many.notes.isEmpty)
    }

    @Test("exact shares are counted out, the largest remainder first")
    func exact() throws {
        var plan = shares(0.5, 0.25, 0.25)
        plan.isExact = true
        let splits = try SplitAssignment(plan, sources: members(10), folder: nil)
        #expect(Split.allCases.map { split in members(10).count { splits[$0.id] == split } } == [5, 3, 2])
        #expect(splits.notes.isEmpty)
    }

    @Test("few sources are told to be uneven")
    func uneven() throws {
        let splits = try SplitAssignment(shares(0.9, 0.05, 0.05), sources: members(5), folder: nil)
        #expect(splits.notes.map(\.code) == [.unevenSplit])
    }

    @Test("pages of one folder, or of one capture, stay together")
    func groups() throws {
        for group in [SplitPlan.Group.folder, .pattern("^([^/]+)/")] {
            var plan = shares(0.5, 0.25, 0.25)
            plan.group = group
            let splits = try SplitAssignment(plan, sources: members(70), folder: nil)
            for source in members(70) {
                let first = members(70).first { $0.id.hasPrefix(source.id.prefix(6)) }
                #expect(splits[source.id] == splits[first?.id ?? ""])
            }
        }
    }

    @Test("lists name sources by id, path or pattern, and the rest goes where it shall")
    func lists() throws {
        let scratch = Scratch()
        scratch.put("val.txt", "# held out\nbook1/*\nbook2/p2.png\nnothing\n")
        var plan = SplitPlan()
        plan.parts = [.rest, .list("val.txt"), nil]
        let splits = try SplitAssignment(plan, sources: members(20), folder: scratch.path)
        #expect(splits["book1/p8"] == .val)
        #expect(splits["book2/p2"] == .val)
        #expect(splits["book3/p3"] == .train)
        #expect(splits.notes.map(\.code) == [.unmatchedLine])
    }

    @Test("a source in two lists, or in none, ends the run before it starts")
    func contradictions() throws {
        let scratch = Scratch()
        scratch.put("val.txt", "book1/*\n")
        scratch.put("test.txt", "book1/p1\n")
        for parts: [SplitPlan.Part?] in [[.rest, .list("val.txt"), .list("test.txt")], [nil, .list("val.txt"), nil]] {
            var plan = SplitPlan()
            plan.parts = parts
            #expect {
                try SplitAssignment(plan, sources: members(20), folder: scratch.path)
            } throws: {
                ($0 as? JobProblem)?.code == .splitLists
            }
        }
    }
}
