// Keeps all that somebody types into a form: in this browser at once, and where the form names an
// address on the server a moment later. It says so.

const stores = (() => { try { return localStorage; } catch { return null; } })();

/** A form has arrived where its name stands in the address: what was kept of it is done with. */
function forgetSent() {
  const address = new URL(location.href);
  const sent = address.searchParams.get("sent");
  if (!sent || !stores) return;
  for (const key of Object.keys(stores)) {
    if (key.startsWith("draft ") && key.endsWith(` ${sent}`)) stores.removeItem(key);
  }
  address.searchParams.delete("sent");
  history.replaceState(history.state, "", address);
}

function watch(form) {
  const { draft: place, who, url } = form.dataset;
  const key = `draft ${who} ${place}`;
  const typed = () => String(new URLSearchParams(new FormData(form)));
  const said = form.querySelector("[data-draft-said]");
  const begun = typed();
  let waiting = 0;
  let sending = null;

  const say = (words) => { if (said) said.textContent = words; };
  const version = form.elements.version ?? form.elements.over; // of the note that is changed; new ones have none
  const hour = () => new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

  function keepHere() {
    try {
      if (typed() === begun) stores?.removeItem(key);
      else {
        const kept = { typed: typed(), base: version?.value, at: Date.now() };
        stores?.setItem(key, JSON.stringify(kept));
      }
    } catch { /* not allowed, or full */ }
  }

  async function keepThere() {
    sending?.abort();
    if (!url) return say(form.dataset.here);
    sending = new AbortController();
    try {
      const body = new URLSearchParams(typed());
      const answer = await fetch(url, { method: "POST", body, signal: sending.signal });
      if (!answer.ok) throw new Error(answer.status);
      say(form.dataset.kept.replace("{}", hour()));
    } catch (error) {
      if (error.name !== "AbortError") say(form.dataset.here);
    }
  }

  function changed() {
    keepHere();
    clearTimeout(waiting);
    waiting = setTimeout(keepThere, 1200);
  }

  function fill(query) {
    const values = new URLSearchParams(query);
    for (const field of form.elements) {
      if (!field.name || field.type === "hidden" || field.tagName === "BUTTON") continue;
      if (/^(radio|checkbox)$/.test(field.type)) field.checked = values.getAll(field.name).includes(field.value);
      else field.value = values.get(field.name) ?? field.value;
    }
  }

  function putBack() {
    if ("fresh" in form.dataset) { // what was sent is in the form, with what others made of it
      stores?.removeItem(key);
      return;
    }
    let kept = null;
    try { kept = JSON.parse(stores?.getItem(key) ?? "null"); } catch { /* not ours */ }
    if (kept && version && (kept.base ?? 1) < Number(form.dataset.since ?? 0)) {
      stores.removeItem(key); // it may hold words that were taken out of the note since
      return;
    }
    if (!kept?.typed || kept.typed === typed() || form.querySelector('[role="alert"]')) return;
    if (kept.at < Date.parse(form.dataset.at ?? "1970-01-01")) return; // begun again elsewhere
    fill(kept.typed);
    if (form.elements.opened) form.elements.opened.value = ""; // what was kept there is not in it
    if (version) version.value = kept.base ?? 1;
    say(form.dataset.found);
  }

  putBack();
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", () => { clearTimeout(waiting); sending?.abort(); keepHere(); });
  addEventListener("online", () => { if (typed() !== begun) keepThere(); });
}

forgetSent();
for (const form of document.querySelectorAll("form[data-draft]")) watch(form);
