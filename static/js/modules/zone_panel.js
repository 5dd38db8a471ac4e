// Pages of sessions lead to the choice of a zone: it opens where that is what the address asks for.
export default function zonePanel(panel) {
  if (location.hash === `#${panel.id}`) panel.showPopover?.();
}
