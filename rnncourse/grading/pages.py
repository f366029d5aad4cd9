"""Whether feedback pages are safe to open and tell nothing that is hidden, for ``rnncourse attack-test``."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

#: What the attacks put before hidden inputs that they try to bring to light.
HIDDEN_INPUT = "HIDDEN-INPUT"
_ADDRESSES = ("src", "href", "action", "formaction", "data", "srcset", "poster", "xlink:href")
_RUNNING = ("script", "iframe", "object", "embed", "base", "form", "applet", "frame")


def faults(out: Path, results: dict[str, dict]) -> list[str]:
    """What is wrong with the pages in ``out/feedback``, and with the hints of hidden tests, a sentence each."""
    found = []
    for path in sorted((out / "feedback").rglob("*.html")):
        reader = _Reader()
        reader.feed(path.read_text("utf-8", errors="replace"))
        found += [f"the page of {path.parts[-3]!r} {fault}" for fault in sorted(set(reader.faults))]
    for student, result in results.items():
        told = [
            test["id"] for test in result["tests"] if test["hidden"] and HIDDEN_INPUT in (test["hint"] or "")
        ]
        if told or HIDDEN_INPUT in result["message"]:
            found.append(f"{student!r} is told hidden inputs: {', '.join(told) or 'in the message'}")
    return found


class _Reader(HTMLParser):
    """Notes what would run or be fetched if the page were opened."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self._policy = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in _RUNNING:
            self.faults.append(f"holds a <{tag}>")
        for name, value in attributes:
            address = (value or "").strip().lower()
            if name.startswith("on"):
                self.faults.append(f"has an attribute {name}")
            if name in _ADDRESSES and not address.startswith(("#", "data:image/", "data:font/")):
                self.faults.append(f"refers to {address[:40]!r}")
