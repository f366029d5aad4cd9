"""The figures that a reader turns: their scripts compute what rnncourse.cells computes, and can be used by anyone.

They stand in a small book of their own, so that what a chapter says around them does not matter here.
"""

from __future__ import annotations

import functools
import http.server
import re
import shutil
import threading

import numpy as np
import pytest

from rnncourse.book.drawings import DrawingError
from rnncourse.book.explorers import make
from rnncourse.cells import LSTM, RNN, Bidirectional, Stacked
from rnncourse.explore import gates, gradients, reach, shapes
from rnncourse.through_time import state_gradients
from tests.book.conftest import ROOT
from tests.book.test_pages import DESKTOP, Visit

STATIC = ROOT / "book" / "_static"
EXPLORERS = {
    "gates": "rnncourse.explore.gates:explorer",
    "gradients": "rnncourse.explore.gradients:plain",
    "gated": "rnncourse.explore.gradients:gated",
    "shapes": "rnncourse.explore.shapes:full",
    "simple": "rnncourse.explore.shapes:simple",
    "reach": "rnncourse.explore.reach:explorer",
}


@pytest.fixture(scope="module")
def page(small_book):
    figures = "".join(
        f"```{{explorer}} {path}\n:name: {name}\n:alt: What the picture of this figure shows.\nCaption.\n```\n\n"
        for name, path in EXPLORERS.items()
    )
    book = small_book({"index": f"# Figures\n\n{figures}", "book/rnn/rnn": "# None here\n"})
    assert book.warnings == ""
    shutil.copytree(STATIC, book.root / "_build" / "html" / "_static", dirs_exist_ok=True)
    return book


@pytest.fixture(scope="module")
def address(page):
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *arguments):
            pass

    handler = functools.partial(Quiet, directory=page.root / "_build" / "html")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


@pytest.fixture(scope="module")
def visit(browser, address):
    visit = Visit(browser, address, "index", DESKTOP)
    yield visit
    visit.context.close()


@pytest.fixture
def call(visit):
    """call("gates", "run", …) is what the function ``run`` of gates.js returns."""
    ask = "async ([file, name, args]) => (await import(`./_static/explore/${file}.js`))[name](...args)"
    return lambda file, name, *args: visit.tab.evaluate(ask, [file, name, list(args)])


def close(ours, theirs):
    scale = max(1.0, np.abs(ours).max())
    assert np.abs(np.asarray(ours) - np.asarray(theirs)).max() <= 1e-12 * scale


# ---- the same numbers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", range(5))
def test_a_unit_computes_what_the_lstm_computes(call, rng, case):
    rng = np.random.default_rng([case, 5])
    X = rng.normal(size=(24, 2))
    weights = LSTM.Params(
        W_xh=rng.normal(size=(2, 4)) * 4, W_hh=rng.normal(size=(1, 4)) * 4, b_h=rng.normal(size=4) * 4
    )
    given = {"W_xh": weights.W_xh.tolist(), "W_hh": weights.W_hh[0].tolist(), "b_h": weights.b_h.tolist()}
    theirs, ours = call("gates", "run", given, X.tolist()), gates.run(weights, X)
    for name in "ifgoch":
        close(ours[name], theirs[name])


def test_what_is_turned_becomes_the_same_weights(call):
    knobs = dict(zip(gates.KNOBS, np.random.default_rng(1).normal(size=8).tolist(), strict=True))
    theirs, ours = call("gates", "params", knobs), gates.params(knobs)
    assert theirs == {"W_xh": ours.W_xh.tolist(), "W_hh": ours.W_hh[0].tolist(), "b_h": ours.b_h.tolist()}


def test_half_of_the_cell_is_gone_after_the_half_life(call):
    assert call("gates", "halfLife", 0.5) == 1
    assert 0.9 ** call("gates", "halfLife", 0.9) == pytest.approx(0.5, abs=1e-12)


