// @ts-check
/** The keyboard: single letters while no text is being typed, and Ctrl+S to save. */
import { dropDraft, mayDiscard, mayLeave } from "./editing.js";
import { current, move, turn } from "./list.js";
import { find, findAll } from "./page.js";
import { tick } from "./ticking.js";

const TYPING = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]";
const PANES = ["#filters", "#list", "#detail"];
let isGoing = false;

/** @param {boolean} range */
function tickCurrent(range) {
  const box = current()?.querySelector(".pick");
  if (!box) return;
  box.checked = !box.checked;
  tick(box, range);
}

function search() {
  const box = find("#q, [data-search]");
  box?.focus();
  box?.select();
}

/** @param {1 | -1} step */
function nextPane(step) {
  const panes = PANES.map((selector) => find(selector)).filter(Boolean);
  if (!panes.length) return;
  const at = panes.findIndex((pane) => pane.contains(document.activeElement));
  panes[(at + step + panes.length) % panes.length].focus();
}

/** @type {Record<string, () => void>} */
const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  "]": () => turn(1),
  "[": () => turn(-1),
  e: () => find("#edit")?.click(),
  x: () => tickCurrent(false),
  X: () => tickCurrent(true),
  t: () => find("#ticked-tag")?.focus(),
  u: () => find("#undo button")?.click(),
  U: () => find("#redo")?.click(),
  "/": search,
  "?": () => find("#keys").showModal(),
};

/** @param {KeyboardEvent} event */
function go(event) {
  isGoing = false;
  const link = findAll("[data-go]").find((one) => one.dataset.go === event.key);
  if (link && mayLeave()) link.click();
}

/** @param {Element} drawer */
function closeDrawer(drawer) {
  drawer.classList.remove("open");
  find("#show-filters")?.focus();
}

/** @param {Element} target */
function leave(target) {
  const cancel = find("#cancel");
  const drawer = find("#filters.open");
  if (drawer) closeDrawer(drawer);
  else if (cancel) cancel.click();
  else if (target.matches(TYPING)) /** @type {HTMLElement} */ (target).blur();
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const target = /** @type {Element} */ (event.target);
  if ((event.ctrlKey || event.metaKey) && event.key === "s") {
    event.preventDefault();
    find("#save")?.click();
    return;
  }
  if (find("dialog[open]")) return;
  if (event.key === "F6") {
    event.preventDefault();
    nextPane(event.shiftKey ? -1 : 1);
    return;
  }
  if (event.key === "Escape") {
    if (target.matches("[type=search]")) event.preventDefault(); // leaving the search box must not empty it
    leave(target);
    return;
  }
  if (target.matches(TYPING) || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (isGoing) {
    go(event);
    return;
  }
  isGoing = event.key === "g";
  const act = KEYS[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
}

/** Cancelling lets go of what was typed, once its owner said so. @param {Event} event */
function cancelled(event) {
  if (!(/** @type {Element} */ (event.target).closest("#cancel"))) return;
  if (mayDiscard()) {
    dropDraft();
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
}

export function startKeys() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", cancelled, true);
}
