// Suggestions while typing: a combobox with a list, as ARIA 1.2 has it. Without it the box is a box like any other.
(() => {
  "use strict";

  const FEWEST = 2; // letters
  const PAUSE = 150; // milliseconds without a key

  for (const box of document.querySelectorAll("[data-suggest]")) {
    const list = document.createElement("ul");
    list.id = `${box.id}-suggestions`;
    list.className = "suggestions";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Suggestions");
    list.tabIndex = -1; // a long list scrolls, and what scrolls would take the Tab key
    list.hidden = true;
    box.after(list);

    const live = document.querySelector("[data-live]");
    let at = -1; // the option that Enter takes: none
    let timer = 0;
    let request = null;

    const say = (words) => { if (live) live.textContent = words; };

    const mark = (which) => {
      at = which;
      [...list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
      if (at < 0) { box.removeAttribute("aria-activedescendant"); return; }
      box.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    };

    const open = (isOpen) => {
      list.hidden = !isOpen;
      box.setAttribute("aria-expanded", String(isOpen));
      if (!isOpen) mark(-1);
    };

    // Nothing more is waited for; what was asked comes too late.
    const rest = () => {
      clearTimeout(timer);
      if (request) request.abort();
      request = null;
      open(false);
    };

    const choose = (option) => {
      box.value = option.dataset.text;
      rest();
      box.form.submit();
    };

    const show = (suggestions) => {
      list.replaceChildren(...suggestions.map(({ text, what }, place) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${place}`;
        option.className = "suggestion";
        option.dataset.text = text;
        option.setAttribute("role", "option");
        option.append(text);
        if (what) {
          const kind = document.createElement("span");
          kind.className = "quiet";
          kind.textContent = what;
          option.append(" ", kind);
        }
        return option;
      }));
      open(suggestions.length > 0);
      const number = suggestions.length;
      say(number ? `${number} suggestion${number > 1 ? "s" : ""}. Use the up and down arrows.` : "");
    };

    const ask = async () => {
      request = new AbortController();
      const mine = request;
      try {
        const url = `${box.dataset.suggest}?${new URLSearchParams({ q: box.value })}`;
        const answer = await fetch(url, { signal: mine.signal });
        const { suggestions } = await answer.json();
        if (mine === request && document.activeElement === box) show(suggestions);
      } catch {
        if (mine === request) open(false); // no matter: the box works without
      }
    };

    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-controls", list.id);
    box.autocomplete = "off"; // what others typed on this device is not for the next person
    open(false);

    box.addEventListener("input", () => {
      clearTimeout(timer);
      if (request) request.abort();
      request = null;
      mark(-1);
      if (box.value.trim().length < FEWEST) { list.replaceChildren(); open(false); say(""); return; }
      timer = setTimeout(ask, PAUSE);
    });

    box.addEventListener("keydown", (event) => {
      const last = list.children.length - 1;
      if (event.isComposing) return;
      if (event.key === "Escape" && !list.hidden) {
        event.preventDefault(); // the first closes the list, the next empties the box
        rest();
      } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && last >= 0 && box.value) {
        event.preventDefault();
        open(true);
        if (event.key === "ArrowDown") mark(at < last ? at + 1 : -1);
        else mark(at < 0 ? last : at - 1);
      } else if (event.key === "Enter" && at >= 0) {
        event.preventDefault();
        choose(list.children[at]);
      }
    });

    list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) choose(option);
    });
    box.addEventListener("blur", rest);
    box.form.addEventListener("submit", rest);
  }
})();
