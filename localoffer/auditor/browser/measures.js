// What is asked of a page that a browser shows. It is run in a world of its own: what the page did to Array or JSON
// does not reach it. Every answer is small, whatever the page.
globalThis.auditor = (() => {
  const LONGEST = 300;
  const MOST_RULES = 150;
  const cut = (text) => String(text ?? "").replace(/\s+/g, " ").trim().slice(0, LONGEST).toWellFormed();

  // Waits until nothing has changed for `quiet` milliseconds, `most` at the longest.
  const settled = (quiet, most) =>
    new Promise((done) => {
      const end = () => { watcher.disconnect(); done(true); };
      let timer = setTimeout(end, quiet);
      const watcher = new MutationObserver(() => { clearTimeout(timer); timer = setTimeout(end, quiet); });
      watcher.observe(document, { subtree: true, childList: true, characterData: true });
      setTimeout(end, most);
    });

  const html = (most) => {
    const kind = document.doctype ? "<!DOCTYPE html>" : "";
    return kind + document.documentElement.outerHTML.slice(0, most).toWellFormed();
  };

  const isShown = (element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true });

  // Of some size, so not hidden for screen readers only, and within the window.
  const isOnScreen = (box) =>
    box.width > 3 && box.height > 3 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;

  // Hidden for all but screen readers: in a box of a pixel that cuts off what is in it.
  const isCutOff = (element) => {
    for (; element && element !== document.body; element = element.parentElement) {
      const box = element.getBoundingClientRect();
      if ((box.width <= 3 || box.height <= 3) && getComputedStyle(element).overflow !== "visible") return true;
    }
    return false;
  };

  // The words that somebody sees without scrolling, in the order of the page: texts, names of pictures, boxes' own.
  const firstScreen = (most) => {
    const words = [];
    let length = 0;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    const range = document.createRange();
    for (let node = walker.currentNode; node && length < most; node = walker.nextNode()) {
      let said = "";
      let boxes = [];
      if (node.nodeType === Node.TEXT_NODE) {
        const parent = node.parentElement;
        if (!node.data.trim() || !parent || /^(script|style|noscript|template|option)$/i.test(parent.tagName)) continue;
        if (!isShown(parent)) continue;
        range.selectNodeContents(node);
        boxes = range.getClientRects();
        said = node.data;
      } else if (node.matches("img[alt], svg[aria-label], input:not([type=hidden]), [role=img][aria-label]")) {
        if (!isShown(node)) continue;
        boxes = [node.getBoundingClientRect()];
        said = /^(submit|button|reset)$/.test(node.type)
          ? node.value
          : node.getAttribute("alt") ?? node.getAttribute("placeholder") ?? node.getAttribute("aria-label");
      }
      const element = node.parentElement;
      if (said && [...boxes].some(isOnScreen) && !isCutOff(element)) {
        words.push(said.replace(/\s+/g, " ").trim());
        length += said.length + 1;
      }
    }
    return words.join(" ").slice(0, most).toWellFormed();
  };

  const SEARCHES = /search|find|keyword|looking for/i;
  const SEARCH_NAMES = /^(q|qs|query|search\w*|s|keys?|keywords?|terms?|searchterm|text|phrase)$/i;

  const isSearchBox = (box) => {
    if (box.type === "search" || box.getAttribute("role") === "searchbox") return true;
    if (box.closest("search, [role=search]")) return true;
    if (SEARCH_NAMES.test(box.name) && box.form?.method === "get") return true;
    const labels = [...(box.labels ?? [])].map((label) => label.textContent);
    const said = [...labels, box.placeholder, box.getAttribute("aria-label"), box.title, box.id, box.name];
    const form = [box.form?.getAttribute("action"), box.form?.id, box.form?.className];
    return SEARCHES.test(said.join(" ")) || (box.form?.method === "get" && SEARCHES.test(form.join(" ")));
  };

  const hasSearchOnScreen = () =>
    [...document.querySelectorAll("input:not([type]), input[type=text], input[type=search], [role=searchbox]")].some(
      (box) => isShown(box) && isOnScreen(box.getBoundingClientRect()) && isSearchBox(box),
    );

  // What needs two dimensions may be wider than the window (WCAG 1.4.10): tables of data, maps, pictures, films.
  const TWO_DIMENSIONS = "img, picture, svg, canvas, video, iframe, object, embed, pre, math, [class*=leaflet], [class*=map-container]";

  const isData = (table) =>
    !/^(presentation|none)$/.test(table.getAttribute("role") ?? "") &&
    (table.querySelector("th, caption, [scope]") !== null || /^(table|grid|treegrid)$/.test(table.getAttribute("role") ?? ""));

  // A word's edge, a shadow, a row's negative margin: nothing that anybody scrolls for.
  const NOTHING = 16;

  const overflow = () => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth;

  // Whether the page has to be scrolled sideways to be read, at the width that the window has.
  const scrollsSideways = () => {
    const ways = [document.documentElement, document.body].map((element) => getComputedStyle(element).overflowX);
    if (ways.some((way) => way === "hidden" || way === "clip") || overflow() <= NOTHING) return false;
    const excepted = [...document.querySelectorAll(TWO_DIMENSIONS), ...[...document.querySelectorAll("table")].filter(isData)];
    const taken = [];
    for (const element of excepted) {
      if (element.getBoundingClientRect().right + scrollX <= innerWidth) continue;
      taken.push([element, element.getAttribute("style")]);
      element.style.setProperty("display", "none", "important");
    }
    const scrolls = overflow() > NOTHING;
    for (const [element, style] of taken) {
      if (style === null) element.removeAttribute("style");
      else element.setAttribute("style", style);
    }
    return scrolls;
  };

  const first = (node) => ({ selector: cut(node?.target?.flat(Infinity).join(" ")), html: cut(node?.html) });

  const examined = async (tags) => {
    const found = await axe.run(document, {
      runOnly: { type: "tag", values: tags },
      // What other sites show in frames is not looked into
      rules: { "frame-tested": { enabled: false } },
      resultTypes: ["violations"],
      iframes: false,
      performanceTimer: false,
    });
    return {
      violations: found.violations.slice(0, MOST_RULES).map((rule) => ({
        rule: rule.id,
        impact: rule.impact ?? "minor",
        help: cut(rule.help),
        help_url: cut(rule.helpUrl),
        count: rule.nodes.length,
        is_best_practice: rule.tags.includes("best-practice"),
        ...first(rule.nodes[0]),
      })),
      incomplete: found.incomplete.slice(0, MOST_RULES).map((rule) => rule.id),
    };
  };

  // Links and controls, and those among them too small and too near to others for a finger (WCAG 2.5.8): axe knows the
  // exceptions for links in a sentence and for targets with room around them.
  const targets = async () => {
    const found = await axe.run(document, { runOnly: { type: "rule", values: ["target-size"] }, iframes: false });
    const count = (rules) => rules.reduce((sum, rule) => sum + rule.nodes.length, 0);
    const small = count(found.violations);
    return { targets: small + count(found.passes) + count(found.incomplete), small };
  };

  return { settled, html, firstScreen, hasSearchOnScreen, scrollsSideways, examined, targets };
})();
