// A little help where a script can run. Every page works without it.
(() => {
  "use strict";

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // Copy a page's address: only where the browser lets a page do so.
  if (navigator.clipboard) {
    for (const button of document.querySelectorAll("[data-copy]")) {
      button.hidden = false;
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(button.dataset.copy);
        button.textContent = button.dataset.done;
        const told = document.querySelector("[data-live]");
        if (told) told.textContent = button.dataset.done;
      });
    }
  }

  // Help for somebody in danger: it is above everything, and nothing draws the eye or the ear away from it.
  const crisis = document.querySelector("body > .crisis");

  // A form that came back with something to put right: go there first, and from each line to its field.
  const summary = document.querySelector("[data-error-summary]");
  if (summary) {
    if (!crisis) summary.focus();
    summary.addEventListener("click", (event) => {
      const field = event.target.hash && document.getElementById(event.target.hash.slice(1));
      if (!field) return;
      event.preventDefault();
      (field.closest(".govuk-form-group") || field).scrollIntoView();
      field.focus({ preventScroll: true });
    });
  }

  // After "Keep in my list" the address of a service holds the search before it. Whoever copies the address to pass it
  // on copies the service's alone.
  const address = new URL(window.location.href);
  if (address.searchParams.has("kept") && address.searchParams.has("back")) {
    address.searchParams.delete("back");
    window.history.replaceState(null, "", address);
  }

  // "Leave this site fast": what is seen goes at once, and the back button does not bring it back.
  for (const link of document.querySelectorAll("[data-leave]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      document.title = "Weather";
      document.body.hidden = true;
      window.location.replace(link.href);
    });
  }

  // Say how many were found: a live region speaks only what changes after the page has loaded.
  const news = document.querySelector("[data-announce]");
  const live = document.querySelector("[data-live]");
  const words = crisis ? crisis.querySelector(".crisis__title").textContent : news && news.dataset.announce;
  if (words && live) setTimeout(() => { live.textContent = words; }, 400);

  // Browsers that cannot unfold <details> by style alone (see scss/_finding.scss) get it unfolded here.
  if (!CSS.supports("selector(::details-content)")) {
    const wide = window.matchMedia("(min-width: 56rem)");
    const unfold = () => {
      for (const filters of document.querySelectorAll("[data-filters]")) filters.open = filters.open || wide.matches;
    };
    unfold();
    wide.addEventListener("change", unfold);
  }

  // "Take it to paper": folded answers are unfolded for printing, and folded again after.
  let folded = [];
  window.addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("main details:not([open], .filters, .filter)")];
    for (const details of folded) details.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const details of folded) details.open = false;
  });
})();
