// Items of an agenda can be dragged to another place. Without it there are the buttons up and down.

for (const form of document.querySelectorAll("form[data-order]")) {
  const list = document.getElementById(form.dataset.order);
  if (list) begin(form, list);
}

function begin(form, list) {
  let dragged = null;

  for (const handle of list.querySelectorAll("[data-handle]")) {
    handle.hidden = false;
    handle.addEventListener("pointerdown", (event) => {
      dragged = handle.closest("[data-item]");
      handle.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    handle.addEventListener("pointermove", (event) => {
      if (dragged) put(event.clientY);
    });
    handle.addEventListener("pointerup", finish);
    handle.addEventListener("pointercancel", finish);
  }

  function put(y) {
    const others = [...list.children].filter((item) => item !== dragged);
    const next = others.find((item) => {
      const box = item.getBoundingClientRect();
      return y < box.top + box.height / 2;
    });
    dragged.classList.add("item-here");
    if (next !== dragged.nextElementSibling) list.insertBefore(dragged, next ?? null);
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
