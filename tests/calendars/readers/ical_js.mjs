// Expands the calendar on standard input with ical.js; arguments: the window in UTC seconds.
import { readFileSync } from "node:fs";

import ICAL from "../../vendor/ical.min.js";

const [since, before] = process.argv.slice(2).map(Number);
const MOVED = 90 * 86400; // a date can be moved into the window from this far after it

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(zone);
}

function instant(time) {
  if (time.zone === ICAL.Timezone.localTimezone) {
    throw new Error(`${time} has no zone: its VTIMEZONE was not understood`);
  }
  return time.toUnixTime();
}

function occurrence(event, start, end) {
  const status = event.component.getFirstPropertyValue("status") ?? "CONFIRMED";
  return [event.uid, instant(start), instant(end), status, event.summary ?? ""];
}

const components = calendar.getAllSubcomponents("vevent");
const overrides = components.filter((each) => each.hasProperty("recurrence-id"));
const found = [];
for (const component of components.filter((each) => !each.hasProperty("recurrence-id"))) {
  const uid = component.getFirstPropertyValue("uid");
  const exceptions = overrides.filter((each) => each.getFirstPropertyValue("uid") === uid);
  const event = new ICAL.Event(component, { exceptions });
  if (!event.isRecurring()) {
    found.push(occurrence(event, event.startDate, event.endDate));
    continue;
  }
  const dates = event.iterator();
  for (let date = dates.next(); date; date = dates.next()) {
    if (instant(date) >= before + MOVED) break;
    const { item, startDate, endDate } = event.getOccurrenceDetails(date);
    found.push(occurrence(item, startDate, endDate));
  }
}
process.stdout.write(JSON.stringify(found.filter((each) => each[1] >= since)));
