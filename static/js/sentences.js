// Ticks the sentences that a selection runs through, however it is made: by finger and handles, by
// mouse, by Shift and arrows. A sentence that the same selection leaves again is unticked.
const list = document.querySelector("[data-sentences]");
const labels = list ? [...list.querySelectorAll("label")] : [];
let mine = new Set();

const words = (range, label) => {
  if (!range.intersectsNode(label)) return "";
  const part = document.createRange();
  part.selectNodeContents(label);
  if (range.compareBoundaryPoints(Range.START_TO_START, part) > 0) {
    part.setStart(range.startContainer, range.startOffset);
  }
  if (range.compareBoundaryPoints(Range.END_TO_END, part) < 0) {
    part.setEnd(range.endContainer, range.endOffset);
  }
  return part.toString().trim();
};

document.addEventListener("selectionchange", () => {
  const chosen = document.getSelection();
  if (!chosen || chosen.isCollapsed) {
    mine = new Set();
    return;
  }
  const range = chosen.getRangeAt(0);
  for (const label of labels) {
    const box = document.getElementById(label.htmlFor);
    if (words(range, label)) {
      if (!box.checked) mine.add(box);
      box.checked = true;
    } else if (mine.delete(box)) {
      box.checked = false;
    }
  }
});
