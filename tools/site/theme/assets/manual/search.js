// The search: opens with a click, `/` or Ctrl+K; asks Pagefind, whose index is beside the pages; lists what it finds.
const dialog = document.getElementById("manual-search");
const query = document.getElementById("manual-search-query");
const count = document.getElementById("manual-search-count");
const results = document.getElementById("manual-search-results");
const site = new URL("..", new URL(dialog.dataset.engine, document.baseURI));
const MOST = 20;

let engine;
const start = () =>
  (engine ??= (async () => {
    const pagefind = await import(new URL("pagefind/pagefind.js", site));
    // A long section is as good as a short one; a heading that matches decides.
    await pagefind.options({
      excerptLength: 24,
      ranking: { pageLength: 0.4, termSimilarity: 4, termSaturation: 1.2 },
    });
    await pagefind.init();
    return pagefind;
  })());

const element = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });

// What is named exactly so comes first: an id, a key or an option. Then headings with the words as they are typed.
const plain = (text) => text.toLowerCase().replaceAll("_", " ");
const tier = ({ meta: { title, kind } }, text) => {
  const isNamed = kind === "row" && title.toLowerCase().split(/[ ,]+/).includes(text.toLowerCase());
  if (isNamed || plain(title) === plain(text)) return 0;
  return kind !== "row" && plain(title).includes(plain(text)) ? 1 : 2;
};
const ordered = (found, text) => [0, 1, 2].flatMap((number) => found.filter((each) => tier(each, text) === number));

const item = (found) => {
  const link = Object.assign(document.createElement("a"), { href: new URL(found.meta.place, site) });
  link.append(element("strong", found.meta.title));
  if (found.meta.above) link.append(element("small", found.meta.above));
  const excerpt = element("span", "");
  excerpt.innerHTML = found.excerpt; // Pagefind escapes the text and adds <mark>.
  link.append(excerpt);
  const entry = document.createElement("li");
  entry.append(link);
  return entry;
};

let asked = 0;
const search = async () => {
  const number = ++asked;
  const text = query.value.trim();
  if (!text) {
    results.replaceChildren();
    count.textContent = "";
    return;
  }
  try {
    const pagefind = await start();
    const answer = await pagefind.search(text);
    const found = await Promise.all(answer.results.slice(0, MOST).map((each) => each.data()));
    if (number !== asked) return; // More has been typed since.
    results.replaceChildren(...ordered(found, text).map(item));
    const more = answer.results.length > found.length ? `, of ${answer.results.length}` : "";
    count.textContent = found.length ? `${found.length} places${more}` : `Nothing has “${text}”.`;
  } catch {
    if (number !== asked) return;
    engine = undefined; // The next try loads it again.
    results.replaceChildren();
    count.textContent =
      location.protocol === "file:"
        ? "The search needs a web server: run `python3 -m http.server` in the folder of the site."
        : "The search could not be loaded.";
  }
  results.dataset.answers = text; // What tests wait for.
};

const open = () => {
  if (dialog.open) return;
  dialog.showModal();
  query.select();
  start().catch(() => {});
};

document.getElementById("manual-search-open").addEventListener("click", open);
query.addEventListener("input", search);
dialog.addEventListener("click", (event) => {
  if (event.target === dialog || event.target.closest("a")) dialog.close();
});
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if ((event.key === "/" && !typing) || (event.key === "k" && (event.ctrlKey || event.metaKey))) {
    event.preventDefault();
    open();
  }
});
dialog.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    event.preventDefault(); // A search field would only be emptied.
    dialog.close();
  }
  const links = [...results.querySelectorAll("a")];
  const place = links.indexOf(document.activeElement);
  const next = { ArrowDown: place + 1, ArrowUp: place - 1 }[event.key];
  if (next !== undefined && links.length) {
    event.preventDefault();
    (next < 0 ? query : links[Math.min(next, links.length - 1)]).focus();
  } else if (event.key === "Enter" && event.target === query) {
    event.preventDefault();
    links[0]?.click();
  }
});
