// Counts the seconds in which somebody is active on a form: the page is seen and was touched in
// the last minute. Once a minute, and on leaving, the sum goes out with the kind of form alone:
// no content, no address, no key of a record. Without it nothing is counted and nothing is missed.
const IDLE = 60_000;
const EACH = 60;
const MOST = 90;

const page = document.querySelector("[data-ledger]");
const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;

const start = (form, address) => {
  let touched = Date.now();
  let seconds = 0;

  const send = () => {
    if (!seconds) return;
    const body = new URLSearchParams({
      form,
      seconds: String(Math.min(seconds, MOST)),
      csrfmiddlewaretoken: token,
    });
    seconds = 0;
    navigator.sendBeacon(address, body);
  };

  for (const kind of ["input", "change", "keydown", "pointerdown", "scroll"]) {
    document.addEventListener(kind, () => (touched = Date.now()), { passive: true, capture: true });
  }
  setInterval(() => {
    if (document.hidden || Date.now() - touched > IDLE) return;
    seconds += 1;
    if (seconds >= EACH) send();
  }, 1000);
  document.addEventListener("visibilitychange", () => document.hidden && send());
  window.addEventListener("pagehide", send);
};

if (page && token && navigator.sendBeacon) start(page.dataset.ledger, page.dataset.ledgerAddress);
