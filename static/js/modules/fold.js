// Something beside the text where there is room; where there is none it is folded, and opened at will.
export default function fold(details) {
  const wide = matchMedia("(min-width: 1200px)");
  const settle = () => {
    details.open = wide.matches;
  };
  wide.addEventListener("change", settle);
  settle();
}
