// @ts-check
/** Finds parts of the page. */

/** @param {string} selector @param {ParentNode} [root] @returns {any} */
export const find = (selector, root = document) => root.querySelector(selector);

/** @param {string} selector @param {ParentNode} [root] @returns {any[]} */
export const findAll = (selector, root = document) => [...root.querySelectorAll(selector)];

/** Asks the server for one region of the page. @param {string} address @param {string} region @param {{swap?: string, push?: string}} [how] */
export function load(address, region, how) {
  /** @type {any} */ (window).htmx.ajax("GET", address, { target: `#${region}`, source: `#${region}`, ...how });
}

/** Shows the list as it is now; it stays where it is scrolled to. */
export function refreshList() {
  if (find("#filters")) load(location.pathname + location.search, "list", { swap: "innerMorph" });
}
