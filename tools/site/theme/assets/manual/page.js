// What the theme adds to a page while it loads, made fit for keyboards and screen readers.
const article = document.querySelector("article");

const tidy = () => {
  for (const box of article.querySelectorAll(".md-typeset__scrollwrap")) {
    // Only a table that is wider than its box takes the focus, so that arrow keys scroll it.
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
  // The buttons of a code block are not a landmark.
  for (const bar of article.querySelectorAll(".md-code__nav:not([role])")) bar.setAttribute("role", "none");
};

tidy();
new MutationObserver(tidy).observe(article, { childList: true, subtree: true });
addEventListener("resize", tidy);
