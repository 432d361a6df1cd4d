// @ts-check
/** Short messages, tips over charts, and the theme. */
import { find } from "./page.js";

const SHOWN_FOR = 5000;
const CARRIED = "rolethread-toast";
let timer = 0;

/** Lets the message that is shown go after a while. */
export function watchToast() {
  if (!find("#toast").firstElementChild) return;
  clearTimeout(timer);
  timer = window.setTimeout(() => find("#toast").replaceChildren(), SHOWN_FOR);
}

/** Shows a message of the page's own. @param {string} text @param {"ok" | "error"} [kind] */
export function toast(text, kind = "error") {
  const line = document.createElement("p");
  line.className = `toast ${kind}`;
  if (kind === "error") line.setAttribute("role", "alert");
  line.textContent = text;
  find("#toast").replaceChildren(line);
  watchToast();
}

/** Loads the page anew; the message that is shown is shown there too. */
export function reload() {
  sessionStorage.setItem(CARRIED, find("#toast").textContent.trim());
  location.reload();
}

function showCarried() {
  const text = sessionStorage.getItem(CARRIED);
  sessionStorage.removeItem(CARRIED);
  if (text) toast(text, "ok");
}

/** Shows what a bar stands for, above it. @param {Event} event */
function showTip(event) {
  const bar = /** @type {Element} */ (event.target).closest?.("[data-tip]");
  const tip = find("#tip");
  tip.hidden = !bar;
  if (!bar) return;
  tip.textContent = bar.getAttribute("data-tip");
  const box = bar.getBoundingClientRect();
  tip.style.left = `${Math.max(8, Math.min(innerWidth - tip.offsetWidth - 8, box.left))}px`;
  tip.style.top = `${Math.max(8, box.top - 30)}px`;
}

function switchTheme() {
  const shown = document.documentElement.dataset;
  shown.theme = shown.theme === "dark" ? "light" : "dark";
  localStorage.setItem("rolethread-theme", shown.theme);
}

export function startFeedback() {
  document.addEventListener("pointerover", showTip);
  document.addEventListener("focusin", showTip);
  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (target.closest("#theme, [data-theme-switch]")) switchTheme();
    if (target.closest("#map")) find("#keys").showModal();
    if (target.closest("#show-filters")) find("#filters").classList.toggle("open");
    else if (!target.closest("#filters")) find("#filters")?.classList.remove("open");
  });
  document.addEventListener("htmx:error", () =>
    toast("RoleThread is not answering. What you typed is still here: start it again, then try once more."),
  );
  showCarried();
  watchToast();
}
