"""What a reader reads, without formulas, code, addresses and names of things: for a look at its spelling."""

from __future__ import annotations

import ast
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

#: Cut away one after the other, each in the place of a space.
_CUTS = [
    re.compile(r"\A---\n.*?\n---\n", re.DOTALL),
    re.compile(r"<!--.*?-->", re.DOTALL),
    re.compile(r"\$\$.*?\$\$(?: \([\w-]+\))?", re.DOTALL),
    re.compile(r"\$[^$\n]*(?:\n[^$\n]+)?\$"),
    re.compile(r"\{[\w:.-]+\}`[^`]*`"),
    re.compile(r"(?<!`)(`+)(?!`)(?:(?!\n\n).)+?(?<!`)\1(?!`)", re.DOTALL),
    re.compile(r"\]\([^)\s]*\)"),
    re.compile(r"<[^<>\s][^<>\n]*>"),
    re.compile(r"https?://\S+"),
    re.compile(r"^ *:(?!alt|align)[\w-]+:.*$", re.MULTILINE),
    re.compile(r"^ *(?:`{3,}|:{3,})\{[^\n]*$", re.MULTILINE),
    re.compile(r"^\([\w-]+\)=$", re.MULTILINE),
    re.compile(r"\b\S*(?:[_/\\=@#\d]|::)\S*"),
    re.compile(r"\b\w+\.\w+\S*"),
]
_FENCE = re.compile(r"^\s*(`{3,}|:{3,})(.*)$")
#: Blocks that hold no prose.
_NO_PROSE = re.compile(
    r"\{(?:code|code-block|code-cell|math|figure-md|toctree|bibliography|eval-rst|mermaid)\b"
)
#: A role whose words are read; what it points to is not.
_SAID = re.compile(r"\{(?:doc|ref|term|numref|download)\}`([^`<]*[^`<\s])\s*<[^`>]*>`|\{term\}`([^`<]+)`")
_WORD = re.compile(r"[A-Za-zÀ-ɏ]+(?:['’][A-Za-z]+)?")


def words(text: str) -> list[str]:
    """The words of Markdown as MyST reads it, without a genitive's s; none of one or two letters, no CamelCase.

    >>> words("A `cell`, $h_t$: {term}`gates <gate>` {cite:t}`gers2000` isn't [here](there.md).")
    ['gates', "isn't", 'here']
    """
    text = _SAID.sub(r"\1\2", without_code(text))
    for cut in _CUTS:
        text = cut.sub(" ", text)
    found = (re.sub(r"['’]s$", "", word).replace("’", "'") for word in _WORD.findall(text))
    return [word for word in found if len(word) > 2 and not re.search("[a-z][A-Z]", word)]


def without_code(text: str) -> str:
    """Leave out blocks of code; of directives with prose in them only the fences go.

    >>> without_code("```{question}\\nWhy?\\n```\\n```python\\nx = 1\\n```\\nSo.").split()
    ['Why?', 'So.']
    """
    kept, open_fences = [], []  # (fence, whether it holds code)
    for line in text.splitlines():
        fence = _FENCE.match(line)
        in_code = bool(open_fences) and open_fences[-1][1]
        if fence and open_fences and fence[1].startswith(open_fences[-1][0]) and not fence[2].strip():
            open_fences.pop()
        elif fence and not in_code:
            prose = fence[2].strip().startswith("{") and not _NO_PROSE.match(fence[2].strip())
            open_fences.append((fence[1], not prose))
        elif not in_code:
            kept.append(line)
            continue
        kept.append("")
    return "\n".join(kept)


def documents(root: Path) -> Iterator[tuple[str, str]]:
    """(where, text) of pages, guides, the Markdown of notebooks, and docstrings; files under version control."""
    command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split("\0")
    for name in sorted({name for name in listed if name and (root / name).is_file()}):
        top = name.split("/")[0]
        if name.endswith(".md") and (top == "book" or top == name):
            yield name, (root / name).read_text(encoding="utf-8")
        elif name.endswith(".ipynb") and top in ("book", "solutions"):
            cells = json.loads((root / name).read_text(encoding="utf-8"))["cells"]
            yield name, "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
        elif name.endswith(".py") and top in ("rnncourse", "benchmarks"):
            yield name, docstrings((root / name).read_text(encoding="utf-8"))


def docstrings(source: str) -> str:
    """The docstrings of a module, without examples and indented lines, which hold formulas and shapes."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and (
            text := ast.get_docstring(node)
        ):
            found += [line for line in text.splitlines() if not re.match(r"    |>>>|\.\.\. ", line)]
    return "\n".join(found).replace("``", "`")
