/* Quick hands: keys for tables and pages, copy buttons, forms that are sent once.
   Nothing here is needed: every page works without it. */
"use strict";

let jumping = false;

/** Whether somebody is typing: then keys are letters. */
function isTyping(target) {
  return target.closest("input, textarea, select, [contenteditable]") !== null;
}

/** The rows that j and k go along: of tables, and lists of cards. */
function rows() {
  return [...document.querySelectorAll("main tbody tr:has(a[href]), main .cards > li:has(a[href])")];
}

function currentRow() {
  return document.activeElement?.closest("main tbody tr, main .cards > li") ?? null;
}

/** Put the focus on the first link of the row that lies `step` further. */
function move(step) {
  const all = rows();
  if (all.length === 0) return;
  const at = all.indexOf(currentRow());
  const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step;
  const row = all[Math.min(Math.max(next, 0), all.length - 1)];
  row.querySelector("a[href]").focus();
  row.scrollIntoView({ block: "nearest" });
}

function openShortcuts() {
  document.getElementById("shortcuts")?.showModal();
}

function closeOpen() {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
}

function jump(letter) {
  const link = document.querySelector(`[data-jump="${CSS.escape(letter)}"]`);
  if (link) window.location.assign(link.href);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    if (isTyping(event.target)) event.target.blur();
    closeOpen();
    return;
  }
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  if (jumping) {
    jumping = false;
    jump(event.key);
    return;
  }
  const keys = {
    j: () => move(1),
    k: () => move(-1),
    g: () => { jumping = true; },
    "/": () => document.getElementById("search")?.focus(),
    "?": openShortcuts,
  };
  if (keys[event.key]) {
    event.preventDefault();
    keys[event.key]();
  }
});

document.addEventListener("click", (event) => {
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    const value = document.getElementById(copy.dataset.copy).textContent.trim();
    navigator.clipboard.writeText(value).then(() => { copy.textContent = copy.dataset.copied; });
  }
  if (event.target.closest("[data-open-shortcuts]")) openShortcuts();
  const all = event.target.closest("[data-select-all]");
  if (all) {
    const boxes = document.querySelectorAll(`input[name="${CSS.escape(all.dataset.selectAll)}"]`);
    for (const box of boxes) box.checked = all.checked;
  }
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

/* A form is sent once; when the browser goes back to it, it can be sent again. */
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (event.target.method === "post" && !event.target.hasAttribute("data-again")) {
    event.target.dataset.sent = "yes";
  }
});

window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

/* Filters that a choice should apply at once. */
document.addEventListener("change", (event) => {
  if (event.target.closest("[data-at-once]")) event.target.form.requestSubmit();
});
