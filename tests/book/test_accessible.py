"""No page shuts a reader out: axe-core finds no serious or critical fault, in light and in dark.

Before it looks, nine tenths of a page are taken away, which nobody hears: a formula becomes a letter, a picture with a
name becomes empty, and code loses its colours, which ``test_pages.py`` measures.
"""

from __future__ import annotations

import pytest

from tests.book.conftest import ROOT, built_pages
from tests.book.test_pages import DESKTOP

pytestmark = pytest.mark.browser
AXE = ROOT / "tests" / "support" / "axe" / "axe.min.js"

#: All rules in light; in dark only colours can differ.
LOOK = """async (theme) => {
  document.documentElement.dataset.theme = theme;
  for (const unheard of document.querySelectorAll("[role=img] svg")) unheard.replaceChildren();
  for (const formula of document.querySelectorAll(".math:has(.katex)")) formula.textContent = "x";
  for (const code of document.querySelectorAll("pre")) code.textContent = code.textContent;
  for (const choice of document.querySelectorAll("details")) choice.open = true;
  const only = theme === "dark" ? { runOnly: ["color-contrast"] } : {};
  const found = await axe.run({ resultTypes: ["violations"], ...only });
  return found.violations.filter((fault) => ["serious", "critical"].includes(fault.impact))
    .flatMap((fault) => fault.nodes.map((node) => `${fault.id}: ${node.html.slice(0, 120)}`));
}"""


@pytest.fixture(scope="session")
def faults(browser, site, book) -> dict[str, dict[str, list[str]]]:
    """Theme → page → what axe-core finds. All pages in one tab, each opened once."""
    context = browser.new_context(viewport=DESKTOP, reduced_motion="reduce")
    context.add_init_script(path=AXE)
    tab = context.new_page()
    found: dict[str, dict[str, list[str]]] = {"light": {}, "dark": {}}
    for page in built_pages(book):
        tab.goto(f"{site}/{page}.html")
        tab.wait_for_function("'reachable' in document.documentElement.dataset")
        for theme, pages in found.items():
            if some := tab.evaluate(LOOK, theme):
                pages[page] = some
    context.close()
    return found


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_page_has_a_serious_fault(faults, theme):
    assert faults[theme] == {}
