// Takes a sentence offered on the page into the form without leaving it: each [data-for] inside
// a[data-take] goes to the field of that id, after what is typed there; data-choose names a radio
// button to press, data-pick and data-value an option. Without script the link does the same.
const put = (field, words) => {
  const typed = field.value.trim();
  const own = typed && typed !== field.dataset.taken && !typed.includes(words);
  const between = field.tagName === "TEXTAREA" ? "\n" : " ";
  field.value = own ? typed + between + words : words;
  field.dataset.taken = field.value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
};

const take = (link, targets) => {
  for (const [field, words] of targets) put(field, words);
  const radio = document.getElementById(link.dataset.choose);
  if (radio) radio.checked = true;
  const options = document.getElementById(link.dataset.pick);
  if (options) options.value = link.dataset.value;
  targets[0][0].focus();
};

for (const link of document.querySelectorAll("a[data-take]")) {
  const targets = [...link.querySelectorAll("[data-for]")].map((part) => [
    document.getElementById(part.dataset.for),
    part.textContent.trim(),
  ]);
  if (!targets.length || targets.some(([field]) => !field)) continue;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    take(link, targets);
  });
}
