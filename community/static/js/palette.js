// Ctrl-K, or the link to the search, opens it; it finds while one types.

const box = document.querySelector("[data-palette-box]");
const link = document.querySelector("[data-palette]");
const input = box?.querySelector("input");
const found = box?.querySelector("[data-palette-found]");
let text = null; // written in last,
let range = [0, 0]; // and where
let waiting = 0;
let sending = null;

function open(event) {
  event.preventDefault();
  if (box.open) return;
  if (text) range = [text.selectionStart, text.selectionEnd];
  box.showModal();
  input.select();
  look();
}

async function look() {
  sending?.abort();
  sending = new AbortController();
  try {
    const address = `${box.dataset.paletteBox}?${new URLSearchParams({ q: input.value })}`;
    const answer = await fetch(address, { signal: sending.signal });
    if (!answer.ok) return;
    found.innerHTML = await answer.text();
    for (const buttons of found.querySelectorAll(".palette-do")) {
      buttons.hidden = false;
      buttons.querySelector("[data-put]").hidden = !text?.isConnected;
    }
  } catch { /* typed on, or no answer */ }
}

function move(step) {
  const stops = [input, ...found.querySelectorAll("a")];
  const here = stops.indexOf(document.activeElement);
  stops[(here + step + stops.length) % stops.length].focus();
}

function pressed(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && !event.isComposing) {
    event.preventDefault();
    move(step);
  }
}

async function chosen(event) {
  const { put, take } = event.target.dataset;
  if (put) {
    box.close();
    text.focus();
    text.setRangeText(put, ...range, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  } else if (take) {
    await navigator.clipboard.writeText(take);
    box.close();
  } else if (event.target === box) box.close(); // beside it
}

if (box?.showModal && link) {
  link.addEventListener("click", (event) => { if (!event.ctrlKey && !event.metaKey && !event.shiftKey) open(event); });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") open(event);
  });
  document.addEventListener("focusin", ({ target }) => { if (target.matches("textarea,[name=follows],[name=other]")) text = target; });
  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(look, 120); });
  box.addEventListener("keydown", pressed);
  box.addEventListener("click", chosen);
  box.addEventListener("close", () => { clearTimeout(waiting); sending?.abort(); });
}
