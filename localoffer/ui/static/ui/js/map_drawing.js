// Draws places on a map with Leaflet, and keeps out of the way of whoever scrolls, uses keys or is made ill by motion.

const CLOSEST = 15; // how near it goes by itself: a few streets
const FARTHEST_IN = 18;

// Leaflet's own layer of pictures lets go of one by showing a data: picture, which our content policy forbids.
const squares = () => L.GridLayer.extend({
  initialize(url) {
    this.url = url;
    L.setOptions(this, { maxZoom: FARTHEST_IN });
  },
  createTile(coords, done) {
    const square = new Image();
    square.alt = "";
    // Which site asks, and nothing else of the address, where a search stands. Some hosts refuse who does not say that.
    square.referrerPolicy = "origin";
    square.onload = () => done(null, square);
    square.onerror = () => done(new Error("It did not come."), square);
    square.src = L.Util.template(this.url, { x: coords.x, y: coords.y, z: coords.z, r: L.Browser.retina ? "@2x" : "" });
    return square;
  },
});

export function draw(here, places, { tiles, failed, markers }) {
  const { SIZE, marker } = markers;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const touched = matchMedia("(any-pointer: coarse)").matches;
  const map = L.map(here, {
    attributionControl: false, // it stands below the map, in the page's own words
    scrollWheelZoom: false, // a page that is scrolled goes on being scrolled …
    dragging: !touched, // … under a finger, too
    doubleClickZoom: false,
    closePopupOnClick: false,
    zoomAnimation: !still,
    fadeAnimation: !still,
    markerZoomAnimation: !still,
    inertia: !still,
    maxZoom: FARTHEST_IN,
  });
  if (still) map.panBy = (by, how) => L.Map.prototype.panBy.call(map, by, { ...how, animate: false });
  here.setAttribute("role", "group");
  here.setAttribute("aria-label", "Map: the arrow keys move it, plus and minus make it larger and smaller");
  const wheel = ({ ctrlKey, metaKey }) => map.scrollWheelZoom[ctrlKey || metaKey ? "enable" : "disable"]();
  here.addEventListener("wheel", wheel, { capture: true, passive: true });

  new (squares())(tiles).once("tileerror", failed).addTo(map);

  let shown = new Map(); // by what is in a group: its marker
  let inSaying = false;

  // Places too near each other to be pressed apart share a marker, until someone looks closer.
  const arrange = () => {
    const groups = [];
    for (const place of places) {
      const at = map.project(place.at);
      const near = groups.find((group) => at.distanceTo(map.project(group[0].at)) <= SIZE * 1.1);
      if (near) near.push(place);
      else groups.push([place]);
    }
    const focused = [...shown].find(([, { one }]) => one.getElement() === document.activeElement);
    const kept = new Map();
    for (const group of groups) {
      const key = group.map((place) => places.indexOf(place)).join();
      kept.set(key, shown.get(key) || { group, one: marker(group, map) });
    }
    for (const [key, { one }] of shown) if (!kept.has(key)) one.remove();
    shown = kept;
    if (!focused || shown.has(focused[0])) return;
    const now = [...shown.values()].find(({ group }) => group.includes(focused[1].group[0]));
    now.one.getElement().focus();
  };

  here.addEventListener("focusin", ({ target }) => { inSaying = Boolean(target.closest(".leaflet-popup")); });
  map.on("popupopen", ({ popup }) => popup.getContent().focus({ preventScroll: true }));
  map.on("popupclose", ({ popup }) => {
    const element = inSaying && popup._source.getElement();
    if (element) element.focus({ preventScroll: true });
  });
  map.on("click", ({ latlng }) => {
    if (here.querySelector(".leaflet-popup")) map.closePopup();
    else map.panTo(latlng);
  });

  map.fitBounds(L.latLngBounds(places.map(({ at }) => at)), { padding: [SIZE, SIZE], maxZoom: CLOSEST });
  arrange();
  map.on("zoomend", arrange);

  return {
    wake: () => map.invalidateSize(),
    closeSaying: () => {
      const isOpen = Boolean(here.querySelector(".leaflet-popup"));
      map.closePopup();
      return isOpen;
    },
  };
}
