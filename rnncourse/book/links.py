"""Links: those inside the built book lead somewhere, those outside are well written and can be asked.

    python -m rnncourse.book.links --list    every address outside that the course names, and where
    python -m rnncourse.book.links           asks each of them whether it is there; needs a network

``make test`` follows the links inside and looks at the writing of the others, but asks nobody.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

_NO_TAGS = re.compile(r"<!--.*?-->|<(script|style)\b([^>]*)>.*?</\1>", re.DOTALL)
_ATTRIBUTE = re.compile(
    r"""\s(id|name|href|xlink:href|src|srcset|action|data-src|for|aria-labelledby|aria-describedby)="([^"]*)\""""
)
_TAG = re.compile(r"<[a-zA-Z][^>]*>")
_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\{}|\])]+")
#: What names a thing on the same page without being a link.
_BY_ID = ("for", "aria-labelledby", "aria-describedby")
_ANSWERS_PEOPLE_ONLY = (401, 403, 405, 406, 418, 429)


class Page(NamedTuple):
    """What a page refers to, as it is written, and the names by which places on it can be referred to."""

    refers: set[str]
    ids: set[str]


def read(path: Path) -> Page:
    """A built page's links and ids; nothing inside scripts, styles and comments."""
    refers, ids = set(), set()
    text = _NO_TAGS.sub(lambda match: f"<x {match[2]}>" if match[1] else "", path.read_text(encoding="utf-8"))
    for tag in _TAG.findall(text):
        for name, value in _ATTRIBUTE.findall(tag):
            value = unescape(value).strip()
            if name == "id" or (name == "name" and tag[:3] == "<a "):
                ids.add(value)
            elif name in _BY_ID:
                refers |= {f"#{one}" for one in value.split()}
            elif name == "srcset":
                refers |= {one.split()[0] for one in value.split(",") if one.split()}
            elif name != "name":
                refers.add(value)
    return Page(refers, ids)


def broken(
    html: Path, start: Iterable[str] = ("index.html", "book/index.html", "search.html")
) -> tuple[list[str], int]:
    """Follow all links inside the built book from ``start`` on.

    Returns
    -------
    faults : "page: link", for each that leads to no file or to no place on its page
    count  : how many links were followed
    """
    pages: dict[Path, Page] = {}
    waiting = [(html / name).resolve() for name in start]
    while waiting:
        path = waiting.pop()
        if path in pages:
            continue
        pages[path] = read(path)
        for link in pages[path].refers:
            target, _ = _target(path, link)
            if target and target.suffix == ".html" and target.is_file():
                waiting.append(target)
    faults, count = [], 0
    for path, page in pages.items():
        for link in sorted(page.refers):
            target, place = _target(path, link)
            if target is None:
                continue
            count += 1
            there = target.is_file() and html.resolve() in target.parents
            if not there or (place and target in pages and place not in pages[target].ids):
                faults.append(f"{path.relative_to(html.resolve()).as_posix()}: {link}")
    return faults, count


def _target(page: Path, link: str) -> tuple[Path | None, str]:
    """The file and the place on it that a link means, or None for one that leads out of the book."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or link in ("", "#"):
        return None, ""
    target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    return target, unquote(parts.fragment)


def outside(root: Path) -> dict[str, list[str]]:
    """Every address outside that the sources name → where: pages, guides, notebooks' text, the bibliography."""
    found: dict[str, list[str]] = {}
    for path, text in _texts(root):
        for address in _ADDRESS.findall(text):
            found.setdefault(address.rstrip(".,;:!?*_"), []).append(path.relative_to(root).as_posix())
    for key, fields in references(root).items():
        if "doi" in fields:
            found.setdefault(f"https://doi.org/{fields['doi']}", []).append(f"references.bib, {key}")
    return found


def _texts(root: Path) -> Iterator[tuple[Path, str]]:
    """The sources that a reader's links come from, a notebook as the text of its Markdown."""
    for path in [*root.glob("*.md"), *root.glob("book/**/*.md"), root / "book" / "references.bib"]:
        yield path, path.read_text(encoding="utf-8")
    for path in [*root.glob("book/*/lab.ipynb"), *root.glob("exercises/*/*.ipynb")]:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        yield path, "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def references(root: Path) -> dict[str, dict[str, str]]:
    """The bibliography: key → fields, the fields as they are written."""
    text = (root / "book" / "references.bib").read_text(encoding="utf-8")
    entries = re.findall(r"^@\w+\{([^,\s]+),\n(.*?)^\}", text, re.MULTILINE | re.DOTALL)
    return {
        key: dict(re.findall(r"^\s*(\w+)\s*=\s*\{(.*)\},?$", body, re.MULTILINE)) for key, body in entries
    }


def badly_written(address: str) -> str:
    """What is wrong with how an address is written; empty where nothing is.

    >>> badly_written("https://doi.org/10.1162/neco.1997.9.8.1735"), badly_written("https://arxiv.org/abs/15061")
    ('', 'an arXiv number is YYMM.NNNNN, or archive/YYMMNNN before April 2007')
    """
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or "." not in parts.netloc or re.search(r"\s", address):
        return "not an address of the web"
    if parts.netloc == "doi.org" and not re.fullmatch(r"/10\.\d{4,9}/\S+", parts.path):
        return "a DOI is 10.<registrant>/<suffix>"
    if parts.netloc.endswith("arxiv.org"):
        number = r"/(abs|pdf|html)/(\d{2}(0[1-9]|1[0-2])\.\d{4,5}|[a-z-]+/\d{7})(v\d+)?"
        if not re.fullmatch(number, parts.path):
            return "an arXiv number is YYMM.NNNNN, or archive/YYMMNNN before April 2007"
    return ""


def ask(address: str, seconds: float = 20) -> str:
    """What is wrong with an address, asked over the network; empty where it answers."""
    request = urllib.request.Request(address, headers={"User-Agent": "Mozilla/5.0 (links of a course)"})
    try:
        with urllib.request.urlopen(request, timeout=seconds) as answer:
            return "" if answer.status < 400 else f"answers {answer.status}"
    except urllib.error.HTTPError as error:
        return "" if error.code in _ANSWERS_PEOPLE_ONLY else f"answers {error.code}"
    except (OSError, ValueError) as error:
        return f"does not answer: {error}"


def main(arguments: list[str] | None = None) -> int:
    """List the addresses outside, or ask them; the exit code is 1 where one is not there."""
    parser = argparse.ArgumentParser(
        prog="python -m rnncourse.book.links", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--list", action="store_true", help="only list them; asks nobody")
    given = parser.parse_args(arguments)
    from rnncourse import place

    found = outside(place.root())
    if given.list:
        for address, places in sorted(found.items()):
            print(f"{address}   {', '.join(sorted(set(places)))}")
        return 0
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, sorted(found)))
    faults = [(address, fault) for address, fault in zip(sorted(found), answers, strict=True) if fault]
    for address, fault in faults:
        print(f"{address} {fault}   {', '.join(sorted(set(found[address])))}")
    print(f"{len(found)} addresses, {len(faults)} not there", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