@pytest.mark.parametrize("case", range(5))
def test_the_length_of_a_gradient_is_that_of_backpropagation(call, case):
    rng = np.random.default_rng([case, 3])
    h, d, T = 4, 3, 30
    radius, drive = rng.uniform(0.5, 2), rng.uniform(0, 2)
    net = {"Q": rng.normal(size=(h, h)), "U": rng.normal(size=(d, h)), "X": rng.normal(size=(T, d))}
    last = rng.normal(size=h)
    params = RNN.Params(drive * net["U"], radius * net["Q"], np.zeros(h))
    _, _, tape = RNN().forward(params, net["X"][None])
    ours = [np.linalg.norm(one) for one in reversed(state_gradients(RNN(), params, tape, d_final=last[None]))]
    given = {name: value.tolist() for name, value in net.items()} | {"last": last.tolist()}
    close(np.array(ours), call("gradients", "withTanh", given, radius, drive, T))


@pytest.mark.parametrize(("radius", "bias"), [(0.5, -2.0), (1.03, 1.0), (1.1, 4.7)])
def test_powers_are_what_backpropagation_finds_without_a_tanh_and_through_a_gate(call, radius, bias):
    given = gradients.plain().settings
    close(gradients.alone(radius, 60), call("gradients", "alone", given, radius, 60))
    close(gradients.with_tanh(radius, 0.7, 60), call("gradients", "withTanh", given, radius, 0.7, 60))
    close(gradients.through_gate(bias, 60), call("gradients", "throughGate", given, bias, 60))


GRID = [
    {
        "cell": cell,
        "n": 6,
        "T": 7,
        "d": 3,
        "h": 5,
        "layers": layers,
        "directions": ways,
        "batchFirst": first,
        "p": p,
    }
    for cell in ("RNN", "LSTM", "GRU")
    for layers in (1, 2, 3)
    for ways in (1, 2)
    for first in (True, False)
    for p in ((0, 2) if cell == "LSTM" else (0,))
]


@pytest.mark.filterwarnings("ignore:LSTM with projections")
def test_every_shape_is_that_of_torch(call):
    for choice in GRID:
        ours = shapes.tensors(choice)
        theirs = call("shapes", "tensors", choice)
        assert {name: tuple(shape) for name, shape in theirs.items()} == ours, choice
        assert list(theirs) == list(ours) or choice["p"]  # torch names its projections last but one
        weights = [np.prod(shape) for name, shape in ours.items() if name.startswith(("weight", "bias"))]
        assert call("shapes", "parameters", choice) == sum(weights)


def test_a_projection_that_is_not_an_lstm_s_is_left_out(call):
    choice = {**GRID[0], "p": 2}
    assert call("shapes", "tensors", choice) == call("shapes", "tensors", GRID[0])


WAYS = [
    {"T": 6, "length": length, "directions": directions, "layers": layers, "packed": packed}
    for directions in ("forward", "backward", "both")
    for layers in (1, 2)
    for length in (6, 4, 1)
    for packed in (True, False)
]


def test_arrows_lead_where_gradients_flow(call):
    for choice in WAYS:
        assert np.array_equal(call("reach", "reach", choice), reach.measured(choice)), choice


@pytest.mark.parametrize("layers", [1, 2])
def test_arrows_lead_where_a_layer_that_is_given_lengths_is_moved(call, layers):
    layer, rng = Stacked([Bidirectional(RNN())] * layers), np.random.default_rng(layers)
    params, X = layer.init(rng, d=2, h=3), rng.normal(size=(1, 6, 2))
    outputs = lambda X: layer.forward(params, X, lengths=np.array([4]))[0][0]  # noqa: E731
    moved = np.zeros((6, 6), dtype=bool)
    for s in range(6):
        other = X.copy()
        other[0, s] += 1
        moved[:, s] = (outputs(other) != outputs(X)).any(axis=1)
    choice = {"T": 6, "length": 4, "directions": "both", "layers": layers, "packed": True}
    assert np.array_equal(call("reach", "reach", choice), moved)


