// Shows how far a work in the background is, and opens the page anew when it is done.
// Without script the page refreshes itself and has a link that does the same.
const bar = document.querySelector("progress[data-wait]");
async function look() {
  try {
    const answer = await fetch(bar.dataset.wait, { headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) return location.reload();
    const told = await answer.json();
    if (told.ready) return location.reload();
    bar.value = told.percent;
  } catch {
    // no connection: look again
  }
  setTimeout(look, 2000);
}
if (bar) setTimeout(look, 1000);
