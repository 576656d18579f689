// Elements made of text and properties only: nothing here, or in any other module, parses HTML.

const SVG = "http://www.w3.org/2000/svg";

/** An element; a child may be a string, an element, null or a list of these. */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name === "dataset") Object.assign(element.dataset, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
}

/** An SVG element. */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

export function byId(id) {
  return document.getElementById(id);
}

/** A name that may be written in any direction, kept from turning its surroundings around. */
export function name(text, properties = {}) {
  return el("bdi", properties, text);
}

/** A link if the address is http(s), else the text alone. */
export function link(address, ...children) {
  if (!/^https?:\/\//i.test(address)) return el("span", {}, ...children);
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

export function button(label, onclick, properties = {}) {
  return el("button", { type: "button", onclick, ...properties }, label);
}

/** Tells people who listen to the page. */
export function announce(text) {
  byId("live").textContent = text;
}

/** A list that shows its first rows and a button for more. */
export function longList(rows, render, { tag = "ul", first = 50, properties = {} } = {}) {
  const list = el(tag, properties);
  let shown = 0;
  const more = button("", () => {
    grow(first * 4);
    if (shown >= rows.length) list.lastElementChild?.querySelector("button, a")?.focus();
  }, { class: "more" });
  function grow(by) {
    list.append(...rows.slice(shown, shown + by).map(render));
    shown = Math.min(rows.length, shown + by);
    more.textContent = `Show more (${(rows.length - shown).toLocaleString("en")} left)`;
    more.hidden = shown >= rows.length;
  }
  grow(first);
  return [list, more];
}

/** Hands a file over to the person who looks at the page; nothing leaves their machine. */
export function save(filename, content, type) {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const anchor = el("a", { href: address, download: filename, hidden: true });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
  announce(`Saved ${filename}`);
}

/** Puts a text on the clipboard, and says so on the button that asked for it. */
export async function copy(text, asked) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = el("textarea", { class: "sr" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  announce("Copied");
  const before = asked.textContent;
  if (before === "Copied") return; // it says so still, of the last time
  asked.textContent = "Copied";
  setTimeout(() => { asked.textContent = before; }, 1500);
}
