// Proposes the browser's time zone in a list of zones nobody has touched yet, and says so.

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

// Browsers keep some names the zone data has replaced.
const replaced = {
  "Asia/Calcutta": "Asia/Kolkata",
  "Asia/Katmandu": "Asia/Kathmandu",
  "Asia/Rangoon": "Asia/Yangon",
  "Asia/Saigon": "Asia/Ho_Chi_Minh",
  "Atlantic/Faeroe": "Atlantic/Faroe",
  "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
  "America/Indianapolis": "America/Indiana/Indianapolis",
  "Europe/Kiev": "Europe/Kyiv",
  "Pacific/Truk": "Pacific/Chuuk",
  "Pacific/Ponape": "Pacific/Pohnpei",
};

/** What somebody chose is never changed: a form that came back keeps its zone. */
const isUntouched = (list) => !list.form?.querySelector('[role="alert"], [aria-invalid]');

function propose(list) {
  const there = [...list.options].map((option) => option.value);
  const found = [zone, replaced[zone]].find((name) => there.includes(name));
  if (!found || !isUntouched(list) || list.value === found) return;
  list.value = found;
  const words = document.createElement("p");
  words.className = "hint";
  words.id = `${list.id}-proposed`;
  words.textContent = list.dataset.proposeZone;
  list.after(words);
  const described = list.getAttribute("aria-describedby") ?? "";
  list.setAttribute("aria-describedby", `${described} ${words.id}`.trim());
  list.addEventListener("change", () => words.remove(), { once: true });
}

for (const list of document.querySelectorAll("select[data-propose-zone]")) propose(list);
