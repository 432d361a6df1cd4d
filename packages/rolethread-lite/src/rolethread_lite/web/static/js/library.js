// @ts-check
/** The library: questions are dialogs, and files are dropped where they belong. */
import { find } from "./page.js";

/** Shows the question that the server put into the page, or says in it why the answer could not be followed. */
function afterSwap() {
  const asked = find("dialog[data-asked]");
  if (asked && !asked.open) {
    asked.showModal();
    return;
  }
  const fault = asked && find("#toast .error");
  if (!fault) return;
  const line = find("[data-fault]", asked);
  line.textContent = fault.textContent;
  line.hidden = false;
  fault.remove();
}

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

document.addEventListener("htmx:after:swap", afterSwap);
document.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  if (target.closest("[data-close]")) find("dialog[data-asked]")?.close();
});
document.addEventListener("dragover", (event) => mark(event, true));
document.addEventListener("dragleave", (event) => mark(event, false));
document.addEventListener("drop", drop);
