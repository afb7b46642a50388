// Lets text areas grow with what is typed.
const fit = (area) => {
  area.rows = Math.max(Number(area.dataset.least), area.value.split("\n").length + 1);
};
for (const area of document.querySelectorAll("textarea")) {
  area.dataset.least = area.rows;
  area.addEventListener("input", () => fit(area));
  fit(area);
}
