// The button that imports says how much: it counts again at each tick.

const button = document.querySelector("[data-count-chosen]");

function count(kind) {
  return document.querySelectorAll(`input[data-counts="${kind}"]:checked`).length;
}

function words() {
  const [one, many, call, calls, and] = button.dataset.countWords.split("|");
  const each = [[count("series"), one, many], [count("calls"), call, calls]];
  return each.filter(([n]) => n).map(([n, a, b]) => `${n} ${n === 1 ? a : b}`).join(` ${and} `);
}

function say() {
  const chosen = words();
  button.textContent = chosen
    ? button.dataset.countChosen.replace("{}", chosen)
    : button.dataset.countNone;
}

if (button) {
  say(); // what was ticked before this ran, or is kept by the browser
  document.addEventListener("change", (event) => {
    if (event.target.matches("input[data-counts]")) say();
  });
}
