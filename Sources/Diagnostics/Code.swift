/// The stable code of a kind of finding. `E` is an error, `W` a warning. 1xx is the text, 2xx names and structure,
/// 3xx values, 4xx the graph of stages, 5xx the world outside the file.
public enum Code: String, CaseIterable, Sendable {
    // The text.
    case unreadableText = "E100"
    case unexpectedText = "E101"
    case tabIndentation = "E102"
    case badIndentation = "E103"
    case unterminatedQuote = "E104"
    case badEscape = "E105"
    case unterminatedFlow = "E106"
    case duplicateKey = "E107"
    case unsupportedTag = "E108"
    case unsupportedDirective = "E109"
    case secondDocument = "E110"
    case explicitKey = "E111"
    case complexKey = "E112"
    case unknownAlias = "E113"
    case recursiveAlias = "E114"
    case badMerge = "E115"
    case tooLarge = "E116"
    case tooDeep = "E117"
    case tooManyNodes = "E118"
    case badBlockScalar = "E119"
    case reservedCharacter = "E120"
    case missingValue = "E121"
    case controlCharacter = "E122"

    // Names and structure.
    case unknownKey = "E201"
    case unknownStage = "E202"
    case unknownOperation = "E203"
    case unknownParameter = "E204"
    case missingKey = "E205"
    case wrongShape = "E206"
    case unsupportedVersion = "E207"
    case badName = "E208"
    case emptyCombinator = "E209"
    case conflictingKeys = "E210"
    case badOverride = "E211"

    // Values.
    case wrongKind = "E301"
    case outOfRange = "E302"
    case reversedRange = "E303"
    case badNumber = "E304"
    case missingUnit = "E305"
    case wrongUnit = "E306"
    case unknownChoice = "E307"
    case badColor = "E308"
    case badProbability = "E309"
    case badWeight = "E310"
    case listForRange = "E311"
    case badFlag = "E312"
    case badRange = "E313"
    case lookalikeCharacter = "E314"
    case missingText = "E315"

    // The graph of stages.
    case cycle = "E401"
    case upwardReference = "E402"
    case mergeOutOfStep = "E403"
    case wrongColorKind = "E404"
    case wrongLayer = "E405"
    case unusedStage = "W401"
    case noEffect = "W402"
    case mirroredText = "W403"
    case cutText = "W404"
    case mergeOfSizes = "W405"

    // The world outside the file.
    case missingFile = "E501"
    case missingLanguage = "E502"
    case missingFont = "E503"
    case lonelyConfidence = "E504"
    case unknownJudge = "E505"
    case noInput = "W501"

    /// Warnings start with `W`.
    public var severity: Severity { rawValue.hasPrefix("W") ? .warning : .error }
}
