// The switch between light and dark; loaded before the page is drawn.
(function () {
  const key = "theme";
  const root = document.documentElement;
  const keep = (value) => { try { localStorage.setItem(key, value); } catch { /* not allowed */ } };
  const kept = () => { try { return localStorage.getItem(key); } catch { return ""; } };
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme || (system.matches ? "dark" : "light")) === "dark";

  const chosen = kept();
  if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("[data-theme-switch]");
    if (!button) return;
    const say = () => { button.textContent = isDark() ? button.dataset.toLight : button.dataset.toDark; };
    button.hidden = false;
    say();
    system.addEventListener("change", say);
    button.addEventListener("click", () => {
      keep(root.dataset.theme = isDark() ? "light" : "dark");
      say();
    });
  });
})();
