// Runs before anything is painted: the colours that were chosen here before, or the system's.
(() => {
  const root = document.documentElement;
  const dark = () =>
    root.dataset.theme === undefined
      ? matchMedia("(prefers-color-scheme: dark)").matches
      : root.dataset.theme === "dark";
  try {
    const chosen = localStorage.getItem("terrarium-theme");
    if (chosen === "dark" || chosen === "light") {
      root.dataset.theme = chosen;
    }
  } catch {
    // Storage may be forbidden: then the choice holds until the page is left.
  }
  globalThis.terrariumTheme = {
    dark,
    toggle() {
      root.dataset.theme = dark() ? "light" : "dark";
      try {
        localStorage.setItem("terrarium-theme", root.dataset.theme);
      } catch {
        // As above.
      }
    },
  };
})();
