// @ts-check
/** The editor: its keys, the box to go on in, and taking a button back. The server does the rest. */
import { startDragging } from "./dragging.js";
import { dropDraft, restoreDraft, serialised, settleDirt } from "./editing.js";
import { find, findAll } from "./page.js";

const MOST_KEPT = 50;
const IS_MAC = /Mac/.test(navigator.platform);
/** @type {string[]} */
const earlier = [];
/** What was asked for while the server was answering. @type {(() => void)[]} */
const waiting = [];
/** The box that had the focus when a button was pressed, and what stood in it. */
let left = { box: /** @type {any} */ (null), value: "" };
let isBusy = false;

const form = () => find("#editor-form");

/** @param {string} act */
const press = (act) => findAll("[name=act]", form()).find((one) => one.value === act && !one.disabled)?.click();

/** One button after the other: each is about the form that the one before it gave back. @param {any} event */
function onButton(event) {
  const button = event.target.closest?.("#editor-form [name=act]");
  if (!button) return;
  if (isBusy) {
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting.push(() => press(button.value));
    return;
  }
  isBusy = true;
  left = { box: document.activeElement, value: /** @type {any} */ (document.activeElement)?.value ?? "" };
  if (button.value && !/^(save|next|split)/.test(button.value)) earlier.push(serialised(form()));
  if (earlier.length > MOST_KEPT) earlier.shift();
}

/** Whether somebody went on typing in a box while the server was answering. @param {any} box */
const isTypedIn = (box) => box === document.activeElement && !(box === left.box && box.value === left.value);

/** Makes the form what the server sent, but for the box in which somebody is typing. */
function showAsSent() {
  for (const box of findAll("textarea, input:not([type=hidden])", form()))
    if (box.value !== box.defaultValue && !isTypedIn(box)) box.value = box.defaultValue;
  for (const box of findAll("select", form())) {
    const sent = [...box.options].find((option) => option.defaultSelected) ?? box.options[0];
    if (sent && !isTypedIn(box)) box.value = sent.value;
  }
}

function focusBox() {
  const box = document.getElementById(form().dataset.focus ?? "");
  form().removeAttribute("data-focus");
  box?.focus();
  box?.scrollIntoView({ block: "nearest" });
}

/** @param {any} event */
function afterSwap(event) {
  if (event.detail.ctx?.target?.id !== "editor") return;
  showAsSent();
  focusBox();
  settleDirt(form());
  find("#take-back").hidden = !earlier.length;
}

function afterRequest() {
  isBusy = false;
  while (!isBusy && waiting.length) waiting.shift()?.();
}

function takeBack() {
  const before = earlier.pop();
  if (before === undefined) return;
  restoreDraft(before);
}

/** @param {string} key */
function wordOf(key) {
  if (key === "ArrowUp") return "up";
  if (key === "ArrowDown") return "down";
  return key === "Enter" ? "after" : key === "Backspace" ? "delete" : "";
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const card = /** @type {any} */ (event.target).closest?.(".turn-card");
  const word = wordOf(event.key);
  if (!card || !word || !event.altKey || event.metaKey || event.shiftKey || event.isComposing) return;
  // There, Alt and Backspace delete a word.
  if (event.ctrlKey !== (IS_MAC && word === "delete")) return;
  event.preventDefault();
  const after = card.nextElementSibling?.querySelector(".between") ?? find("#append");
  (word === "after" ? after : find(`#${word}-${card.dataset.key}`))?.click();
}

/** Goes to what a finding, or a fault, is about. @param {any} link */
function goTo(link) {
  const box = find(link.getAttribute("href"));
  if (!box) return;
  box.focus();
  if (link.dataset.start && box.setSelectionRange) box.setSelectionRange(Number(link.dataset.start), Number(link.dataset.end));
  box.scrollIntoView({ block: "nearest" });
}

/** @param {any} event */
function onClick(event) {
  const target = event.target;
  if (target.closest?.("#take-back")) takeBack();
  if (target.closest?.("[data-discard]")) dropDraft();
  const link = target.closest?.("[data-goto]");
  if (!link) return;
  event.preventDefault();
  goTo(link);
}

/** The order of the cards is the order of the form: the server takes it from there.
 * @param {any} card @param {any} other @param {boolean} isBefore */
function moveBeside(card, other, isBefore) {
  if (isBusy) {
    waiting.push(() => moveBeside(find(`#${card.id}`), find(`#${other.id}`), isBefore));
    return;
  }
  if (!card || !other) return;
  earlier.push(serialised(form()));
  if (isBefore) other.before(card);
  else other.after(card);
  find("#settle").click();
}

document.addEventListener("click", onButton, true);
document.addEventListener("click", onClick);
document.addEventListener("keydown", onKey);
document.addEventListener("htmx:after:swap", afterSwap);
document.addEventListener("htmx:finally:request", (event) => {
  if (/** @type {any} */ (event.target).id === "editor-form") afterRequest();
});
startDragging(moveBeside);
if (IS_MAC) find(".deletes")?.replaceChildren("Ctrl Alt ⌫");
