// The forum's clock, asked once for a page: its instant and how far it is ahead of UTC. Null where it can't be read.
import { writtenOffset } from "./zone.js";

let asked;

export function forumClock(address) {
  asked ??= fetch(address)
    .then((answer) => answer.json())
    .then(({ now: said }) => {
      const ahead = Date.parse(said) - Date.now(); // of this device's clock
      return { instant: () => Date.now() + ahead, offset: writtenOffset(said) };
    })
    .catch(() => null);
  return asked;
}
