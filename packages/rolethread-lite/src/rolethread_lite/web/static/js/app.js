// @ts-check
/** Keyboard, ticks, drafts and messages; everything else is HTML that the server sends and htmx puts in its place. */
import { dropDraft, forgetDirt, offerDraft, startEditing } from "./editing.js";
import { reload, startFeedback, watchToast } from "./feedback.js";
import { startKeys } from "./keys.js";
import { current, land, startList } from "./list.js";
import { find, load, refreshList } from "./page.js";
import { paintTicks, startTicking } from "./ticking.js";

let wasEditing = Boolean(find("[data-editing]"));

/** Counts the filters that are counted only when somebody looks. @param {boolean} [again] */
function showMoreFilters(again) {
  const more = find("#more-filters");
  const query = find(".list-head")?.dataset.query;
  if (!more?.open || query === undefined || (!again && more.dataset.query === query)) return;
  more.dataset.query = query;
  load(`${more.dataset.address}?${query}`, "more-facets");
}

function afterSwap() {
  showMoreFilters();
  paintTicks();
  land();
  const editing = find("[data-editing]");
  if (editing && !wasEditing) find("textarea", editing)?.focus({ preventScroll: true });
  if (editing) offerDraft();
  if (!editing && wasEditing) {
    forgetDirt();
    if (document.activeElement === document.body) find("#detail")?.focus({ preventScroll: true });
  }
  wasEditing = Boolean(editing);
  watchToast();
}

/** Shows the open entry as it is now, unless somebody is typing in it. */
function refreshOpened() {
  const opened = find(".conversation");
  if (opened && !opened.hasAttribute("data-editing")) load(location.pathname + location.search, "detail");
}

/** Shows all that is on the page as it is now. */
function refresh() {
  refreshList();
  refreshOpened();
  if (!find("#filters") && !find("[data-editing], [data-draft]")) reload();
}

document.addEventListener("htmx:after:swap", afterSwap);
document.addEventListener("workspace-changed", refresh);
find("#more-filters")?.addEventListener("toggle", () => showMoreFilters(true));
document.addEventListener("entry-changed", refreshList);
document.addEventListener("entries-changed", refreshOpened);
document.addEventListener("entry-saved", dropDraft);
startFeedback();
startTicking();
startList();
startEditing();
startKeys();
current()?.scrollIntoView({ block: "center" });
