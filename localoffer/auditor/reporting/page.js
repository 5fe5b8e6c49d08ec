// Saves what was marked by hand as a file, and opens what is folded before printing. The page works without it.
(() => {
  "use strict";
  const form = document.getElementById("by-hand");
  const said = document.getElementById("by-hand-said");
  const by = document.getElementById("by-hand-by");
  let unsaved = false;

  const say = (text, where) => {
    said.textContent = text;
    if (where) {
      where.closest("details")?.setAttribute("open", "");
      where.focus();
    }
  };

  const today = () => {
    const now = new Date();
    const two = (number) => String(number).padStart(2, "0");
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  };

  const save = () => {
    const marks = [];
    for (const set of document.querySelectorAll("fieldset[data-criterion]")) {
      const mark = set.querySelector("input:checked");
      const status = mark.value;
      const note = set.querySelector("textarea");
      // What somebody marked before stays hers
      if (mark.defaultChecked && note.value === note.defaultValue) continue;
      if (!status && note.value.trim()) {
        return say("You wrote a note on a duty and did not mark it. Mark it, then save again.", note);
      }
      if (status) marks.push({ criterion: set.dataset.criterion, status, note: note.value.trim() });
    }
    if (!marks.length) return say("You have marked nothing new yet. Open a duty above and mark it.");
    if (!by.value.trim()) return say("Say who looked, then save again.", by);
    const checklist = {
      schema: form.dataset.schema,
      site: form.dataset.site,
      report_made_at: form.dataset.madeAt,
      by: by.value.trim(),
      on: today(),
      marks,
    };
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(checklist, null, 1)], { type: "application/json" }));
    link.download = "checked-by-hand.json";
    link.click();
    unsaved = false;
    return say(`Saved ${marks.length === 1 ? "1 mark" : `${marks.length} marks`} as checked-by-hand.json.`);
  };

  for (const hidden of document.querySelectorAll("[data-with-script]")) hidden.hidden = false;
  for (const shown of document.querySelectorAll("[data-without-script]")) shown.hidden = true;
  document.getElementById("by-hand-save").addEventListener("click", save);
  document.addEventListener("input", () => { unsaved = true; });
  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });

  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open], .more)")];
    for (const each of opened) each.open = true;
  });
  window.addEventListener("afterprint", () => { for (const each of opened) each.open = false; });
})();
