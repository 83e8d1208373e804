/// The version of the program and the library.
public let foxingVersion = "0.1.0"
