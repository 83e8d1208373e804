extension TruthCode {
    /// What the code means and what becomes of the page, in a line each.
    public var explanation: String { "\(rawValue): \(title)\n\n\(fate)" }

    /// What it is about, in a few words.
    public var title: String {
        switch self {
        case .noTruth: "No truth where some is needed"
        case .truthUnreadable: "Truth that cannot be read"
        case .truthOfOtherFormat: "Truth that is not what it claims to be"
        case .truthOfNewerVersion: "Labels of a newer layout"
        case .truthEncoding: "Text in an encoding that is not read"
        case .truthTooLarge: "More truth than any page has"
        case .truthEntities: "Entities in XML"
        case .truthNumber: "Something that is no number"
        case .badRow: "A bad row"
        case .truthOfOtherSize: "Truth of another page size"
        case .mostlyOutside: "Most labels lie outside the picture"
        case .truthOfManyPictures: "One file for many pictures, and no way to tell which is whose"
        case .boxWithoutLines: "Boxes without line ends"
        case .unclearDirection: "Text in no clear order"
        case .unknownUnits: "Units that cannot be turned into pixels"
        case .nothingAligned: "A transcript that was not found on its page"
        case .nothingRead: "Too little could be read"
        case .moreThanOneTruth: "More than one truth"
        case .controlCharacters: "Control characters"
        case .scaled: "Truth that was scaled"
        case .outside: "Labels outside the picture"
        case .degenerate: "Outlines without area"
        case .disagreement: "Words that do not make up their line"
        case .runLengthMask: "Masks in run lengths"
        case .missingUnit: "No unit"
        case .leftRows: "Rows that were passed over"
        case .noText: "A page without text"
        case .partlyAligned: "A transcript that was not found whole"
        case .notListed: "A list that lacks pictures"
        case .unused: "Things in the truth that are not used"
        case .unplaced: "Text whose place is not known"
        case .reordered: "Words out of order"
        case .unknownSize: "A page of unknown size"
        case .contradictory: "Outline and baseline in different places"
        case .otherSpelling: "Truth under a name that is spelled another way"
        case .passedOver: "A file that only has the name of truth"
        case .madeOutline: "Outlines made from baselines"
        }
    }

    private var fate: String {
        switch self {
        case .noTruth:
            "Sets hold the true text, and pages may be kept by its words. The page is left out; put truth beside it."
        case .truthUnreadable: "No such file, or one that may not be read. The page is left out."
        case .truthOfOtherFormat: "Broken XML or JSON, a wrong header, another root element. The page is left out."
        case .truthOfNewerVersion: "A newer Foxing wrote it. The page is left out; update the program."
        case .truthEncoding:
            "UTF-8 and UTF-16 are read, and what XML declares: ISO-8859-1, windows-1252, US-ASCII. The page is left out."
        case .truthTooLarge: "64 MiB, a million words, or 256 elements in one another. The page is left out."
        case .truthEntities:
            "Nothing is ever fetched or expanded. The page is left out; take the DOCTYPE's entities out."
        case .truthNumber: "Numbers have a decimal point and lie within ±10,000,000. The page is left out."
        case .badRow: "The page is left out; with  truth: {…, bad-rows: skip}  only the row is."
        case .truthOfOtherSize:
            "Neither the picture's size, nor its shape within 1 %, nor its size before it was turned."
        case .mostlyOutside: "It is likely to be the truth of another picture. The page is left out."
        case .truthOfManyPictures:
            "Neither does the file name its pictures, nor has it a page for each of them. The page is left out."
        case .boxWithoutLines: "A box for each glyph does not tell lines. Use Tesseract's lstmbox or wordstrbox."
        case .unclearDirection:
            "A row in the order in which it is seen, which no text in reading order gives. The page is left out."
        case .unknownUnits: "ALTO in tenths of millimeters needs the page's size or the picture's resolution."
        case .nothingAligned:
            "With  truth: {…, align: true}  no line of the text was surely found. The page is left out; is it the text of this "
                + "page, and are its languages named in 'readability'?"
        case .nothingRead: "With  truth: self  fewer words were read surely than min-words. The page is left out."
        case .moreThanOneTruth: "The richest is used; the others are not looked at."
        case .controlCharacters: "They were left out of the text."
        case .scaled: "The file speaks of a page of the same shape in another resolution. Its coordinates were scaled."
        case .outside: "They were left out."
        case .degenerate: "Each was replaced by its convex hull, or left out where that has less than one square pixel."
        case .disagreement: "The text of the line is taken, its words are left out."
        case .runLengthMask: "The box of each was taken instead."
        case .missingUnit: "The numbers were taken as pixels."
        case .leftRows: "As the pipeline wants it."
        case .partlyAligned:
            "With  truth: {…, align: true}  the lines that were not surely found are marked as unaligned, and not trained on."
        case .noText: "The page is used; nothing can be compared on it."
        case .notListed:
            "The file that the pipeline names speaks of other pictures. Pages that it does not name have no truth, unless it is needed."
        case .unused: "Each kind is counted, and stands in the manifest under truth.unused."
        case .unplaced: "It is part of the page's text, and of no label that has a place; nothing of it is cut out."
        case .reordered: "They were put in the order in which they make up the text of their line."
        case .unknownSize: "Its numbers were taken as pixels of the picture."
        case .contradictory:
            "The line is not trained on (why: contradictory). truth: {…, trust: baseline} or outline says which is right."
        case .otherSpelling: "Names are compared as people read them, then without case. Rename one to be sure."
        case .passedOver: "What it holds is no text. Name the format and its files to have it read."
        case .madeOutline: "They are as high as the lines around them, and need a look: preview --labels shows them."
        }
    }
}
