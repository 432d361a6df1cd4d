// @ts-check
/** The prompt compiler: the button that copies the prompt. */
import { toast } from "./feedback.js";
import { find } from "./page.js";

/** @param {Event} event */
async function copy(event) {
  const button = /** @type {Element} */ (event.target).closest("#copy");
  if (!button) return;
  const prompt = find("#compiled");
  try {
    await navigator.clipboard.writeText(prompt.value);
    button.textContent = "Copied";
  } catch {
    prompt.focus();
    prompt.select();
    toast("The browser did not allow copying. The prompt is selected now: copy it yourself.");
  }
}

document.addEventListener("click", copy);
