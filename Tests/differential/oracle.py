"""What a YAML 1.2 parser (ruamel.yaml, pure Python) reads under the core schema."""

import math
import re
import warnings

from ruamel.yaml import YAML
from ruamel.yaml.error import ReusedAnchorWarning, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.tag import Tag

warnings.simplefilter("ignore", ReusedAnchorWarning)

NULL = re.compile(r"(?:~|null|Null|NULL|)\Z")
BOOL = re.compile(r"(?:true|True|TRUE|false|False|FALSE)\Z")
INT = re.compile(r"(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\Z")
FLOAT = re.compile(r"(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)\Z")
SPECIAL = re.compile(r"(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\Z")


def core_tag(text):
    """The tag of a plain scalar under the core schema (YAML 1.2.2, 10.3.2)."""
    for name, pattern in (("null", NULL), ("bool", BOOL), ("int", INT), ("float", FLOAT), ("float", SPECIAL)):
        if pattern.match(text):
            return name
    return "str"


class CoreResolver(VersionedResolver):
    """Resolves plain scalars by the core schema alone, and `<<` as the merge key."""

    def resolve(self, kind, value, implicit):
        if kind is ScalarNode:
            name = "str"
            if implicit[0]:
                name = "merge" if value == "<<" else core_tag(value)
        else:
            name = "seq" if kind is SequenceNode else "map"
        return Tag(suffix="tag:yaml.org,2002:" + name)


def core_value(text):
    """The value of a plain scalar under the core schema."""
    name = core_tag(text)
    if name == "null":
        return None
    if name == "bool":
        return text.lower() == "true"
    if name == "int":
        return int(text[2:], 8 if text[1] == "o" else 16) if text[:2] in ("0o", "0x") else int(text)
    if name == "float":
        special = text.lower().lstrip("+")
        if special.endswith(("inf", "nan")):
            return float(special.replace(".", ""))
        return float(text)
    return text


class Refused(Exception):
    pass


def read(data):
    """The value of a document, with every scalar as the core schema has it, and whether tabs had to be replaced; raises
    Refused.

    ruamel.yaml takes no tabs between tokens and inside plain scalars, which YAML 1.2 allows: the first that it stumbles
    over is replaced by a space, then all of them.
    """
    first = None
    while True:
        try:
            return read_without_tabs(data), first is not None
        except Refused as refusal:
            first = first or refusal
            if b"\t" not in data or b"\0" in data:
                raise Refused("%s\n%s" % (first, refusal)) from refusal
            try:
                data = with_space(data, refusal)
            except Refused:
                raise Refused("%s\n%s" % (first, refusal)) from refusal


def with_space(data, refusal):
    mark = getattr(refusal.__cause__, "problem_mark", None)
    if mark is not None and "found character '\\t'" in str(refusal):
        text = data.decode("utf-8")
        # A byte order mark may or may not be counted.
        for place in (mark.index, mark.index + 1):
            if text[place:place + 1] == "\t":
                return (text[:place] + " " + text[place + 1:]).encode()
    # Tabs in an indentation stay: replaced, they would change it.
    lines = data.split(b"\n")
    heads = [len(line) - len(line.lstrip(b" \t")) for line in lines]
    spaced = b"\n".join(line[:head] + line[head:].replace(b"\t", b" ") for line, head in zip(lines, heads))
    if spaced == data:
        raise refusal
    return spaced


def read_without_tabs(data):
    yaml = YAML(typ="safe", pure=True)
    yaml.Resolver = CoreResolver
    try:
        documents = list(yaml.compose_all(data))
    except (YAMLError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise Refused(str(error)) from error
    except (AttributeError, IndexError, AssertionError, TypeError) as error:
        raise Refused("crashed: %r" % error) from error
    if len(documents) > 1:
        raise Refused("several documents")
    if not documents or documents[0] is None:
        return None
    budget = [2_000_000]
    return build(documents[0], (), budget)


def build(node, parents, budget):
    budget[0] -= 1
    if budget[0] < 0:
        raise Refused("too large")
    if id(node) in parents:
        raise Refused("recursive")
    parents = parents + (id(node),)
    if isinstance(node, ScalarNode):
        plain = node.style in (None, "")
        return core_value(node.value) if plain else node.value
    if isinstance(node, SequenceNode):
        return [build(item, parents, budget) for item in node.value]
    return build_mapping(node, parents, budget)


def build_mapping(node, parents, budget):
    assert isinstance(node, MappingNode)
    own, merged = [], []
    for key, value in node.value:
        if not isinstance(key, ScalarNode):
            raise Refused("complex key")
        plain = key.style in (None, "")
        if plain and key.value == "<<":
            sources = value.value if isinstance(value, SequenceNode) else [value]
            if not all(isinstance(source, MappingNode) for source in sources):
                raise Refused("bad merge")
            merged += [build(source, parents, budget) for source in sources]
        else:
            own.append((key_of(core_value(key.value) if plain else key.value), build(value, parents, budget)))
    result = {}
    for key, value in own:
        if key in result:
            raise Refused("duplicate key")
        result[key] = value
    for mapping in merged:
        for key, value in mapping.items():
            result.setdefault(key, value)
    return result


def key_of(value):
    """Keys with their type, so that 1, true and "1" stay three keys."""
    if isinstance(value, float) and math.isfinite(value) and value == int(value):
        value = int(value)
    return (type(value).__name__, str(value))


def same(theirs, ours):
    """Whether our JSON says the same as their value."""
    if isinstance(theirs, dict):
        if not isinstance(ours, dict) or len(theirs) != len(ours):
            return False
        for key, value in ours.items():
            names = {("str", key), key_of(core_value(key))}
            found = [name for name in names if name in theirs]
            if not any(same(theirs[name], value) for name in found):
                return False
        return True
    if isinstance(theirs, list):
        return isinstance(ours, list) and len(theirs) == len(ours) and all(map(same, theirs, ours))
    if isinstance(theirs, float):
        if math.isnan(theirs):
            return ours == ".nan"
        if math.isinf(theirs):
            return ours == (".inf" if theirs > 0 else "-.inf")
        return isinstance(ours, float) and theirs == ours
    return type(theirs) is type(ours) and theirs == ours


def spaced(value):
    """The same value with spaces for tabs."""
    if isinstance(value, dict):
        return {(key[0], key[1].replace("\t", " ")) if isinstance(key, tuple) else key.replace("\t", " "): spaced(entry)
                for key, entry in value.items()}
    if isinstance(value, list):
        return [spaced(item) for item in value]
    return value.replace("\t", " ") if isinstance(value, str) else value
