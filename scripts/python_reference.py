"""Prints docs/reference/python.md: the docstrings of the Python package. usage: python_reference.py"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "python" / "src" / "foxing"

#: In the order in which one meets them.
MODULES = (
    (
        "foxing",
        (
            "pipelines",
            "pages",
            "pictures",
            "labels",
            "lines",
            "runs",
            "parts",
            "manual",
            "scoring",
            "steps",
            "judges",
            "foreign",
            "errors",
        ),
    ),
    ("foxing.torch", ("torch",)),
    ("foxing.datasets", ("datasets",)),
    ("foxing.albumentations", ("albumentations",)),
    ("foxing.hf", ("hf",)),
    ("foxing.sets", ("sets",)),
    ("foxing.ray", ("ray",)),
)


#: For the package itself.
INTERNAL = ("Source", "fetch", "store", "is_remote")


def names(tree: ast.Module) -> list[str]:
    """What a module says is for everyone."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            return list(ast.literal_eval(node.value))
    return []


def signature(node: ast.FunctionDef) -> str:
    """Arguments and result as they are written, on one line."""
    shown = ast.unparse(node.args)
    first = (
        "self, "
        if shown.startswith("self, ")
        else "cls, "
        if shown.startswith("cls, ")
        else shown
        if shown in ("self", "cls")
        else ""
    )
    result = f" -> {ast.unparse(node.returns)}" if node.returns is not None else ""
    return f"{node.name}({shown.removeprefix(first)}){result}"


def text(node: ast.AST) -> list[str]:
    """A docstring, its lists in code blocks as they stand."""
    said = ast.get_docstring(node) or ""
    lines: list[str] = []
    is_list = False
    for line in said.splitlines():
        heading = line.rstrip() in ("Args:", "Raises:", "Returns:")
        if heading:
            lines += ["", "```text", line]
            is_list = True
        elif is_list and not line.strip():
            lines += ["```", ""]
            is_list = False
        else:
            lines.append(line)
    return [*lines, "```"] if is_list else lines


def members(node: ast.ClassDef) -> list[str]:
    """Fields with what is said of them, then methods."""
    source = (PACKAGE / f"{node.module}.py").read_text().splitlines()  # type: ignore[attr-defined]
    lines: list[str] = []
    for part in node.body:
        if isinstance(part, ast.AnnAssign) and not part.target.id.startswith("_"):  # type: ignore[union-attr]
            comment, row = [], part.lineno - 2
            while source[row].strip().startswith("#:"):
                comment.insert(0, source[row].strip()[2:].strip())
                row -= 1
            lines.append(f"- `{ast.unparse(part.target)}: {ast.unparse(part.annotation)}` {' '.join(comment)}".rstrip())
    for part in node.body:
        if isinstance(part, ast.FunctionDef) and not part.name.startswith("_"):
            is_value = any("property" in ast.unparse(mark) for mark in part.decorator_list)
            shown = f"{part.name}: {ast.unparse(part.returns)}" if is_value and part.returns else signature(part)
            lines += ["", f"**`{shown}`**", "", *text(part)]
    return lines


def put(*words: str) -> None:
    """Adds lines to the page."""
    page.extend("\n".join(words).split("\n"))


page: list[str] = []


def main() -> None:
    """Prints the page."""
    put(
        "# The Python package\n\nMade by `make docs` of the docstrings in `python/src/foxing`; [python.md](../python.md) tells how it hangs together."
    )
    for title, modules in MODULES:
        put(f"\n## {title}")
        for module in modules:
            tree = ast.parse((PACKAGE / f"{module}.py").read_text())
            found = {node.name: node for node in tree.body if isinstance(node, (ast.ClassDef, ast.FunctionDef))}
            if title != "foxing" and (said := text(tree)):
                put("\n" + "\n".join(said))
            for name in names(tree):
                node = found.get(name)
                if node is None or name in INTERNAL:
                    continue
                node.module = module  # type: ignore[attr-defined]
                heading = f"class {name}" if isinstance(node, ast.ClassDef) else signature(node)
                put(f"\n### {name}\n\n```python\n{heading}\n```\n")
                put("\n".join(text(node)))
                if isinstance(node, ast.ClassDef) and (told := members(node)):
                    put("\n" + "\n".join(told))


if __name__ == "__main__":
    main()
    kept = [line for number, line in enumerate(page) if line.strip() or (number and page[number - 1].strip())]
    sys.stdout.write("\n".join(kept).rstrip() + "\n")
