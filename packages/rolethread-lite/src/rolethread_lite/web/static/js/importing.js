// @ts-check
/** Files that are dropped on the page go where chosen ones go. */
import { find } from "./page.js";

/** @param {DragEvent} event */
const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");

/** @param {boolean} isOver */
function mark(isOver) {
  find("#drop").classList.toggle("over", isOver);
}

/** @param {DragEvent} event */
function take(event) {
  if (!holdsFiles(event)) return;
  event.preventDefault();
  mark(false);
  find("#files").files = event.dataTransfer?.files;
  find("#drop-form").requestSubmit();
}

document.addEventListener("dragover", (event) => {
  if (!holdsFiles(event)) return;
  event.preventDefault();
  mark(true);
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) mark(false);
});
document.addEventListener("drop", take);
