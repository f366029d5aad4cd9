// What the pages of the course do in the browser: set the formulas, and open every choice before printing.
"use strict";

function setFormulas() {
  for (const element of document.querySelectorAll(".math")) {
    katex.render(element.textContent, element, {
      displayMode: element.classList.contains("display"),
      throwOnError: false,
      strict: false,
    });
  }
}

// What is wider than its box scrolls inside it, and the keyboard must be able to reach it then.
function reachWhatScrolls() {
  for (const box of document.querySelectorAll(".math.display, .drawing-box, .cell_output")) {
    if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
  }
}

function openForPrint() {
  for (const choice of document.querySelectorAll("details:not([open])")) {
    choice.dataset.openedForPrint = "";
    choice.open = true;
  }
}

function closeAfterPrint() {
  for (const choice of document.querySelectorAll("details[data-opened-for-print]")) {
    delete choice.dataset.openedForPrint;
    choice.open = false;
  }
}

// The script is deferred, so the page is parsed and KaTeX, which comes before it, has run.
setFormulas();
document.fonts.ready.then(reachWhatScrolls);
window.addEventListener("beforeprint", openForPrint);
window.addEventListener("afterprint", closeAfterPrint);
