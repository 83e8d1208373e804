import JSON
import OperationKit
import Reporting
import Testing

@Suite("The manual")
struct ManualTests {
    private let catalog = Catalog([Tint.self, Fibers.self])

    @Test("a page of the manual says all that the declaration says")
    func page() throws {
        let text = OperationManual(try #require(catalog["tint"])).text(width: 96)
        #expect(text == expected)
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 96 && !$0.hasSuffix(" ") })
    }

    private let expected = """
        tint

          A tint over the whole page, as from old glass that has been in the sun for many years.

          family    photometric
          works on  ink before it is printed, printed pages
          takes     color, gray or bilevel
          gives     gray for bilevel, else what it took
          known as  other.Tint
          cost      at most the time of copying a color page 12 times, a gray one 4.5 times

        Parameters
          name      kind    default       range
          strength  share   0.2..0.4      0..1                    how much of the light is lost; 'tint:
                                                                  …' sets it
          radius    length  0.1..0.3mm    0..1.5mm                how far it reaches
          tone      choice  light | dark  light | dark            which glass
          border    length  none          0..10mm or none         a margin that stays
          window    size    21            3 | 5 | … | 51          side of the window
          color     color   "#f4e8d0"                             of the glass
          severity  choice                mild | medium | strong  one of the sets below
          p         share   1             0..1                    the chance that the step runs

        Severities
          mild    strength: 0.1
          medium  the defaults
          strong  strength: 0.6, tone: dark

        Promises
          -  no pixel gets lighter
          -  nothing changes with {strength: 0}
          -  a pixel depends on nothing further away than 0.5 mm

        Example
          stages:
            ink:
              - tint: {strength: 0.2..0.4, radius: 0.1..0.3mm, p: 0.5}

        """

    @Test("an operation on paper is shown on a branch of its own, and what it destroys is told")
    func paper() throws {
        let text = OperationManual(try #require(catalog["fibers"])).text()
        let branch = "  stages:\n    paper:\n      from: blank\n      steps:\n        - fibers: {p: 0.5}\n"
        #expect(text.hasSuffix(branch + "    print:\n      from: [page, paper]\n      merge: multiply\n"))
        #expect(text.contains("hides thin print"))
        #expect(!text.contains("Severities"))
    }

    @Test("programs get the same as members")
    func json() throws {
        let json = OperationManual(try #require(catalog["tint"])).json
        #expect(json["name"] == "tint")
        #expect(json["severities"]?["strong"]?.members?.map(\.name) == ["strength", "tone"])
        let radius = try #require(json["parameters"]?.elements?[1])
        #expect(radius["unit"] == "mm")
        #expect(radius["maximum"]?.double == 1.5)
        #expect(radius["default"] == "0.1..0.3mm")
        #expect(json["parameters"]?.elements?[2]["choices"] == ["light", "dark"])
        #expect(json["parameters"]?.elements?[3]["optional"] == true)
    }

    @Test("the list goes by family, in the order of the manual")
    func list() {
        let text = CatalogList(catalog).text(width: 60)
        #expect(
            text == """
                paper
                  fibers  Fibers in the sheet.

                photometric
                  tint    A tint over the whole page, as from old glass that
                          has been in the sun for many years.

                'foxing ops NAME' explains one of them.

                """)
        #expect(CatalogList(catalog).json.elements?.count == 2)
        #expect(CatalogList(catalog, only: .paper).text().hasPrefix("paper\n  fibers  Fibers"))
    }

    @Test("a search finds names before what is said of them, in any case, and all its words have to fit")
    func search() {
        func found(_ words: String) -> [String] {
            let list = CatalogList(catalog, finding: words).json.elements ?? []
            return catalog.entries.map(\.manual.name).filter { name in list.contains { $0["name"] == .string(name) } }
        }
        #expect(found("FIBER") == ["fibers"])
        #expect(found("glass") == ["tint"])
        #expect(found("other.tint") == ["tint"])
        #expect(found("glass reaches") == ["tint"])
        #expect(found("glass fibers").isEmpty)
        #expect(found("").isEmpty)
    }
}
