"""The class report's page: plots as inline SVG, tables, and every word of a submission escaped."""

from __future__ import annotations

import re

from markupsafe import Markup

from rnncourse.grading import wording
from rnncourse.grading.assignment import Assignment
from rnncourse.grading.class_report import Class, Test, mistakes, quantile
from rnncourse.grading.feedback import environment, exercise_title, visible
from rnncourse.grading.similarity_report import page_style

_MOST_MISTAKES, _MOST_NAMED = 25, 100


def render(found: Class, assignment: Assignment | None, groups: dict[str, list[Test]]) -> str:
    """The page; it asks nothing of anywhere and runs nothing."""
    style, policy = page_style()
    titles = {name: _title(assignment, name) for name in groups}
    graded = found.graded()
    shown = mistakes(found)[:_MOST_MISTAKES]
    named = [one for one in found.students if one.status != "graded" or one.flags]
    return visible(
        environment()
        .get_template("class.html")
        .render(
            found=found,
            graded=graded,
            median=quantile((one.score for one in graded), 0.5),
            mean=sum(one.score for one in graded) / max(len(graded), 1),
            groups=[(titles[name], tests, _share(tests)) for name, tests in groups.items()],
            mistakes=shown,
            named=named[:_MOST_NAMED],
            unnamed=max(len(named) - _MOST_NAMED, 0),
            times=_times(graded),
            words=wording,
            plots=_plots(found, groups, titles),
            style=style,
            policy=policy,
        )
    )


def _share(tests: list[Test]) -> float:
    """The share of an exercise's points that those whose notebook could be read earned."""
    reached = sum(test.most * test.read for test in tests)
    return sum(test.score for test in tests) / reached if reached else 0.0


def _times(graded: list) -> list[tuple[str, list[float]]]:
    kinds = {
        "on the clock": [one.seconds for one in graded],
        "of the processor": [one.cpu_seconds for one in graded],
    }
    return [
        (name, [quantile(numbers, share) for share in (0.5, 0.95, 1.0)]) for name, numbers in kinds.items()
    ]


def _title(assignment: Assignment | None, name: str) -> str:
    for master in assignment.masters if assignment else ():
        if any(cell.id == name for cell in master.cells):
            return exercise_title(master, name)
    return name or "Other tests"


def _plots(found: Class, groups: dict[str, list[Test]], titles: dict[str, str]) -> dict[str, Markup]:
    """Scores, difficulty and time; drawn with the course's own style."""
    from rnncourse.plotting import BLUE, GREEN, ORANGE, figure

    graded = found.graded()
    plots = {}
    fig, axes = figure(7.0, 2.8)
    edges = [found.most * step / 20 for step in range(21)] if found.most else [0, 1]
    axes.hist([one.score for one in graded], bins=edges, color=BLUE, rwidth=0.9)
    axes.set(xlabel="points", ylabel="submissions", xlim=(edges[0], edges[-1]))
    axes.yaxis.get_major_locator().set_params(integer=True)
    plots["scores"] = _inline(fig, "scores", "How many submissions earned how many points.")
    names = list(groups)[::-1]
    fig, axes = figure(7.0, 0.8 + 0.38 * len(names))
    shares = [100 * _share(groups[name]) for name in names]
    bars = axes.barh([_label(titles[name]) for name in names], shares, color=GREEN, height=0.6)
    axes.bar_label(bars, fmt="%.0f %%", padding=4)
    axes.set(xlabel="points earned, %", xlim=(0, 112))
    plots["difficulty"] = _inline(fig, "difficulty", "The share of each exercise's points that was earned.")
    fig, axes = figure(7.0, 2.4)
    axes.hist([one.cpu_seconds for one in graded], bins=30, color=ORANGE, rwidth=0.9)
    axes.set(xlabel="seconds of the processor", ylabel="submissions")
    axes.yaxis.get_major_locator().set_params(integer=True)
    plots["time"] = _inline(fig, "time", "How many submissions took how long.")
    return plots


def _label(title: str) -> str:
    """A title as a plot's label: short, and no dollar sign begins a formula in it."""
    return (title if len(title) <= 34 else f"{title[:33]}…").replace("$", r"\$")


def _inline(fig, name: str, alt: str) -> Markup:
    """The figure as SVG that a strict content policy shows: attributes where Matplotlib writes styles."""
    from rnncourse.plotting import show

    svg = show(fig, name=f"plot-{name}", alt=alt).svg
    svg = re.sub(r"<style.*?</style>", "", svg, flags=re.DOTALL)
    svg = re.sub(r' style="([^"]*)"', lambda found: _attributes(found[1]), svg)
    return Markup(f'<div role="img" aria-label="{alt}">{svg}</div>')


def _attributes(style: str) -> str:
    pairs = [part.partition(":") for part in style.split(";") if ":" in part]
    skipped = {"width", "height"}  # of the whole picture: the page's own style has them
    return "".join(
        f' {name.strip()}="{value.strip()}"' for name, _, value in pairs if name.strip() not in skipped
    )
