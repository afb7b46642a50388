// Ticks the sentences that a selection by touch or keyboard runs through.
const list = document.querySelector("[data-sentences]");
const take = () => {
  const chosen = document.getSelection();
  if (!list || !chosen || chosen.isCollapsed) return;
  for (const label of list.querySelectorAll("label")) {
    if (chosen.containsNode(label, true)) document.getElementById(label.htmlFor).checked = true;
  }
};
for (const name of ["pointerup", "touchend", "keyup"]) list?.addEventListener(name, take);
