// Shows button[data-copy] and copies the words of the field it names; says so in its place.
for (const button of document.querySelectorAll("button[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  if (!field) continue;
  const said = document.getElementById(`${button.dataset.copy}-said`);
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    let done = false;
    try {
      await navigator.clipboard.writeText(field.value);
      done = true;
    } catch {
      done = document.execCommand?.("copy") ?? false;
    }
    if (said && done) said.textContent = button.dataset.said;
  });
}
