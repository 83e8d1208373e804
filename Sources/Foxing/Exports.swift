// One import is enough for a program that uses the library: what its declarations speak of comes along.
@_exported public import Codecs
@_exported public import Diagnostics
@_exported public import Engine
@_exported public import Imaging
@_exported public import JSON
@_exported public import Jobs
@_exported public import OperationKit
@_exported public import Reporting
@_exported public import Sets
@_exported public import Truth
