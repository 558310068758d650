// Copies an address on a tap; without it, the field can be marked and copied by hand.

function ready(button) {
  const field = document.getElementById(button.dataset.copy);
  const said = button.parentElement.querySelector('[role="status"]');
  if (!field) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = button.dataset.done;
    } catch {
      said.textContent = button.dataset.undone;
    }
  });
}

for (const button of document.querySelectorAll("button[data-copy]")) ready(button);
