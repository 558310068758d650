// Keys instead of a pointer: ? shows them, g and a letter goes somewhere.
// None is taken while one types; a box turns them off.

const help = document.querySelector("[data-shortcuts]");
const box = help?.querySelector("input");
let leading = 0;

const store = (() => { try { return localStorage; } catch {} })() ?? {};

function show() {
  help.open = true;
  const summary = help.querySelector("summary");
  summary.scrollIntoView({ block: "center" });
  summary.focus();
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || !box.checked) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const follows = leading && event.timeStamp - leading < 1500;
  leading = 0;
  if (event.key === "?") {
    event.preventDefault();
    show();
  } else if (event.key === "g") {
    leading = event.timeStamp;
  } else if (follows && /^[a-z]$/.test(event.key)) {
    document.querySelector(`a[data-shortcut="${event.key}"]`)?.click();
  }
}

if (box) {
  help.hidden = false;
  box.checked = store.shortcuts !== "off";
  box.onchange = () => { store.shortcuts = box.checked ? "on" : "off"; };
  document.addEventListener("keydown", pressed);
}
