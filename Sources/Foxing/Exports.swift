// One import is enough for a program that uses the library: what its declarations speak of comes along.
@_exported public import Codecs
@_exported public import Dataset
@_exported public import Diagnostics
@_exported public import Engine
@_exported public import Imaging
@_exported public import OperationKit
@_exported public import Reporting
