// Keeps what is typed: in this browser at once, and on the server if the form says so.

const store = (() => { try { return localStorage; } catch {} })() ?? {};
const forget = (name) => { delete store[name]; };

/** A form named in the address has arrived. */
function forgetSent() {
  const sent = new URL(location).searchParams.get("sent");
  if (!sent) return;
  for (const key of Object.keys(store)) {
    if (/^draft /.test(key) && key.endsWith(` ${sent}`)) forget(key);
  }
  forget(sessionStorage.draft);
  put("sent");
}

function put(name, value) {
  const address = new URL(location), { searchParams: query } = address;
  value ? query.set(name, value) : query.delete(name);
  history.replaceState(history.state, "", address);
}

function watch(form) {
  const { draft: place, who, url } = form.dataset;
  const { tab, opened, over, version = over } = form.elements;
  if (tab) tab.value ||= Math.random().toString(36).slice(2);
  const all = `draft ${who} ${place}`;
  const key = tab ? `${all}#${tab.value}` : all;
  let hidden = []; // what the form shows no fields for
  const typed = () => String(new URLSearchParams(new FormData(form)));
  const said = form.querySelector("[data-draft-said]");
  const begun = typed();
  let waiting, sending, from;

  const say = (words) => { if (said) said.textContent = words; };

  function keepHere() {
    try {
      sessionStorage.draft = key;
      const kept = { typed: typed(), base: version?.value, at: Date.now() };
      if (kept.typed === begun) forget(key);
      else store[key] = JSON.stringify(kept);
    } catch { /* full */ }
  }

  async function keepThere() {
    sending?.abort();
    if (!url) return say(form.dataset.here);
    sending = new AbortController();
    try {
      const body = new URLSearchParams(typed());
      const answer = await fetch(url, { method: "POST", body, signal: sending.signal });
      if (!answer.ok) throw answer;
      forget(from);
      if (tab) put("draft", tab.value); // to open it again with
      if (tab && typed() === String(body)) forget(key);
      if (tab && hidden[0]) return location.reload(); // with fields for all of it
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
    return values;
  }

  /** This tab's first, then the latest; not what may hold words taken out since. */
  function copies() {
    const found = [];
    for (const name of Object.keys(store)) {
      if (name.split("#")[0] !== all) continue;
      const kept = { name, base: 1, ...JSON.parse(store[name]) };
      if (name === sessionStorage.draft) kept.at = 9e15;
      if (version && kept.base < +form.dataset.since) forget(name);
      else found.push(kept);
    }
    return found.sort((one, other) => other.at - one.at);
  }

  function putBack() {
    if ("fresh" in form.dataset) return forget(key);
    const [kept] = copies();
    if (!kept || kept.typed === begun || form.querySelector('[role="alert"]')) return;
    const old = fill(kept.typed);
    const now = (name) => new FormData(form).getAll(name);
    hidden = [...old].filter(([name, value]) =>
      old.getAll(name).length > now(name).length && !now(name).includes(value));
    if (opened && !opened.value.startsWith(`${old.get("tab")}@`)) opened.value = old.get("opened");
    if (version) version.value = kept.base;
    if (kept.at < 8e15) from = kept.name; // may be open
    else forget(kept.name), keepHere();
    say(form.dataset.found);
    if (hidden[0]) keepThere();
  }

  form.oninput = form.onchange = changed;
  form.onformdata = ({ formData }) => { for (const pair of hidden) formData.append(...pair); };
  form.addEventListener("submit", ({ submitter }) => {
    clearTimeout(waiting);
    sending?.abort();
    forget(from);
    submitter?.value === "discard" ? forget(key) : keepHere();
  });
  addEventListener("online", () => { if (typed() !== begun) keepThere(); });
  putBack();
}

forgetSent();
for (const form of document.querySelectorAll("form[data-draft]")) watch(form);
