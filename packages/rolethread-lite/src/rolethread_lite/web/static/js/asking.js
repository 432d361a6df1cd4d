// @ts-check
/** Questions about what would change are dialogs. */
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

document.addEventListener("htmx:after:swap", afterSwap);
document.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  if (target.closest("[data-close]")) find("dialog[data-asked]")?.close();
});
