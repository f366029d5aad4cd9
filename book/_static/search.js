// Loaded on the page of search results, after Sphinx's own script: which page comes first, and what of it is shown.
"use strict";

// Among pages that hold a word equally, a chapter's prose comes before its exercises, its lab and its solutions; the
// page that says what a symbol or a word means comes before them all.
Scorer.score = ([page, , , , score]) => {
  if (page === "book/notation" || page === "book/glossary") return score + 2;
  if (page.endsWith("/solutions")) return score - 3;
  if (page.endsWith("/lab")) return score - 2;
  return page.startsWith("exercises/") ? score - 1 : score;
};

// A formula stands on the page twice, for the eye and for the ear; the words under a result hold it once.
const wholeText = Search.htmlToText;
Search.htmlToText = (html, anchor) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const part of page.querySelectorAll(".katex-html, annotation, .prev-next-footer, .bd-sidebar-secondary")) part.remove();
  return wholeText(page.documentElement.outerHTML, anchor);
};

// Under the first ten results only: for each the whole page is fetched.
let described = 0;
Object.defineProperty(DOCUMENTATION_OPTIONS, "SHOW_SEARCH_SUMMARY", { get: () => described++ < 10 });
