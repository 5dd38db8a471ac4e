// The square of a photo, drawn over it: with a pointer, with arrow keys and + and −, or by the nine places beside it.
import Cropper from "cropperjs";

const STEP = 0.02;

export default function crop(box) {
  const image = box.querySelector(".pic-stage img");
  const stage = box.querySelector(".pic-stage");
  const form = box.closest("form");
  const side = box.querySelector(".pic-side");
  const [figure, preview] = [box.querySelector(".pic-shown"), box.querySelector(".pic-preview")];
  const status = box.querySelector("[role=status]");
  const fields = ["x", "y", "size"].map((name) => form.elements[`crop.${name}`]);
  const size = form.elements.size;
  const share = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" });
  const drawn = new Option();
  let timer = 0;
  let quiet = true;
  let last = {};

  const isSquare = () => form.elements.cut.value === "square";
  const short = () => Math.min(image.naturalWidth, image.naturalHeight);

  // pixels of the whole photo -> parts of it, as the form keeps them
  function keep() {
    const { x, y, width } = cropper.getData();
    if (!width) return;
    const found = [x / image.naturalWidth, y / image.naturalHeight, width / short()];
    found.forEach((part, index) => {
      fields[index].value = Math.min(Math.max(part, 0), 1).toFixed(5);
    });
    if (quiet) return;
    followed(Math.round(found[2] * 100));
    clearTimeout(timer);
    timer = setTimeout(() => {
      const [left, top, across] = found.map((part) => share.format(part));
      status.textContent = box.dataset.said.replace("{x}", left).replace("{y}", top).replace("{size}", across);
    }, 500);
  }

  // The list of sizes says what is drawn, also where that is none of its own.
  function followed(percent) {
    const known = [...size.options].find((each) => each !== drawn && Number(each.value) === percent);
    if (known) drawn.remove();
    else {
      Object.assign(drawn, { value: percent, textContent: share.format(percent / 100) });
      const next = [...size.options].find((each) => each !== drawn && Number(each.value) < percent);
      size.add(drawn, next ?? null);
    }
    (known ?? drawn).selected = true;
  }

  function set(x, y, across) {
    const [wide, high] = [image.naturalWidth, image.naturalHeight];
    const width = Math.min(Math.max(across, short() * 0.1), short());
    cropper.setData({ x: Math.min(Math.max(x, 0), wide - width), y: Math.min(Math.max(y, 0), high - width), width, height: width });
  }

  function chosen() {
    const [column, row] = (form.elements.focus.value || "1-1").split("-").map(Number);
    const across = (short() * Number(size.value)) / 100;
    set((column / 2) * (image.naturalWidth - across), (row / 2) * (image.naturalHeight - across), across);
  }

  function start() {
    const [x, y, across] = fields.map((field) => Number(field.dataset.now));
    if (last.width) set(last.x, last.y, last.width);
    else if (across) set(x * image.naturalWidth, y * image.naturalHeight, across * short());
    else chosen();
    last = cropper.getData();
    show();
    quiet = false;
  }

  // all of the photo: without a square, and without what chooses one
  function show() {
    side.hidden = !isSquare();
    stage.tabIndex = isSquare() ? 0 : -1;
    if (isSquare()) {
      cropper.crop();
      set(last.x, last.y, last.width);
    } else {
      last = cropper.cropped ? cropper.getData() : last;
      cropper.clear();
    }
  }

  function byHand() {
    for (const place of form.elements.focus) place.checked = false;
  }

  function moved(event) {
    const { x, y, width } = cropper.getData();
    const step = short() * STEP * (event.shiftKey ? 5 : 1);
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    const grows = { "+": step, "=": step, "-": -step, "−": -step };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in moves) set(x + moves[event.key][0], y + moves[event.key][1], width);
    else if (event.key in grows) set(x - grows[event.key] / 2, y - grows[event.key] / 2, width + grows[event.key]);
    else return;
    event.preventDefault();
    byHand();
  }

  stage.setAttribute("role", "group");
  stage.setAttribute("aria-label", box.dataset.name);
  stage.addEventListener("keydown", moved);
  box.querySelector(".keys").hidden = false;
  figure.querySelector("img")?.remove();
  figure.hidden = preview.hidden = false;
  figure.lastElementChild.textContent = figure.lastElementChild.dataset.will;
  const began = () => new Cropper(image, {
    aspectRatio: 1,
    viewMode: 1,
    background: false,
    checkCrossOrigin: false,
    checkOrientation: false,
    movable: false,
    rotatable: false,
    scalable: false,
    zoomable: false,
    toggleDragModeOnDblclick: false,
    responsive: false,
    autoCropArea: 1,
    minCropBoxWidth: 24,
    preview,
    ready: start,
    crop: keep,
    cropstart: byHand,
  });
  let cropper = began();
  // Where the place for the photo becomes wider or narrower it is drawn anew: all of it is always to be seen.
  let wide = stage.clientWidth;
  new ResizeObserver(() => {
    if (stage.clientWidth === wide || quiet) return;
    wide = stage.clientWidth;
    if (isSquare()) last = cropper.getData();
    quiet = true;
    cropper.destroy();
    cropper = began();
  }).observe(stage);
  form.addEventListener("change", (event) => {
    if (event.target.name === "cut") show();
    if (event.target.name === "focus" || event.target === size) chosen();
  });
}
