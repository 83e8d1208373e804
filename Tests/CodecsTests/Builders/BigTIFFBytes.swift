/// A little-endian BigTIFF of one gray page of 20 × 18 in three strips, whose places and sizes stand in lists.
func bigTIFF() -> [UInt8] {
    let (entries, strips) = (9, 3)
    let lists = 16 + 8 + 20 * entries + 8
    let pixels = lists + 2 * 8 * strips
    var file: [UInt8] = [0x49, 0x49, 43, 0, 8, 0, 0, 0] + little(16, 8) + little(entries, 8)
    func add(_ tag: Int, _ type: Int, _ count: Int, _ value: Int) {
        file += little(tag, 2) + little(type, 2) + little(count, 8) + little(value, 8)
    }
    add(256, 4, 1, 20)
    add(257, 4, 1, 18)
    add(258, 3, 1, 8)
    add(259, 3, 1, 1)
    add(262, 3, 1, 1)
    add(273, 16, strips, lists)
    add(277, 3, 1, 1)
    add(278, 4, 1, 6)
    add(279, 16, strips, lists + 8 * strips)
    file += little(0, 8)
    for strip in 0..<strips { file += little(pixels + 120 * strip, 8) }
    for _ in 0..<strips { file += little(120, 8) }
    return file + (0..<360).map { UInt8($0 % 251) }
}
