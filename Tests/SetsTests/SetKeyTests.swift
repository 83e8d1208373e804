import Files
import Sets
import Testing

@Suite("Keys of pieces in sets")
struct SetKeyTests {
    @Test("keys hold neither dots nor blanks nor slashes, and are marked where something was replaced")
    func keys() {
        #expect(SetKey(id: "1901/inv07_aug_3").text == "1901__inv07_aug_3")
        #expect(SetKey(id: "스캔/쪽-1_aug_0").line(3).text == "스캔__쪽-1_aug_0_l0003")
        let marked = SetKey(id: "a.b c_aug_0").text
        #expect(marked == "a_b_c-" + SHA256.hex(of: "a.b c_aug_0").prefix(8) + "_aug_0")
        #expect(SetKey(id: "a__b_aug_0").text == "a__b-" + SHA256.hex(of: "a__b_aug_0").prefix(8) + "_aug_0")
        #expect(SetKey(id: "x_aug_1_aug_0").word(12).text == "x_aug_1_aug_0_w0012")
    }

    @Test("a long key is cut to 72 bytes between characters, with its mark")
    func longKey() {
        let id = String(repeating: "가", count: 40) + "_aug_17"
        let key = SetKey(id: id).text
        #expect(key == String(repeating: "가", count: 21) + "-" + SHA256.hex(of: id).prefix(8) + "_aug_17")
        let plain = String(repeating: "a", count: 72) + "_aug_0"
        #expect(SetKey(id: plain).text == plain)
    }
}
