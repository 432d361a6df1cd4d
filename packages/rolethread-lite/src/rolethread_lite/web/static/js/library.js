// @ts-check
/** The library: files are dropped where they belong. */
import "./asking.js";
import { find } from "./page.js";

/** @param {DragEvent} event @param {boolean} isOver */
function mark(event, isOver) {
  const zone = /** @type {Element} */ (event.target).closest?.("[data-drop]");
  if (!zone || !event.dataTransfer?.types.includes("Files")) return null;
  event.preventDefault();
  zone.classList.toggle("over", isOver);
  return zone;
}

/** Gives dropped files to the zone's own field, and sends its form. @param {DragEvent} event */
function drop(event) {
  const zone = mark(event, false);
  if (!zone) return;
  const field = find("input[type=file]", zone);
  field.files = event.dataTransfer?.files;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("dragover", (event) => mark(event, true));
document.addEventListener("dragleave", (event) => mark(event, false));
document.addEventListener("drop", drop);
