// The switch between light and dark; loaded before the page is drawn.
(function () {
  const root = document.documentElement;
  const store = (() => { try { return localStorage; } catch {} })() ?? {};
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme || (system.matches ? "dark" : "light")) === "dark";

  if (/^(dark|light)$/.test(store.theme)) root.dataset.theme = store.theme;

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("[data-theme-switch]");
    if (!button) return;
    const say = () => { button.textContent = isDark() ? button.dataset.toLight : button.dataset.toDark; };
    button.hidden = false;
    say();
    system.addEventListener("change", say);
    button.onclick = () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      say();
      store.theme = root.dataset.theme;
    };
  });
})();
