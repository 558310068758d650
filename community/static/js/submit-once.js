// A second tap on the same button sends nothing twice. The server holds without it too.

const sent = new WeakSet();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (sent.has(form)) return event.preventDefault();
  sent.add(form);
  event.submitter?.setAttribute("aria-disabled", "true");
});

// A page come back to in the browser's history may be sent again.
addEventListener("pageshow", () => {
  for (const form of document.forms) {
    sent.delete(form);
    for (const field of form.elements) field.removeAttribute("aria-disabled");
  }
});
