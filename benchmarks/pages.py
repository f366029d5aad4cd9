"""How long until a page can be read? Every page of the built book, in Chromium at a quarter of its speed.

    python benchmarks/pages.py [PAGE …] [--repeats N] [--json FILE] [--check]

The book (``rnncourse build`` first) is served from this machine by ``rnncourse read``, and each page is opened N times
(3), in a tab that is open and by a browser that has kept nothing, with the processor throttled to 4 times slower. A
page can be read when the window that it opens in is full: text and formulas stand as far down as the window reaches,
in their fonts, and the browser has drawn them. What lies further down is drawn when it is scrolled to; ``all of it``
is when the page has come to its end and each of its formulas is set. Printed are medians, beside what was loaded, how
much of the time before the page could be read its own thread worked (on a busy machine the rest is waiting for a
turn), and the longest task that kept the browser from answering. ``blank`` is a page without content, in the same
rounds: what it takes belongs to the browser and to how busy the machine is. ``--check`` exits 1 where a page cannot be
read within a second. A request that would leave the machine is refused and ends the program.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Route, sync_playwright

from rnncourse import stored
from rnncourse.errors import CourseError

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"
SLOWER, BAR = 4, 1000
#: A page of the server's own, of the same kind as the others and with nothing in it.
BLANK = "blank"
EMPTY = "<!DOCTYPE html><html lang=en><meta charset=utf-8><title>blank</title><p>Nothing.</p></html>"

#: Runs in each page before anything else. What is asked after every frame counts when the next frame is drawn.
WATCH = """{
window.__tasks = [];
new PerformanceObserver((list) => window.__tasks.push(...list.getEntries().map((entry) => entry.duration)))
  .observe({ type: "longtask", buffered: true });
const painted = () => performance.getEntriesByType("paint").some((paint) => paint.name === "first-contentful-paint");
const set = () => [...document.querySelectorAll(".math")].every((formula) => formula.querySelector(".katex"));
const parsed = () => document.readyState !== "loading";
const full = () => document.querySelector("article")?.getBoundingClientRect().bottom > innerHeight;
const loaded = new Set();
const inTheirFonts = () => {
  const texts = document.createTreeWalker(document.querySelector("article") ?? document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement, { top, width } = element.getBoundingClientRect();
    if (top > innerHeight) break;
    const { fontStyle, fontWeight, fontSize, fontFamily } = getComputedStyle(element);
    const font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`, text = texts.currentNode.data;
    const asked = font + /[\\u3000-\\uffef]/.test(text);  // the Chinese font is asked for where there is Chinese
    if (!width || loaded.has(asked)) continue;
    if (!document.fonts.check(font, text)) return false;
    loaded.add(asked);
  }
  return true;
};
const when = (ready) => new Promise((tell) => {
  const look = () => requestAnimationFrame(() => {
    if (!ready()) return look();
    requestAnimationFrame(() => setTimeout(() => tell(performance.now())));
  });
  look();
});
window.__readable = when(() => painted() && (parsed() || full()) && set() && inTheirFonts());
window.__whole = when(() => painted() && parsed() && set() && document.fonts.status === "loaded");
}"""


class Left(Exception):
    """A page asked for something that is not on this machine."""


def pages(html: Path) -> list[str]:
    """Every page of the built book that a reader can open, without its ending; the cover's redirection is none."""
    found = (path.relative_to(html) for path in html.rglob("*.html") if "_static" not in path.parts)
    return sorted(path.with_suffix("").as_posix() for path in found if path != Path("index.html"))


@contextlib.contextmanager
def served() -> Iterator[str]:
    """The address at which ``rnncourse read``, a process of its own, serves the book."""
    command = [sys.executable, "-m", "rnncourse.cli", "read", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as running:
        said = running.stderr.readline()
        found = re.search(r"http://[^/]+", said)
        if not found:
            raise CourseError(said.strip())
        yield found[0]
        running.terminate()


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium, without a window."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if not found:
        raise CourseError("There is no Chromium here: tools/system-packages installs it or says how.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def opened(browser: Browser, site: str, page: str) -> dict[str, float]:
    """One opening of a page by a browser that has kept nothing: bytes, requests, milliseconds.

    Raises Left where the page asks for something elsewhere.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        outside: list[str] = []

        def guard(route: Route) -> None:
            outside.append(route.request.url)
            route.abort()

        tab = context.new_page()
        # Only what is not the server's passes through here: a route holds up what it sees.
        context.route(lambda url: not url.startswith((site + "/", "data:", "blob:")), guard)
        context.route(
            f"{site}/{BLANK}.html", lambda route: route.fulfill(body=EMPTY, content_type="text/html")
        )
        tab.goto(f"{site}/{BLANK}.html")  # a tab that is open: to start one is the browser's affair
        tab.add_init_script(WATCH)
        wire = context.new_cdp_session(tab)
        wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        wire.send("Network.enable")
        wire.send("Performance.enable", {"timeDomain": "threadTicks"})
        sizes: list[int] = []
        before = worked(wire)
        wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        tab.goto(f"{site}/{page}.html", wait_until="commit")
        readable = tab.evaluate("window.__readable")
        work = worked(wire) - before
        whole = tab.evaluate("window.__whole")
        tab.wait_for_load_state("load")
        longest = tab.evaluate(
            "new Promise((tell) => setTimeout(() => tell(Math.max(0, ...window.__tasks)), 50))"
        )
        if outside:
            raise Left(f"{page} asks for {outside[0]}")
        return {
            "bytes": sum(sizes),
            "requests": len(sizes),
            "readable": readable,
            "whole": whole,
            "work": work,
            "longest": longest,
        }
    finally:
        context.close()


def worked(wire: CDPSession) -> float:
    """Milliseconds of processor time that the page's thread has had."""
    metrics = {metric["name"]: metric["value"] for metric in wire.send("Performance.getMetrics")["metrics"]}
    return 1000 * metrics["TaskDuration"]


def measure(browser: Browser, site: str, names: list[str], repeats: int) -> list[dict[str, Any]]:
    """A row for each page, slowest first, ``blank`` last. A round goes over all pages, so that a busy moment does not
    fall on one page alone."""
    opened(browser, site, BLANK)  # the first opening of all pays for the start of the browser
    rounds = [[opened(browser, site, name) for name in names] for _ in range(repeats)]
    rows = []
    for name, seen in zip(names, zip(*rounds, strict=True), strict=True):
        row = {"page": name} | {key: round(statistics.median(one[key] for one in seen)) for key in seen[0]}
        rows.append(row)
    return sorted(rows, key=lambda row: (row["page"] == BLANK, -row["readable"]))


def show(rows: list[dict[str, Any]]) -> None:
    """The table."""
    print(
        f"{'page':44}{'kB':>7}{'requests':>10}{'readable ms':>13}{'all of it ms':>14}{'work ms':>9}"
        f"{'longest task ms':>17}"
    )
    for row in rows:
        print(
            f"{row['page']:44}{row['bytes'] / 1000:7.0f}{row['requests']:10}{row['readable']:13}{row['whole']:14}"
            f"{row['work']:9}{row['longest']:17}"
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="*", metavar="PAGE", help="as book/gru/gru; all where none is named")
    parser.add_argument("--repeats", type=int, default=3, help="how often each page is opened (3)")
    parser.add_argument("--json", type=Path, help="store the results here")
    parser.add_argument("--check", action="store_true", help=f"exit 1 where a page takes more than {BAR} ms")
    options = parser.parse_args()
    try:
        with served() as site, chromium() as browser:
            names = [*(options.pages or pages(ROOT / "_build" / "html")), BLANK]
            rows = measure(browser, site, names, options.repeats)
    except (CourseError, Left) as error:
        print(error, file=sys.stderr)
        return 2
    show(rows)
    if options.json:
        about = {
            "repeats": options.repeats,
            "slower": SLOWER,
            "load": [round(load, 1) for load in os.getloadavg()],
        }
        stored.store(
            options.json, {"made_by": stored.made_by("python benchmarks/pages.py", **about), "rows": rows}
        )
    slow = [row for row in rows if row["readable"] > BAR] if options.check else []
    for row in slow:
        print(f"falls short: {row['page']} can be read after {row['readable']} ms")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
