// What a word of the glossary means, beside the word: on hover, on focus, on tap. Without this it is a link.
// It can be dismissed (Esc), hovered itself, and stays until it is left (WCAG 2.2, 1.4.13).
(() => {
  "use strict";

  const terms = document.querySelectorAll("a.term[data-term]");
  if (!terms.length) return;

  const WAIT = 250; // milliseconds to cross from the word to its explanation
  let shown = null;
  let leaving = 0;

  const bubble = document.createElement("span");
  bubble.className = "term__says";
  bubble.id = "term-says";
  bubble.setAttribute("role", "tooltip");
  bubble.hidden = true;
  document.body.append(bubble);

  const place = (term) => {
    const [box, edge] = [term.getClientRects()[0], 8];
    const width = Math.min(320, document.documentElement.clientWidth - 2 * edge);
    bubble.style.setProperty("--term-width", `${width}px`);
    const left = Math.max(edge, Math.min(box.left, document.documentElement.clientWidth - width - edge));
    const below = box.bottom + 6;
    const fits = below + bubble.offsetHeight <= window.innerHeight || box.top < bubble.offsetHeight + 6;
    const top = fits ? below : box.top - bubble.offsetHeight - 6;
    bubble.style.setProperty("--term-left", `${left + window.scrollX}px`);
    bubble.style.setProperty("--term-top", `${top + window.scrollY}px`);
  };

  const show = (term) => {
    clearTimeout(leaving);
    if (shown === term) return;
    hide();
    shown = term;
    bubble.textContent = term.dataset.term;
    bubble.hidden = false;
    term.setAttribute("aria-describedby", bubble.id);
    place(term);
  };

  const hide = () => {
    clearTimeout(leaving);
    if (shown) shown.removeAttribute("aria-describedby");
    shown = null;
    bubble.hidden = true;
  };

  const leave = () => {
    clearTimeout(leaving);
    leaving = setTimeout(() => { if (document.activeElement !== shown) hide(); }, WAIT);
  };

  for (const term of terms) {
    let openedByTouch = false;
    term.addEventListener("pointerenter", (event) => { if (event.pointerType === "mouse") show(term); });
    term.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse") leave(); });
    term.addEventListener("pointerdown", (event) => { openedByTouch = event.pointerType !== "mouse" && shown !== term; });
    term.addEventListener("focus", () => show(term));
    term.addEventListener("blur", hide);
    term.addEventListener("click", (event) => {
      // The first tap explains; the second goes to the glossary, as a press with the mouse or Enter does.
      if (openedByTouch) {
        event.preventDefault();
        show(term);
      }
      openedByTouch = false;
    });
  }
  bubble.addEventListener("pointerenter", () => clearTimeout(leaving));
  bubble.addEventListener("pointerleave", leave);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && shown) hide(); });
  document.addEventListener("pointerdown", (event) => {
    if (shown && event.target !== bubble && !shown.contains(event.target)) hide();
  });
  window.addEventListener("resize", hide);
})();
