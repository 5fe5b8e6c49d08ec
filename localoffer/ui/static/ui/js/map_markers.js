// What stands on a map and what it says when it is pressed: for eyes, for keys and for ears. See map_drawing.js.

export const SIZE = 40; // pixels, and no two are nearer to each other than that

const all = (group) => group.flatMap(({ here }) => here);
const labelled = ({ number, name }) => (number ? `${number}. ${name}` : name);
const names = (group) => all(group).map(labelled).join(", ");

const made = (tag, className, ...inside) => {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...inside.filter(Boolean));
  return element;
};

const entry = (one) => {
  const name = labelled(one);
  const title = one.href ? Object.assign(made("a", "", name), { href: one.href }) : name;
  return made("li", "map__entry",
    made("p", "map__name", title),
    one.where && made("p", "quiet", one.where),
    one.distance && made("p", "quiet map__distance", one.distance));
};

const saying = (group) => {
  const words = made("div", "map__saying", made("ul", "", ...all(group).map(entry)));
  words.tabIndex = -1;
  words.setAttribute("role", "group");
  words.setAttribute("aria-label", names(group));
  return words;
};

const face = (group) => {
  const [{ number }, ...more] = all(group);
  const text = number ? `${number}${more.length ? "+" : ""}` : more.length ? `${more.length + 1}` : "";
  const element = made("span", text ? "map__face" : "map__face map__face--plain", text);
  element.setAttribute("aria-hidden", "true"); // its name says it, and more
  return element;
};

// A marker for a group of places that share it.
export function marker(group, map) {
  const icon = L.divIcon({ className: "map__marker", html: face(group), iconSize: [SIZE, SIZE], popupAnchor: [0, 5 - SIZE / 2] });
  const one = L.marker(group[0].at, { icon, riseOnHover: true }).addTo(map);
  // Clear of the buttons at the top left, on a phone too
  const room = { autoPanPaddingTopLeft: [62, 8], autoPanPaddingBottomRight: [8, 8] };
  one.bindPopup(saying(group), { maxWidth: 190, minWidth: 150, maxHeight: 180, ...room });
  const element = one.getElement();
  element.setAttribute("aria-label", names(group));
  element.addEventListener("focus", () => one.setZIndexOffset(1000));
  element.addEventListener("blur", () => one.setZIndexOffset(0));
  element.addEventListener("keydown", (event) => {
    if (event.key !== " ") return; // Leaflet hears Enter only
    event.preventDefault();
    one.togglePopup();
  });
  return one;
}
