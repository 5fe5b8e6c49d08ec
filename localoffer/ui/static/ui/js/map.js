// A button that asks for a map. Until it is pressed no script, style or picture of a map is fetched from anywhere.
(() => {
  "use strict";

  const offer = document.querySelector("template[data-map]");
  if (!offer) return;

  const live = document.querySelector("[data-live]");
  const say = (words) => { if (live) live.textContent = words; };
  const list = document.getElementById(offer.dataset.list);
  const places = JSON.parse(offer.dataset.map);
  let frame = null;
  let map = null;
  let coming = null;

  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary no-print";
  button.textContent = offer.dataset.text;
  const row = document.createElement("div");
  row.className = "actions no-print";
  row.append(button);
  if (offer.dataset.note) { // before she presses, and heard with the button
    const note = document.createElement("span");
    note.id = "map-note";
    note.className = "quiet";
    note.textContent = offer.dataset.note;
    button.setAttribute("aria-describedby", note.id);
    row.append(note);
  }
  offer.before(row);

  const fetched = (element) => new Promise((resolve, reject) => {
    element.addEventListener("load", resolve);
    element.addEventListener("error", reject);
    document.head.append(element);
  });
  const sheet = (href) => fetched(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));
  const script = (src) => fetched(Object.assign(document.createElement("script"), { src }));

  const failed = () => {
    const words = frame.querySelector("[data-map-failed]");
    words.hidden = false;
    say(words.textContent);
  };

  // The items of the list wear the numbers of the markers, as long as there are markers.
  const number = () => {
    if (!list) return;
    [...list.children].forEach((item, place) => {
      const title = item.querySelector("h3");
      if (frame.hidden) delete title.dataset.number;
      else title.dataset.number = list.start + place;
    });
  };

  const close = () => {
    frame.hidden = true;
    number();
    button.textContent = offer.dataset.text;
    say("The map is closed.");
    button.focus();
  };

  const build = () => {
    frame = offer.content.firstElementChild.cloneNode(true);
    offer.before(frame);
    frame.querySelector("[data-map-close]").addEventListener("click", close);
    frame.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      if (!map || !map.closeSaying()) close(); // the first closes what a marker says, the next the map
    });
  };

  const fetchAll = async () => {
    await Promise.all(offer.dataset.sheets.split(" ").map(sheet));
    await script(offer.dataset.leaflet);
    return Promise.all(offer.dataset.modules.split(" ").map((src) => import(src)));
  };

  const open = async () => {
    if (!frame) build();
    frame.hidden = false;
    button.textContent = "Hide the map";
    try {
      coming = coming || fetchAll();
      const [{ draw }, markers] = await coming;
      if (frame.hidden) return; // closed while it was on its way
      if (map) map.wake();
      else map = draw(frame.querySelector("[data-map-here]"), places, { tiles: offer.dataset.tiles, failed, markers });
      number();
      say(`The map is open, below this button. It shows ${places.length} place${places.length > 1 ? "s" : ""}.`);
    } catch {
      coming = null; // another press tries again
      failed();
    }
  };

  button.addEventListener("click", () => (frame && !frame.hidden ? close() : open()));
})();
