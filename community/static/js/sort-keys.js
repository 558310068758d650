// d makes the note one is at a decision, a an action: a key for buttons that stand below it.

const box = document.querySelector("[data-shortcuts] input"); // where keys are turned off

document.addEventListener("keydown", ({ key, target, ctrlKey, metaKey, altKey }) => {
  if (!/^[ad]$/.test(key) || ctrlKey || metaKey || altKey || !box?.checked) return;
  if (target.closest("input, textarea, select, [contenteditable]")) return; // who types
  const note = target.closest(".note") ?? document.querySelector(".note:target");
  note?.querySelector(`button[form="sort"][value^="${key}"]`)?.click();
});
