// Keeps the screen on while a page is looked at: a device lets go of it whenever the page is hidden.
export function stayAwake() {
  const ask = () => document.hidden || navigator.wakeLock?.request("screen").catch(() => {});
  document.addEventListener("visibilitychange", ask);
  ask();
}
