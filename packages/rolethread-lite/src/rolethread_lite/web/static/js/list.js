// @ts-check
/** The cursor in the list: the entry that is open, the next one, the next page. */
import { forgetDirt, mayLeave } from "./editing.js";
import { find, findAll, load } from "./page.js";

const SETTLES_AFTER = 40;
let pending = 0;
let landOn = "";

export const current = () => find(".row[aria-current]");

/** @param {any} row */
function mark(row) {
  current()?.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  row.scrollIntoView({ block: "nearest" });
}

/** Opens a row; the address is replaced, so that Back leaves the list rather than replaying every step. @param {any} row */
function open(row) {
  const address = row.querySelector("a").getAttribute("href");
  load(address, "detail");
  history.replaceState({ htmx: true }, "", address);
}

/** Whether a click asks for a tab or a window of its own, or for a download. @param {MouseEvent} event */
const asksForMore = (event) => event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;

/** @param {1 | -1} step */
export function move(step) {
  if (!find("#rows") || !mayLeave()) return;
  forgetDirt();
  const from = current();
  const next = from ? (step > 0 ? from.nextElementSibling : from.previousElementSibling) : find(".row");
  if (!next) {
    turn(step, step > 0 ? "first" : "last");
    return;
  }
  mark(next);
  clearTimeout(pending);
  pending = window.setTimeout(() => open(next), SETTLES_AFTER);
}

/** @param {1 | -1} step @param {string} [land] */
export function turn(step, land = "") {
  const link = find(step > 0 ? "#page-after" : "#page-before");
  if (!link?.hasAttribute("href")) return;
  landOn = land;
  link.click();
}

/** Goes on in the page that was turned to. */
export function land() {
  if (!landOn) return;
  const rows = findAll(".row");
  const row = landOn === "first" ? rows[0] : rows.at(-1);
  landOn = "";
  if (row) {
    mark(row);
    open(row);
  }
}

export function startList() {
  document.addEventListener(
    "click",
    (event) => {
      const link = /** @type {Element} */ (event.target).closest(".row a");
      if (!link || asksForMore(event)) return;
      event.preventDefault();
      if (!mayLeave()) {
        event.stopPropagation();
        return;
      }
      forgetDirt();
      mark(link.closest(".row"));
      load(link.getAttribute("href") ?? "", "detail", { push: "true" });
    },
    true,
  );
  current()?.scrollIntoView({ block: "center" });
}
