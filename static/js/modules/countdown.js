// The time that is left until an instant, counted down each second; afterwards it says so and the button beside it goes.
export default function countdown(element) {
  const until = Date.parse(element.dataset.until);
  if (Number.isNaN(until)) return;
  const show = () => {
    const left = Math.ceil((until - Date.now()) / 1000);
    if (left <= 0) {
      clearInterval(timer);
      element.textContent = element.dataset.over;
      element.parentElement.querySelectorAll("form").forEach((form) => form.remove());
      return;
    }
    const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    element.textContent = element.dataset.left.replace("{time}", time);
  };
  const timer = setInterval(show, 1000);
  show();
}
