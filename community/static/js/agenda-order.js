// Items of an agenda can be dragged; without it there are the buttons up and down.

for (const form of document.querySelectorAll("form[data-order]")) {
  const list = document.getElementById(form.dataset.order);
  if (list) begin(form, list);
}

function begin(form, list) {
  let dragged = null;

  for (const handle of list.querySelectorAll("[data-handle]")) handle.hidden = false;

  list.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-handle]");
    if (!handle || event.button) return;
    dragged = handle.closest("[data-item]");
    list.setPointerCapture(event.pointerId); // what is moved about would lose it
    event.preventDefault();
  });
  list.addEventListener("pointermove", (event) => {
    if (dragged) put(event.clientY);
  });
  list.addEventListener("pointerup", finish);
  list.addEventListener("pointercancel", finish);

  function put(y) {
    const others = [...list.children].filter((item) => item !== dragged);
    const next = others.find((item) => {
      const box = item.getBoundingClientRect();
      return y < box.top + box.height / 2;
    });
    dragged.classList.add("item-here");
    if ((next ?? null) !== dragged.nextElementSibling) list.insertBefore(dragged, next ?? null);
  }

  function finish() {
    if (!dragged) return;
    dragged.classList.remove("item-here");
    dragged = null;
    const order = [...list.children].map((item) => item.dataset.item).join(",");
    if (order === form.elements.order.value) return;
    form.elements.order.value = order;
    form.requestSubmit();
  }
}
