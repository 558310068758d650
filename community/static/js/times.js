// Puts a visitor's own hour in place of the call's, and that beside it.
// Members see their profile's zone from the server; their times carry no data-local.

const language = document.documentElement.lang || "en";
const mine = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
const formats = new Map();

/** One piece of an instant in a zone, as the server would write it. */
function piece(instant, zone, options) {
  const key = zone + JSON.stringify(options);
  if (!formats.has(key)) {
    formats.set(key, new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { timeZone: zone, ...options }));
  }
  return formats.get(key).format(instant);
}

const hour = (at, zone) => piece(at, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const by = (name, how) => (at, zone) => piece(at, zone, { [name]: how });
const day = by("day", "numeric");
const month = by("month", "long");
const shortMonth = (at, zone) => by("month", "short")(at, zone).slice(0, 3);
const year = by("year", "numeric");
const weekday = by("weekday", "long");
const shortWeekday = by("weekday", "short");
const short = by("dateStyle", "short");
const sameDay = (at, a, b) => short(at, a) === short(at, b);
const date = (at) => `${day(at, mine)} ${month(at, mine)}`;
const part = (around, name) => around.querySelector(`[data-part="${name}"]`);
const sameClock = (at, a, b) => sameDay(at, a, b) && hour(at, a) === hour(at, b);

// Browsers keep names of old.
const renamed = {
  Calcutta: "Kolkata", Katmandu: "Kathmandu", Kiev: "Kyiv", Rangoon: "Yangon", Saigon: "Ho Chi Minh",
};

/** "your time (Berlin)": people know a zone by the last word of its name. */
function yourTime(words) {
  const city = mine.split("/").pop().replaceAll("_", " ");
  return words.replace("{}", renamed[city] ?? city);
}

function writeParts(time, starts, ends) {
  const around = time.closest(".when");
  const put = (name, words) => {
    const said = part(around, name);
    if (said) said.textContent = (said.dataset.words ?? "{}").replace("{}", words);
  };
  put("weekday", weekday(starts, mine));
  put("day", date(starts));
  put("hour", hour(starts, mine));
  put("year", year(starts, mine));
  put("span", hour(ends, mine));
}

function writeLine(time, starts, ends) {
  const before = {
    hour: "",
    short: `${shortWeekday(starts, mine)} ${date(starts)}, `,
  }[time.dataset.local] ?? `${weekday(starts, mine)} ${date(starts)} ${year(starts, mine)}, `;
  time.textContent = `${before}${hour(starts, mine)}–${hour(ends, mine)}`;
}

/** Rewrites one time; leaves it as it is where the zone is not known. */
function localise(time) {
  const starts = new Date(time.dateTime);
  const ends = new Date(time.dataset.ends);
  const own = time.dataset.zone;
  const around = time.closest(".when");
  const zone = part(around, "zone");
  const beside = part(around, "beside");
  if (time.dataset.local === "parts") writeParts(time, starts, ends);
  else writeLine(time, starts, ends);
  if (zone) zone.textContent = yourTime(time.dataset.yours);
  if (beside && !sameClock(starts, mine, own)) {
    const otherDay = sameDay(starts, mine, own) ? "" : `${shortWeekday(starts, own)} `;
    beside.textContent = `· ${otherDay}${hour(starts, own)} ${beside.dataset.own}`;
    beside.hidden = false;
  }
}

function attempt(selector, work) {
  for (const element of document.querySelectorAll(selector)) {
    try {
      work(element);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
}

attempt("time[data-local]", localise);
attempt("[data-local-day]", (box) => {
  const starts = new Date(box.dataset.localDay);
  part(box, "day").textContent = day(starts, mine);
  part(box, "month").textContent = shortMonth(starts, mine);
});
