// What the pages of the course do in the browser: walk through drawings step by step, and open every choice
// before printing. The formulas are set when the book is built (rnncourse/book/formulas.py).
"use strict";

// What is wider than its box scrolls inside it, and the keyboard must be able to reach it then. To ask how wide a thing
// is, the browser must lay it out: that is done box by box while it has nothing else to do.
const SCROLLING = "article :is(.math.display, .drawing-box, .cell_output, .cell_output > .output, pre, .pst-scrollable-table-container)";
const whenIdle = window.requestIdleCallback?.bind(window) ?? ((act) => setTimeout(() => act({ timeRemaining: () => 5 }), 50));
function reachWhatScrolls() {
  const boxes = [...document.querySelectorAll(SCROLLING)];
  const look = (deadline) => {
    while (boxes.length && deadline.timeRemaining() > 2) {
      const box = boxes.shift();
      if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
    }
    if (boxes.length) whenIdle(look);
    else document.documentElement.dataset.reachable = "";
  };
  whenIdle(look);
}

// Sections out of sight are laid out when they come near, and until then their height is a guess (course.css). Where a
// thing is on the page is known only when all above it is laid out: at once, then, where an address or a link points
// into the page; section by section, while the browser has nothing else to do, where none does.
function layOut() {
  const root = document.documentElement;
  const goThere = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    root.dataset.laidOut = "";
    target.scrollIntoView({ behavior: "instant" });
    stay?.();
    stay = stayAt(target);
  };
  let stay;
  const inTurn = (sections) => {
    if (!sections.length) root.dataset.laidOut = "";
    else {
      sections.shift().style.contentVisibility = "visible";
      whenIdle(() => inTurn(sections));
    }
  };
  document.addEventListener("click", (event) => {
    if (event.target.closest?.('a[href^="#"]')) root.dataset.laidOut = "";
  }, true);
  window.addEventListener("hashchange", goThere);
  if (location.hash) goThere();
  else window.addEventListener("load", () => whenIdle(() => inTurn([...document.querySelectorAll("article section section")])));
}

// Fonts, and figures that get their controls, still change heights above the place that was asked for: stay there, until
// the reader moves or three seconds have gone. Returns what ends it.
function stayAt(target) {
  const hold = new ResizeObserver(() => target.scrollIntoView({ behavior: "instant" }));
  const moves = ["wheel", "touchmove", "keydown", "pointerdown"];
  const end = () => {
    hold.disconnect();
    for (const move of moves) window.removeEventListener(move, end);
  };
  hold.observe(document.querySelector("article"));
  for (const move of moves) window.addEventListener(move, end, { passive: true });
  setTimeout(end, 3000);
  return end;
}

// A drawing with the class "steps" gets buttons: its groups [data-step] appear one after the other, each with what
// it says. Place 0 shows all of them. The arrow keys work too, while a button has the focus.
function makeSteps() {
  for (const figure of document.querySelectorAll("figure.steps")) {
    const groups = [...figure.querySelectorAll("[data-step]")];
    const last = Math.max(...groups.map((group) => Number(group.dataset.step)));
    const bar = document.createElement("div");
    const [back, place, forward] = ["button", "span", "button"].map((tag) => bar.appendChild(document.createElement(tag)));
    const says = document.createElement("p");
    let now = 0, room = 0;
    bar.className = "stepper";
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", "Step through the figure");
    [back.textContent, place.className, forward.textContent, says.className] = ["Back", "place", "Forward", "says"];
    back.type = forward.type = "button";
    says.setAttribute("aria-live", "polite");
    // Room for the longest of the sentences: what stands below does not move from step to step.
    const makeRoom = () => {
      if (says.clientWidth === room) return;
      room = says.clientWidth;
      says.style.minHeight = "";
      const heights = groups.map((group) => ((says.innerHTML = group.dataset.says), says.offsetHeight));
      says.style.minHeight = `${Math.max(...heights)}px`;
    };
    const show = (step) => {
      if (step) makeRoom();
      now = (step + last + 1) % (last + 1);
      figure.classList.toggle("stepping", now > 0);
      for (const group of groups) {
        group.classList.toggle("seen", Number(group.dataset.step) <= now);
        group.classList.toggle("now", Number(group.dataset.step) === now);
      }
      place.textContent = now ? `step ${now} of ${last}` : `all ${last} steps`;
      says.innerHTML = now ? groups.find((group) => Number(group.dataset.step) === now).dataset.says : "";
    };
    back.addEventListener("click", () => show(now - 1));
    forward.addEventListener("click", () => show(now + 1));
    bar.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (step) show(now + step);
    });
    figure.querySelector("figcaption").before(bar, says);
    show(0);
  }
}

// "On this page": the entry of the section that the reader is in.
function markWhereWeAre() {
  const entries = new Map([...document.querySelectorAll(".page-toc a[href^='#']")].map((a) => [a.hash.slice(1), a]));
  const seen = new Set();
  const watch = new IntersectionObserver((changes) => {
    for (const { target, isIntersecting } of changes) seen[isIntersecting ? "add" : "delete"](target.id);
    const here = [...entries.keys()].filter((id) => seen.has(id)).pop();
    for (const [id, entry] of entries) entry.classList.toggle("active", id === here);
  }, { rootMargin: "0px 0px -70%" });
  for (const section of document.querySelectorAll("article section[id]")) if (entries.has(section.id)) watch.observe(section);
}

// The search shows a piece of each page that it finds: of the article, not of what stands around it; of the meaning, where
// a term is found; of the section, where the place has no words of its own. (searchtools.js comes after this script.)
function searchArticles() {
  if (typeof Search === "undefined") return;
  Search.htmlToText = (page, anchor) => {
    const parsed = new DOMParser().parseFromString(page, "text/html");
    const article = parsed.querySelector("article") ?? parsed.body;
    for (const other of article.querySelectorAll(".headerlink, .katex-mathml, script, style, svg")) other.remove();
    const place = anchor ? article.querySelector(anchor) : null;
    const meaning = place?.closest("dt")?.nextElementSibling;
    if (meaning) return meaning.textContent;
    return [place, place?.closest("section"), article].find((part) => part?.textContent.trim()).textContent;
  };
}

// On a phone the list of sections lies over the page: it goes when one of them has been chosen.
function closeWhatLiesOver() {
  for (const dialog of document.querySelectorAll("dialog")) {
    dialog.addEventListener("click", (event) => {
      if (event.target.closest('a[href*="#"]')) dialog.close();
    });
  }
}

// Paper is white, and nothing on it can be opened.
function readyForPrint() {
  const root = document.documentElement;
  if (root.dataset.theme === "dark") [root.dataset.theme, root.dataset.darkOnScreen] = ["light", ""];
  for (const choice of document.querySelectorAll("article details:not([open])")) {
    choice.dataset.openedForPrint = "";
    choice.open = true;
  }
}

function backFromPrint() {
  const root = document.documentElement;
  if ("darkOnScreen" in root.dataset) root.dataset.theme = "dark";
  delete root.dataset.darkOnScreen;
  for (const choice of document.querySelectorAll("details[data-opened-for-print]")) {
    delete choice.dataset.openedForPrint;
    choice.open = false;
  }
}

// The script is deferred: the page is parsed.
makeSteps();
layOut();
markWhereWeAre();
closeWhatLiesOver();
document.addEventListener("DOMContentLoaded", searchArticles);
window.addEventListener("load", reachWhatScrolls);
window.addEventListener("beforeprint", readyForPrint);
window.addEventListener("afterprint", backFromPrint);
matchMedia("print").addEventListener("change", (event) => (event.matches ? readyForPrint() : backFromPrint()));
