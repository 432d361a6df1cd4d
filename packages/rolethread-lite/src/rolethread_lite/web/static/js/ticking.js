// @ts-check
/** Which entries are ticked: some by id, or all that are listed but some. It is kept for as long as the tab is open. */
import { find, findAll } from "./page.js";

const KEPT = "rolethread-ticked";
const ticked = { all: false, query: "", place: "", ids: /** @type {Set<string>} */ (new Set()) };
let last = "";

/** @param {string} id */
const isTicked = (id) => ticked.all !== ticked.ids.has(id);

function keep() {
  sessionStorage.setItem(KEPT, JSON.stringify({ ...ticked, ids: [...ticked.ids] }));
}

function restore() {
  const kept = sessionStorage.getItem(KEPT);
  if (!kept) return;
  const read = JSON.parse(kept);
  Object.assign(ticked, { all: read.all, query: read.query, place: read.place, ids: new Set(read.ids) });
}

/** Shows what is ticked; "all that are listed" ends when the list becomes another one, and all ticks with the dataset. */
export function paintTicks() {
  const head = find(".list-head");
  if (!head) return;
  if (ticked.place !== location.pathname) tickNothing(false);
  if (ticked.all && ticked.query !== head.dataset.query) tickNothing(false);
  ticked.query = head.dataset.query;
  ticked.place = location.pathname;
  const total = Number(head.dataset.total);
  const number = ticked.all ? total - ticked.ids.size : ticked.ids.size;
  const boxes = findAll(".pick");
  for (const box of boxes) box.checked = isTicked(box.value);
  paintBar(boxes, number, total);
  keep();
}

/** @param {any[]} boxes @param {number} number @param {number} total */
function paintBar(boxes, number, total) {
  const bar = find("#ticked");
  const here = boxes.filter((box) => box.checked).length;
  bar.hidden = number === 0;
  find("#tick-count").textContent =
    here === 0 && !ticked.all ? `${number.toLocaleString("en")} ticked, none on this page` : `${number.toLocaleString("en")} ticked`;
  const page = find("#tick-page");
  page.checked = here > 0 && here === boxes.length;
  page.indeterminate = here > 0 && here < boxes.length;
  const all = find("#tick-all");
  all.hidden = number === 0 || number >= total;
  all.textContent = `Tick all ${total.toLocaleString("en")}`;
  bar.elements.ids.value = [...ticked.ids].join(",");
  bar.elements.all.value = ticked.all ? "1" : "";
}

/** @param {boolean} [paint] */
export function tickNothing(paint = true) {
  ticked.all = false;
  ticked.ids.clear();
  if (paint) paintTicks();
}

/** @param {any} box */
function note(box) {
  if (box.checked !== ticked.all) ticked.ids.add(box.value);
  else ticked.ids.delete(box.value);
}

/** Ticks an entry, or with `range` all from the one ticked last. @param {any} box @param {boolean} range */
export function tick(box, range) {
  const boxes = findAll(".pick");
  const from = boxes.findIndex((one) => one.value === last);
  const to = boxes.indexOf(box);
  const chosen = range && from >= 0 ? boxes.slice(Math.min(from, to), Math.max(from, to) + 1) : [box];
  for (const one of chosen) {
    one.checked = box.checked;
    note(one);
  }
  last = box.value;
  paintTicks();
}

/** @param {any} target */
function tickPage(target) {
  for (const box of findAll(".pick")) {
    box.checked = target.checked;
    note(box);
  }
  paintTicks();
}

export function startTicking() {
  restore();
  document.addEventListener("click", (event) => {
    const target = /** @type {any} */ (event.target);
    if (target.matches(".pick")) tick(target, event.shiftKey);
    else if (target.id === "tick-page") tickPage(target);
    else if (target.id === "tick-none") tickNothing();
    else if (target.id === "ticked-more") find("#ticked-actions").showModal();
    else if (target.closest("[data-close-actions]")) find("#ticked-actions").close();
    else if (target.id === "tick-all") {
      ticked.all = true;
      ticked.ids.clear();
      paintTicks();
    }
  });
  paintTicks();
}
