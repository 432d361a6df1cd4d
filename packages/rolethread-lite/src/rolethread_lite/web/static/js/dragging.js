// @ts-check
/** Dragging messages by their handles, the same way with a mouse, a pen and a finger. */
import { find, findAll } from "./page.js";

/** How far a pointer goes before it drags. */
const SLACK = 4;
/** So near its upper and lower edge, a pane scrolls. */
const EDGE = 56;
const SLOWNESS = 4;

/** The message that is dragged, the pane it is in, and where the pointer is. @type {any} */
let drag = null;

/** @param {number} number @param {number} least @param {number} most */
const within = (number, least, most) => Math.max(least, Math.min(number, most));

/** The pane that scrolls: in a narrow window it is the one around the messages. */
function scrollingPane() {
  const cards = find("#cards");
  return getComputedStyle(cards).overflowY === "visible" ? cards.parentElement : cards;
}

/** Where the message would go: beside which other one; null where it would stay as it is. */
function target() {
  if (!document.elementFromPoint(drag.x, drag.y)?.closest("#cards")) return null;
  // A finger that goes straight down from a handle is soon beside the messages.
  const { left, right } = find("#turns").getBoundingClientRect();
  const card = document.elementFromPoint(within(drag.x, left + 1, right - 1), drag.y)?.closest(".turn-card");
  if (!card || card === drag.card) return null;
  const { top, height } = card.getBoundingClientRect();
  const isBefore = drag.y < top + height / 2;
  const beside = isBefore ? card.previousElementSibling : card.nextElementSibling;
  return beside === drag.card ? null : { card, isBefore };
}

function unmark() {
  for (const one of findAll(".drop-before, .drop-after")) one.classList.remove("drop-before", "drop-after");
}

function mark() {
  unmark();
  const place = target();
  place?.card.classList.add(place.isBefore ? "drop-before" : "drop-after");
}

/** Scrolls as long as the pointer is near an edge, faster the nearer it is. */
function scroll() {
  if (!drag?.isUnderWay) return;
  const { top, bottom } = drag.pane.getBoundingClientRect();
  const beyond = drag.y - within(drag.y, top + EDGE, bottom - EDGE);
  if (beyond) {
    drag.pane.scrollTop += within(beyond, -EDGE, EDGE) / SLOWNESS;
    mark();
  }
  requestAnimationFrame(scroll);
}

/** @param {PointerEvent} event */
function onDown(event) {
  const handle = /** @type {any} */ (event.target).closest?.(".handle");
  if (!handle || drag || !event.isPrimary || event.button !== 0) return;
  event.preventDefault(); // the text around it is not to be marked
  handle.setPointerCapture(event.pointerId);
  const { pointerId: pointer, clientX: x, clientY: y } = event;
  drag = { card: handle.closest(".turn-card"), pane: scrollingPane(), pointer, x, y, isUnderWay: false };
}

/** @param {PointerEvent} event */
function onMove(event) {
  if (event.pointerId !== drag?.pointer) return;
  if (!drag.isUnderWay && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < SLACK) return;
  drag.x = event.clientX;
  drag.y = event.clientY;
  if (!drag.isUnderWay) {
    drag.isUnderWay = true;
    drag.card.classList.add("dragged");
    scroll();
  }
  mark();
}

function giveUp() {
  drag?.card.classList.remove("dragged");
  drag = null;
  unmark();
}

/** Gives up a drag, and nothing else: otherwise the key leaves the editor. @param {KeyboardEvent} event */
function onKey(event) {
  if (!drag || event.key !== "Escape") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  giveUp();
}

/** Calls `drop` with a message that was dragged, the one it goes beside, and whether it goes before it.
 * @param {(card: any, other: any, isBefore: boolean) => void} drop */
export function startDragging(drop) {
  document.addEventListener("pointerdown", onDown);
  document.addEventListener("pointermove", onMove);
  document.addEventListener("pointerup", (event) => {
    if (event.pointerId !== drag?.pointer) return;
    const { card, isUnderWay } = drag;
    const place = isUnderWay ? target() : null;
    giveUp();
    if (place) drop(card, place.card, place.isBefore);
  });
  document.addEventListener("pointercancel", (event) => {
    if (event.pointerId === drag?.pointer) giveUp();
  });
  document.addEventListener("keydown", onKey, true);
}
