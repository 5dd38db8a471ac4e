// Before the first paint: that there is a script, the appearance the reader chose, and fonts where the connection is fast enough for them.
(function () {
  const root = document.documentElement;
  const script = document.currentScript;
  root.classList.add("js");
  try {
    const theme = localStorage.getItem(script.dataset.themeOf || "theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch {
    // no storage: the system's appearance
  }
  const connection = navigator.connection;
  const slow = connection && (connection.saveData || (connection.effectiveType && connection.effectiveType !== "4g"));
  if (slow || !script.dataset.fonts) return;
  function load() {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = script.dataset.fonts;
    document.head.append(link);
  }
  if (connection) load();
  else addEventListener("load", load);
})();
