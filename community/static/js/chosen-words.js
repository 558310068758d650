// What is marked in a text fills the field for the words that are to go.

for (const text of document.querySelectorAll("[data-choose-words]")) {
  const field = document.getElementById(text.dataset.chooseWords);
  document.addEventListener("selectionchange", () => {
    const chosen = getSelection();
    if (chosen.isCollapsed || !chosen.rangeCount) return;
    if (text.contains(chosen.anchorNode) && text.contains(chosen.focusNode)) {
      field.value = chosen.toString().trim();
    }
  });
}
