// Runs before the first paint, so that a rep who chose dark never sees a white window.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem("cadence-desk.color-scheme");
  } catch {
    // Without storage the system's scheme applies.
  }
  const dark =
    chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
