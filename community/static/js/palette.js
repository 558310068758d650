// Ctrl-K, or a link to the search, opens it; it finds while one types.

const box = document.querySelector("[data-palette-box]");
const input = box?.querySelector("input");
const found = box?.querySelector("[data-palette-found]");
let text, range; // written in, and where
let waiting, sending;

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
    for (const line of found.querySelectorAll(".palette-do")) {
      const [put, take] = line.children;
      line.hidden = false;
      put.hidden = !text?.isConnected;
      if (hasRoom()) take.textContent = take.dataset.into;
    }
  } catch { /* no answer */ }
}

const hasRoom = () => text?.isConnected && text.rows; // for paragraphs

function pressed(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const stays = event.key === "Enter" && event.target === input && text?.isConnected;
  if (event.isComposing || !(step || stays)) return;
  event.preventDefault();
  const stops = [input, ...found.querySelectorAll("a, button:not([hidden])")];
  const at = stops.indexOf(document.activeElement) + step;
  (stays ? stops.find((one) => one.dataset.put) : stops.at(at % stops.length))?.focus();
}

async function chosen({ target }) {
  const { put, take, mark } = target.dataset;
  const words = put ?? (hasRoom() && mark);
  if (words) {
    box.close();
    text.focus();
    text.setRangeText(words, ...range, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  } else if (take) {
    try {
      await navigator.clipboard.writeText(take);
      box.close();
    } catch {
      const said = found.querySelector("[data-no]");
      said.textContent = said.dataset.no + take;
      getSelection().selectAllChildren(said);
    }
  } else if (target === box) box.close(); // beside it
}

if (box) {
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-palette]") && !event.ctrlKey && !event.metaKey && !event.shiftKey) open(event);
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") open(event);
  });
  document.addEventListener("focusin", ({ target }) => { if (target.matches("textarea,[name=follows],[name=other]")) text = target; });
  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(look, 120); });
  box.addEventListener("keydown", pressed);
  box.addEventListener("click", chosen);
  box.addEventListener("close", () => { clearTimeout(waiting); sending?.abort(); });
}
