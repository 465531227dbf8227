/**
 * Makes elements. Whatever comes from a user or from the service gets into the page through here, as
 * text: there is no other way, and nothing on this page takes HTML.
 */

/** An element; attributes that are functions listen to the event of that name; children are nodes or text. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      made.addEventListener(key, value);
    } else if (value === true) {
      made.setAttribute(key, "");
    } else if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(key, String(value));
    }
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** The element with this id, which the page has. */
export function byId(id) {
  return document.getElementById(id);
}

/** Puts these in the place of what an element holds. */
export function fill(parent, ...children) {
  parent.replaceChildren(...children.filter((child) => child !== null && child !== undefined));
}

const NUMBERS = new Intl.NumberFormat("en");

/** "1 item", "1,234 items". */
export function counted(count, singular, plural = singular + "s") {
  return `${NUMBERS.format(count)} ${count === 1 ? singular : plural}`;
}

let ids = 0;

/** An id that nothing else on the page has. */
export function freshId(prefix) {
  ids += 1;
  return `${prefix}-${ids}`;
}
