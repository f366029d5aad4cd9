"""Scripts in outputs, Markdown, sources and errors: a feedback page runs nothing and loads nothing."""

from build import Attack, own_cell

SCRIPT = "<script>document.title = 'rnncourse-attack'</script>"


def _markdown(notebook: dict) -> None:
    notebook["cells"].insert(
        1,
        own_cell(
            "own-markdown",
            f"{SCRIPT}\n\n<img src=x onerror=alert(1)>\n\n[here](javascript:alert(1))\n\n"
            "![x](https://rnncourse-attack.invalid/x.png)\n\n<style>* {{ display: none }}</style>"
            "\n\n$\\href{{javascript:alert(1)}}{{x}}$",
            "markdown",
        ),
    )


ATTACKS = [
    Attack(
        "scripts-in-outputs",
        "Displays HTML, JavaScript and SVG that run when the page is opened.",
        right="step forward",
        adds={
            "rnn-setup": f"""
from IPython.display import HTML, SVG, Javascript, display

display(HTML({SCRIPT!r}))
display(Javascript("alert(1)"))
display(SVG("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(2)</script></svg>"))
"""
        },
    ),
    Attack(
        "scripts-in-markdown",
        "Scripts, pictures from elsewhere, links that run, and styles that hide the page, in text of its own.",
        right="step forward",
        change=_markdown,
        flags=(("cells-added", None),),
    ),
    Attack(
        "scripts-in-sources",
        "Answers whose text closes the page's own tags and opens a script.",
        right="forward",
        code={
            "step": f"""
# </code></pre></textarea></title></style>{SCRIPT}
# {{{{ 7 * 7 }}}} {{% include '/etc/passwd' %}} ]]> --> \u202e\u2066
def step(x_t, h_prev, W_xh, W_hh, b_h):
    return "</pre>{SCRIPT}"
"""
        },
    ),
    Attack(
        "scripts-in-errors",
        "Errors and class names that are HTML, and reach the page as a hint.",
        right="forward",
        code={
            "step": f"""
Loud = type("<img src=x onerror=alert(1)>", (ValueError,), {{}})


def step(x_t, h_prev, W_xh, W_hh, b_h):
    raise Loud("{SCRIPT}\\n[<b>hint</b>]")
"""
        },
    ),
]
