// Keeps what is typed into a form: in this browser at once, and on the server where the form names
// an address. It says so.

const stores = (() => { try { return localStorage; } catch { return null; } })();

/** A form has arrived whose name stands in the address: what was kept of it is done with. */
function forgetSent() {
  const address = new URL(location.href);
  const sent = address.searchParams.get("sent");
  if (!sent || !stores) return;
  for (const key of Object.keys(stores)) {
    if (/^draft /.test(key) && key.endsWith(` ${sent}`)) stores.removeItem(key);
  }
  stores.removeItem(sessionStorage.draft);
  address.searchParams.delete("sent");
  history.replaceState(history.state, "", address);
}

function watch(form) {
  const { draft: place, who, url } = form.dataset;
  const { tab, opened, over, version = over } = form.elements; // each tab keeps its own
  const all = `draft ${who} ${place}`;
  const key = tab ? `${all}#${tab.value}` : all;
  const typed = () => String(new URLSearchParams(new FormData(form)));
  const said = form.querySelector("[data-draft-said]");
  const begun = typed();
  let waiting, sending;

  const say = (words) => { if (said) said.textContent = words; };
  const forget = (name) => stores?.removeItem(name);

  function keepHere() {
    try {
      const kept = { typed: typed(), base: version?.value, at: Date.now() };
      if (kept.typed === begun) forget(key);
      else stores?.setItem(key, JSON.stringify(kept));
    } catch { /* not allowed, or full */ }
  }

  async function keepThere() {
    sending?.abort();
    if (!url) return say(form.dataset.here);
    sending = new AbortController();
    try {
      const body = new URLSearchParams(typed());
      const answer = await fetch(url, { method: "POST", body, signal: sending.signal });
      if (!answer.ok) throw answer;
      if (tab && typed() === String(body)) forget(key);
      const hour = new Date().toLocaleTimeString([], { timeStyle: "short" });
      say(form.dataset.kept.replace("{}", hour));
    } catch (error) {
      if (error.name !== "AbortError") say(form.dataset[error.status] ?? form.dataset.here);
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

  /** What is kept here, the latest first; not what may hold words taken out since. */
  function copies() {
    const found = [];
    for (const name of Object.keys(stores ?? {})) {
      if (name.split("#")[0] !== all) continue;
      const kept = { name, base: 1, ...JSON.parse(stores[name]) };
      if (version && kept.base < +form.dataset.since) forget(name);
      else found.push(kept);
    }
    return found.sort((one, other) => other.at - one.at);
  }

  function putBack() {
    if ("fresh" in form.dataset) return forget(key); // it was sent, and is in the form
    const there = new Date(form.dataset.at ?? 0); // begun again elsewhere
    const kept = copies().find((one) => one.name !== all || one.at >= there);
    if (!kept || kept.typed === begun || form.querySelector('[role="alert"]')) return;
    fill(kept.typed);
    if (opened) opened.value = ""; // what was kept there is not in it
    if (version) version.value = kept.base;
    if (kept.name !== key) {
      keepHere();
      forget(kept.name);
    }
    say(form.dataset.found);
  }

  for (const event of ["input", "change"]) form.addEventListener(event, changed);
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    sending?.abort();
    keepHere();
    if (stores) sessionStorage.draft = key;
  });
  addEventListener("online", () => { if (typed() !== begun) keepThere(); });
  putBack();
}

forgetSent();
for (const form of document.querySelectorAll("form[data-draft]")) watch(form);
