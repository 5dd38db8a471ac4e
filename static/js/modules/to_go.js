// Days, hours and minutes until somebody's slot; nothing once it has begun.
export default function toGo(element) {
  const until = Date.parse(element.dataset.until);
  const { days, hours, minutes } = element.dataset;
  const show = () => {
    const left = Math.floor((until - Date.now()) / 60_000);
    element.hidden = !(left > 0 && left < 400 * 1440);
    const parts = [[Math.floor(left / 1440), days], [Math.floor(left / 60) % 24, hours], [left % 60, minutes]];
    element.replaceChildren(
      ...parts.map(([number, word]) => {
        const part = document.createElement("span");
        const figure = document.createElement("b");
        figure.textContent = number;
        part.append(figure, ` ${word}`);
        return part;
      }),
    );
  };
  show();
  setInterval(show, 30_000);
}
