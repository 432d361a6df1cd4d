// @ts-check
/** Text that is being typed: nobody leaves it by accident, and a draft of it outlives a crash and a closed tab. */
import { find, findAll } from "./page.js";

const PREFIX = "rolethread-draft:";
let isDirty = false;
let keptUnder = "";

const form = () => find("[data-draft], #edit-form");

/** @param {any} edited */
const draftKey = (edited) => PREFIX + (edited.dataset.draft ?? `${location.pathname}#${find(".conversation").dataset.id}`);

/** Asks before typed text is left. */
export function mayLeave() {
  return !isDirty || confirm("Leave without saving? What you typed is kept as a draft.");
}

/** Asks before typed text is thrown away. */
export function mayDiscard() {
  return !isDirty || confirm("Throw away what you typed since you saved last?");
}

export function forgetDirt() {
  isDirty = false;
}

/** @param {any} edited */
const fields = (edited) => findAll("textarea, input:not([type=hidden]), select", edited);

/** A form as it would be posted. @param {any} edited */
export const serialised = (edited) => new URLSearchParams(/** @type {any} */ (new FormData(edited))).toString();

/** A form whose boxes come and go is kept as it would be posted, any other one by the order of its boxes. @param {any} edited */
function draftOf(edited) {
  if (find("#restore-draft")) return { form: serialised(edited) };
  const texts = fields(edited).map((one) => (one.type === "checkbox" ? one.checked : one.value));
  return { seen: edited.elements.seen?.value ?? "", texts };
}

/** @param {any} edited */
export function keepDraft(edited) {
  keptUnder = draftKey(edited);
  try {
    localStorage.setItem(keptUnder, JSON.stringify(draftOf(edited)));
  } catch {
    // The browser keeps no more than a few megabytes; whoever leaves the page is still asked.
  }
}

/** Takes a draft away: it was saved, or is no longer wanted. */
export function dropDraft() {
  const edited = form();
  if (edited) localStorage.removeItem(draftKey(edited));
  if (keptUnder) localStorage.removeItem(keptUnder);
  keptUnder = "";
  isDirty = false;
}

/** Notes whether a form that the server sent holds anything that is not saved. @param {any} edited */
export function settleDirt(edited) {
  const box = /** @type {any} */ (document.activeElement);
  const isTyped = edited.contains(box) && "defaultValue" in box && box.value !== box.defaultValue;
  isDirty = edited.hasAttribute("data-changed") || isTyped;
  if (isDirty) keepDraft(edited);
  else dropDraft();
}

/** Has the server show a form again as it was posted, or would have been. @param {string} posted @param {boolean} [told] */
export function restoreDraft(posted, told = false) {
  const restoring = find("#restore-draft");
  restoring.elements.draft.value = posted;
  restoring.elements.told.value = told ? "1" : "";
  const htmx = /** @type {any} */ (window).htmx;
  htmx.ajax("POST", restoring.getAttribute("hx-post"), { source: restoring, target: "#editor", swap: "innerMorph" });
}

/** Puts back what was typed before the page went away, if the entry is still what it was. */
export function offerDraft() {
  const edited = form();
  const kept = edited && !edited.dataset.offered && localStorage.getItem(draftKey(edited));
  if (!kept) return;
  edited.dataset.offered = "yes";
  const draft = JSON.parse(kept);
  if (draft.form !== undefined) {
    restoreDraft(draft.form, true);
    return;
  }
  const found = fields(edited);
  if (draft.seen !== (edited.elements.seen?.value ?? "") || draft.texts.length !== found.length) return;
  found.forEach((one, place) => {
    if (one.type === "checkbox") one.checked = draft.texts[place];
    else one.value = draft.texts[place];
  });
  isDirty = true;
  const line = document.createElement("p");
  line.className = "banner info";
  line.setAttribute("role", "status");
  line.textContent = "What you had typed here before is back. Save it, or cancel to let it go.";
  edited.prepend(line);
}

export function startEditing() {
  document.addEventListener("input", (event) => {
    const edited = /** @type {Element} */ (event.target).closest("[data-draft], #edit-form");
    if (!edited) return;
    isDirty = true;
    keepDraft(edited);
  });
  addEventListener("beforeunload", (event) => {
    if (isDirty) event.preventDefault();
  });
  offerDraft();
}
