"use strict";
// Reading needs none of this: it saves a click, and moves by keys.
document.documentElement.classList.add("js");

document.addEventListener("change", (event) => {
  if (event.target.matches("select[data-submit]")) event.target.form.requestSubmit();
});

function typing(target) {
  return target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
}

// In a list: J and K go to the next and the previous row, Enter opens it, X ticks it.
let at = -1;
function go(rows, step) {
  at = Math.min(rows.length - 1, Math.max(0, at + step));
  rows.forEach((row) => row.classList.remove("here"));
  rows[at].classList.add("here");
  rows[at].querySelector("a.title").focus();
}

// On a publication: the button that bears the key; J and K lead to its neighbours in the list.
function neighbours() {
  try {
    return JSON.parse(sessionStorage.getItem("rows") || "[]");
  } catch {
    return [];
  }
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const key = event.key.toLowerCase();
  const button = document.querySelector(`button[data-key="${CSS.escape(key)}"]`);
  if (button) {
    event.preventDefault();
    button.click();
    return;
  }
  const rows = [...document.querySelectorAll("[data-keys] > li")];
  if (rows.length && (key === "j" || key === "k")) go(rows, key === "j" ? 1 : -1);
  const row = rows[Math.max(at, 0)];
  row?.querySelector(`button[data-row-key="${CSS.escape(key)}"]`)?.click();
  if (rows.length && key === "x" && at >= 0) rows[at].querySelector("input[name=row]")?.click();
  if (document.querySelector("[data-publication]") && (key === "j" || key === "k")) {
    const all = neighbours();
    const here = all.indexOf(location.pathname);
    const other = all[here + (key === "j" ? 1 : -1)];
    if (here >= 0 && other) location.assign(other + location.search);
  }
});

function remember() {
  const links = [...document.querySelectorAll("[data-keys] a.title")];
  if (links.length) {
    sessionStorage.setItem("rows", JSON.stringify(links.map((one) => one.pathname)));
  }
}
remember();
document.addEventListener("htmx:afterSwap", remember);
