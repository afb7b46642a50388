// Counts without loading the page: the number moves at once, each tap is sent with a key of its
// own, in order, and again after a while where the signal is weak. Without script each button
// sends its form.
const AGAIN = 4000;

const start = (form) => {
  const badge = document.querySelector("[data-press-badge]");
  const waiting = [];
  let busy = false;

  const say = (text) => {
    if (badge) badge.textContent = text;
  };
  const show = (times) => {
    for (const [place, number] of Object.entries(times)) {
      const shown = form.querySelector(`[data-place="${place}"]`);
      if (shown) shown.textContent = number;
      const button = shown?.closest("button");
      button?.classList.toggle("marked", number > 0);
      button?.setAttribute("aria-label", button.ariaLabel.replace(/\d+$/, number));
    }
  };
  const send = async () => {
    if (busy || !waiting.length) return;
    busy = true;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: waiting[0],
        redirect: "manual",
      });
      if (!answer.ok) throw answer.status;
      waiting.shift();
      const { times } = await answer.json();
      if (!waiting.length) show(times);
      say("");
    } catch (reason) {
      if (typeof reason === "number" && reason < 500) return location.reload();
      say(badge?.dataset.weak ?? "");
      setTimeout(send, AGAIN);
    }
    busy = false;
    if (waiting.length && !badge?.textContent) send();
  };

  form.addEventListener("submit", (event) => {
    if (!event.submitter || !globalThis.crypto?.randomUUID) return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form, event.submitter));
    const [place, step] = event.submitter.value.split("/");
    const shown = form.querySelector(`[data-place="${place}"]`);
    const moved = Number(shown.textContent) + Number(step ?? body.get("step"));
    show({ [place]: Math.max(moved, 0) });
    body.set("form_id", crypto.randomUUID());
    waiting.push(body);
    send();
  });
  window.addEventListener("online", send);
  window.addEventListener("beforeunload", (event) => waiting.length && event.preventDefault());
};

for (const form of document.querySelectorAll("form[data-press]")) start(form);
