"""Every chapter has the parts of the anatomy, in their order, and enough in each."""

from __future__ import annotations

import re

import pytest

from rnncourse.book.contents import chapter_page, is_written
from rnncourse.curriculum import CHAPTERS
from tests.book.conftest import ROOT

PARTS = [
    "At a glance",
    "The problem",
    "The idea",
    "The mathematics",
    "By hand",
    "In code",
    "What it does",
    "Common mistakes",
    "Check yourself",
    "In short",
    "Exercises",
    "Further reading",
]
WRITTEN = [chapter.name for chapter in CHAPTERS if is_written(ROOT, chapter.name)]
pytestmark = pytest.mark.skipif(not WRITTEN, reason="no chapter is written")


@pytest.fixture(scope="module", params=WRITTEN)
def chapter(request, soup):
    return soup(chapter_page(request.param)).article


def part(chapter, title):
    return next(h2.parent for h2 in chapter.find_all("h2") if plain(h2) == title)


def plain(heading):
    return heading.get_text().rstrip("#").strip()


def mistakes(section):
    """Headings, else terms of a list, else items, else paragraphs that begin in bold."""
    begins_bold = [
        p
        for p in section.find_all("p", recursive=False)
        if p.strong and p.get_text().startswith(p.strong.text)
    ]
    items = [
        li
        for ul in section.find_all(["ul", "ol"], recursive=False)
        for li in ul.find_all("li", recursive=False)
    ]
    return section.find_all("h3") or section.find_all("dt") or begins_bold or items


def test_the_parts_are_there_in_their_order(chapter):
    assert [plain(h2) for h2 in chapter.find_all("h2")] == PARTS


def test_at_a_glance_says_what_for_what_before_and_how_long(chapter):
    section = part(chapter, "At a glance")
    assert 3 <= len(section.find_all("strong")) <= 6  # what you will be able to do, each verb in bold
    assert "before" in section.get_text()
    assert "minutes" in section.get_text().lower()


def test_the_idea_has_a_drawing_made_for_the_page(chapter):
    assert part(chapter, "The idea").select("figure.drawing [role][aria-label] svg")


def test_the_mathematics_has_numbered_equations(chapter):
    assert part(chapter, "The mathematics").select(".eqno")


def test_numbers_in_code_and_experiment_come_from_the_lab(chapter):
    assert part(chapter, "In code").select(".pasted-text")
    assert part(chapter, "What it does").select(".pasted-text")


def test_the_experiment_is_shown_in_a_picture(chapter):
    assert part(chapter, "What it does").select("figure svg, figure img")


def test_there_are_three_to_six_mistakes(chapter):
    assert 3 <= len(mistakes(part(chapter, "Common mistakes"))) <= 6


def test_each_mistake_has_its_symptom_and_its_cure(chapter):
    section = part(chapter, "Common mistakes")
    text = section.get_text().lower()
    assert text.count("symptom") >= len(mistakes(section))
    assert text.count("cure") >= len(mistakes(section))


def test_there_are_five_questions_or_more_and_each_choice_explains_itself(chapter):
    questions = part(chapter, "Check yourself").select(".question")
    assert len(questions) >= 5
    for choice in part(chapter, "Check yourself").select("details.choice"):
        words = choice.select_one(".explanation").get_text().split()
        assert len(words) >= 5, choice.summary.get_text()


def test_the_exercises_and_their_solutions_are_linked(chapter):
    links = [a["href"] for a in part(chapter, "Exercises").select("a[href]")]
    assert any("exercises/" in link for link in links)


def test_further_reading_cites_the_bibliography(chapter):
    assert len(part(chapter, "Further reading").select("a[href*=bibliography]")) >= 3


def test_every_figure_is_numbered_and_has_a_caption(chapter):
    for figure in chapter.find_all("figure"):
        assert figure.select_one(".caption-number"), figure.get("id")
        assert re.search(r"\w{3}", figure.select_one(".caption-text").get_text())
