extension JobCode {
    /// What the code means and what becomes of the page, in a line each.
    public var explanation: String { "\(rawValue): \(title)\n\n\(fate)" }

    /// What it is about, in a few words.
    public var title: String {
        switch self {
        case .sameBytes: "The same bytes under two names"
        case .sameName: "Two inputs of one name"
        case .foreignOutput: "The output folder holds something else"
        case .folderInUse: "Another process writes to the output folder"
        case .partsMissing: "Folders that are not all parts of one job"
        case .rightToLeftBoxes: "Text from right to left in box files"
        case .wordsWanted: "Words or lines are wanted, and the truth has no outlines for them"
        case .splitLists: "Lists that do not split the sources"
        case .unevenSplit: "An uneven or empty part"
        case .unmatchedLine: "A line of a list that fits no source"
        case .realHashes: "A text that really reads ###"
        case .othersFiles: "Files in a set's folder that Foxing did not write"
        case .timeLimit: "Reading took too long"
        case .drawnAgain: "A variant was drawn again"
        case .readerFailed: "The program that reads failed"
        case .operationFault: "An operation failed"
        case .outOfMemory: "Not enough memory"
        case .notWritable: "The output cannot be written"
        case .diskFull: "The disk is full"
        }
    }

    private var fate: String {
        switch self {
        case .sameBytes: "Both are used. A split may deal one to training and the other to testing; remove one."
        case .sameName: "Nothing is run. Rename one, or write  input: {ids: file}."
        case .foreignOutput: "Nothing is run. Choose another folder, or add --overwrite."
        case .folderInUse: "Nothing is run. Wait until it has ended, stop it, or choose another folder."
        case .partsMissing:
            "Nothing is merged. Name the folder of every part once; each must be complete, and of the same job."
        case .rightToLeftBoxes: "Box files do not say in which order such text runs. The page is left out of that set."
        case .wordsWanted: "No text is cut up by guessing. The page adds nothing to the set; give truth with outlines."
        case .splitLists: "Nothing is run. Name each source in one list, or write  rest  for one part."
        case .unevenSplit: "Few sources fall unevenly. Write  exact: true  under 'split' to count them out."
        case .unmatchedLine: "It may be misspelt. A line holds an id or an input path; * stands for anything."
        case .realHashes: "In icdar2015 it looks like a text that must not be read. It is written all the same."
        case .othersFiles:
            "They stay. Where the new set has a file of that name, the older one gets the ending  .old  . What Foxing wrote\n"
                + "stands in the set's SHA256SUMS."
        case .timeLimit: "The variant is treated as 'unmeasured' says."
        case .drawnAgain:
            "It did not meet 'keep'. With  otherwise: retry  another one is drawn in its place, as often as that allows."
        case .readerFailed:
            "It ended, gave no answer in time, or one that is none. The variant is left out; the program is started again."
        case .operationFault: "The variant is left out, the others go on. Please report it."
        case .outOfMemory: "The variant is left out, the others go on."
        case .notWritable: "The run has ended; --resume goes on."
        case .diskFull: "The run has ended. Make room; --resume goes on."
        }
    }
}