def test_what_the_pages_say_of_the_gradients_is_so():
    still = gradients.with_tanh(1.5, 0, 50)
    assert np.allclose(still, gradients.alone(1.5, 50), rtol=1e-12)
    assert 2e8 < still[-1] < 1e9  # "several hundred million", "nearly nine powers of ten"
    assert gradients.with_tanh(1.5, 0.05, 50)[-1] < 1e4
    near_one = [gradients.with_tanh(1.5, drive, 50)[-1] for drive in (0.1, 0.3)]
    assert (
        near_one[0] > 1 > near_one[1]
    )  # there is a size of inputs at which a gradient comes home as it set out
    lead = gradients.through_gate(1.0, 100)[20] / gradients.with_tanh(1.0, 1.0, 100)[20]
    assert 100 < lead < 1000  # "ahead by a factor of more than a hundred"
    assert (
        gradients.with_tanh(1.0, 0.1, 100)[20] > gradients.through_gate(1.0, 100)[20]
    )  # small inputs overtake it


# ---- who uses them -------------------------------------------------------------------------------------------


def test_each_figure_comes_to_life_and_nothing_is_complained_of(visit):
    own = [words for words in visit.complaints if "404" not in words and "sphinx-book-theme" not in words]
    assert own == []  # the theme's script is not in this small book
    assert visit.tab.locator("figure.explorer.live").count() == len(EXPLORERS)
    assert visit.tab.locator("figure.explorer .drawing-box:visible").count() == 0


@pytest.mark.parametrize("name", EXPLORERS)
def test_every_control_has_a_name_and_every_picture_says_what_it_shows(visit, name):
    figure = visit.tab.locator(f"figure#{name}")
    nameless = "es => es.filter(e => !e.labels.length || !e.labels[0].textContent.trim()).map(e => e.id)"
    assert figure.locator("input, select").evaluate_all(nameless) == []
    assert len(figure.locator("svg[role=img]:visible").first.get_attribute("aria-label")) > 40
    assert figure.locator("[aria-live=polite]").count() == 1


@pytest.mark.parametrize("name", EXPLORERS)
def test_the_arrow_keys_turn_a_slider_and_picture_and_numbers_follow(visit, name):
    figure = visit.tab.locator(f"figure#{name}")
    sliders = figure.locator("input[type=range]")
    sliders.first.focus()
    seen = figure.locator(".explorer-live svg").inner_html(), figure.locator(".explorer-live").inner_text()
    before = sliders.first.input_value(), sliders.first.get_attribute("aria-valuetext")
    lowest = sliders.first.input_value() == sliders.first.get_attribute("min")
    visit.tab.keyboard.press("ArrowRight" if lowest else "ArrowLeft")
    assert (sliders.first.input_value(), sliders.first.get_attribute("aria-valuetext")) != before
    now = figure.locator(".explorer-live svg").inner_html(), figure.locator(".explorer-live").inner_text()
    assert now[0] != seen[0]
    assert now[1] != seen[1]
    visit.tab.keyboard.press("Tab")
    assert visit.tab.evaluate(
        "document.activeElement.matches('figure.explorer input, figure.explorer select')"
    )


def test_what_has_changed_is_said_once_and_not_at_every_notch(visit):
    region = visit.tab.locator("figure#gates [aria-live=polite]")
    visit.tab.evaluate(
        "() => { window.said = 0; new MutationObserver(() => window.said++).observe("
        "document.querySelector('figure#gates [aria-live]'), {childList: true}); }"
    )
    visit.tab.locator("figure#gates input[type=range]").nth(1).focus()
    for _ in range(6):
        visit.tab.keyboard.press("ArrowRight")
    visit.tab.wait_for_function("window.said > 0")
    assert visit.tab.evaluate("window.said") == 1
    assert "half is gone" in region.inner_text()


def test_a_preset_sets_what_it_names(visit):
    figure = visit.tab.locator("figure#gates")
    figure.get_by_role("button", name="leaky").click()
    assert figure.get_by_role("button", name="leaky").get_attribute("aria-pressed") == "true"
    assert "half is gone after 1.0 steps" in figure.inner_text()
    bias = figure.locator("fieldset", has_text="Forget gate").get_by_label("bias")
    bias.focus()
    for _ in range(22):
        visit.tab.keyboard.press("ArrowRight")
    assert "half is gone after 6.6 steps" in figure.inner_text()
    assert figure.get_by_role("button", name="leaky").get_attribute("aria-pressed") == "false"


