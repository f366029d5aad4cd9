"""The table of contents, from the curriculum and the pages that are written.

    python -m rnncourse.book.contents      writes _toc.yml anew

_toc.yml is committed, because ``jupyter-book build .`` wants it; a test holds it to what this module says.
"""

from __future__ import annotations

import sys
from pathlib import Path

from rnncourse.curriculum import CHAPTERS, PARTS

#: What comes before the first part, without a caption of its own.
BEFORE = ("tour",)
#: In the order of their use. One with computations is a folder with a lab, as a chapter is; the others are one page.
APPENDICES = (
    "notation",
    "conventions",
    "tensorflow1",
    "errata",
    "data",
    "teaching",
    "figures",
    "equations",
    "exercises",
    "glossary",
    "bibliography",
)


def chapter_page(name: str) -> str:
    """The document name of a chapter's prose page, or of an appendix that has a lab."""
    return f"book/{name}/{name}"


def part_page(part: str) -> str:
    """The document name of a part's own page: ``book/recurrence`` for part I."""
    return f"book/{PARTS[part].lower()}"


def is_written(root: Path, name: str) -> bool:
    """Whether a chapter has its prose page."""
    return (root / f"{chapter_page(name)}.md").is_file()


def sections(root: Path, name: str) -> list[tuple[str, str]]:
    """The pages under a chapter, as (document, title in the contents), those that exist or are made by the build."""
    found = []
    if (root / f"book/{name}/lab.ipynb").is_file():
        found.append((f"book/{name}/lab", "Lab"))
    if (root / f"exercises/{name}/{name}.ipynb").is_file():
        found.append((f"exercises/{name}/{name}", "Exercises"))
    if (root / f"solutions/{name}/{name}.ipynb").is_file():
        found.append((f"book/{name}/solutions", "Worked solutions"))
    others = {page.stem for page in (root / "book" / name).glob("*.md")} - {name}
    if name == "teaching":
        others = others | {"hints"} if (root / "tests" / "submissions").is_dir() else others - {"hints"}
    return found + [
        (f"book/{name}/{page}", _title(root / "book" / name / f"{page}.md")) for page in sorted(others)
    ]


def _title(page: Path) -> str:
    """A page's own heading; its name where what it says comes from elsewhere, or is made when the book is built."""
    first = "" if page.stem == "hints" else page.read_text(encoding="utf-8").partition("\n")[0]
    return first.removeprefix("# ") if first.startswith("# ") else page.stem.capitalize()


def under(root: Path, name: str) -> list[str]:
    """The lines of _toc.yml for the pages under a chapter or an appendix."""
    lines = []
    for document, label in sections(root, name):
        lines += [f"          - file: {document}", f"            title: {label}"]
    return ["        sections:", *lines] if lines else []


def toc(root: Path) -> str:
    """The text of _toc.yml."""
    lines = [
        "# Made from rnncourse/curriculum.py and the written pages: python -m rnncourse.book.contents",
        "format: jb-book",
        "root: book/index",
        "parts:",
    ]
    before = [name for name in BEFORE if (root / f"book/{name}.md").is_file()]
    if before:
        lines += ["  - chapters:", *(f"      - file: book/{name}" for name in before)]
    for part, title in PARTS.items():
        written = [c for c in CHAPTERS if c.part == part and is_written(root, c.name)]
        if not written:
            continue
        lines += [f"  - caption: Part {part} · {title}", "    chapters:"]
        if (root / f"{part_page(part)}.md").is_file():
            lines += [f"      - file: {part_page(part)}", "        title: Overview"]
        for chapter in written:
            lines += [f"      - file: {chapter_page(chapter.name)}", *under(root, chapter.name)]
    lines += ["  - caption: Appendices", "    chapters:"]
    for name in APPENDICES:
        if is_written(root, name):
            lines += [f"      - file: {chapter_page(name)}", *under(root, name)]
        elif (root / f"book/{name}.md").is_file():
            lines.append(f"      - file: book/{name}")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write _toc.yml in the current folder."""
    root = Path.cwd()
    if not (root / "_config.yml").is_file():
        sys.exit("rnncourse.book.contents: no _config.yml here; run it in the root of the course")
    (root / "_toc.yml").write_text(toc(root), encoding="utf-8")
    print(f"_toc.yml: {toc(root).count('file:')} pages")


if __name__ == "__main__":
    main()