def test_an_output_is_chosen_and_says_what_reaches_it(visit):
    figure = visit.tab.locator("figure#reach")
    figure.get_by_role("button", name="o3").click()
    assert "o3 is reached by x1 to x3." in figure.inner_text()
    visit.tab.keyboard.press("ArrowRight")
    visit.tab.keyboard.press("Enter")
    assert "o4 is reached by x1 to x4." in figure.inner_text()
    figure.get_by_label("directions").select_option("backward")
    assert "o4 is reached by x4 to x8." in figure.inner_text()
    padding = figure.get_by_label("steps of padding")
    padding.focus()
    visit.tab.keyboard.press("ArrowRight")
    assert "o4 is reached by x4 to x7." in figure.inner_text()
    figure.get_by_label("told the length").select_option("false")
    assert "o4 is reached by x4 to x8, of which 1 is padding." in figure.inner_text()
    figure.get_by_role("button", name="x8").click()
    assert "x8 reaches o1 to o8, of which 1 is padding." in figure.inner_text()


def test_without_scripts_and_on_paper_the_still_picture_and_its_numbers_are_there(browser, address, visit):
    still = Visit(browser, address, "index", DESKTOP, java_script_enabled=False)
    assert still.tab.locator("figure.explorer .drawing-box svg:visible").count() >= len(EXPLORERS)
    assert still.tab.locator("figure.explorer table:visible").count() == len(EXPLORERS)
    assert still.tab.locator("figure.explorer input").count() == 0
    still.context.close()
    visit.tab.emulate_media(media="print")
    assert visit.tab.locator("figure.explorer table:visible").count() == len(EXPLORERS)
    assert visit.tab.locator(".explorer-live:visible").count() == 0
    visit.tab.emulate_media(media="screen")


def test_a_figure_that_cannot_live_keeps_its_still_picture(browser, address):
    context = browser.new_context()
    tab = context.new_page()
    tab.route("**/explore/common.js", lambda route: route.abort())
    tab.goto(f"{address}/index.html", wait_until="networkidle")
    assert tab.locator("figure.explorer table:visible").count() == len(EXPLORERS)
    context.close()


# ---- what they weigh, and what is loaded where -----------------------------------------------------------------


@pytest.mark.parametrize("script", sorted((STATIC / "explore").glob("*.js")), ids=lambda path: path.stem)
def test_a_script_is_small(script):
    assert script.stat().st_size < 10_000


def test_a_page_loads_the_scripts_of_its_explorers_and_no_others(page):
    assert {"gates", "gradients", "shapes", "reach"} == {
        src.split("/")[-1].split(".")[0]
        for script in page.soup("index").select("script[type=module]")
        for src in [script["src"]]
    }
    assert "explore" not in page.text("book/rnn/rnn")


def test_what_stands_in_the_chapters_is_what_is_tested_here():
    pages = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "book").rglob("*.md")}
    found = {name: re.findall(r"```\{explorer\} (\S+)", text) for name, text in pages.items()}
    assert {name: paths for name, paths in found.items() if paths} == {
        "rnn": [EXPLORERS["simple"]],
        "bptt": [EXPLORERS["gradients"]],
        "bidirectional": [EXPLORERS["reach"]],
        "lstm": [EXPLORERS["gated"], EXPLORERS["gates"]],
        "deep": [EXPLORERS["shapes"]],
    }


@pytest.mark.parametrize("name", EXPLORERS)
def test_the_settings_and_the_still_pictures_are_light(name):
    made = make(EXPLORERS[name])
    assert len(made.wide) + len(made.narrow) + len(str(made.settings)) < 40_000


@pytest.mark.parametrize(
    ("path", "complaint"),
    [
        ("gates", "write module:function"),
        ("rnncourse.explore.gates:sequences", "should return an Explorer, got dict"),
        ("rnncourse.explore.gates:missing", "AttributeError"),
        ("rnncourse.explore.nothing:f", "ModuleNotFoundError"),
    ],
)
def test_an_explorer_that_cannot_be_made_says_why(path, complaint):
    with pytest.raises(DrawingError, match=complaint):
        make(path)
