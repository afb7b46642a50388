// Keeps what is typed in form[data-autosave] on the server, 2 s after a pause and every 10 s, and
// fills an unsent text in again. Hidden fields, buttons and files are never kept; the form itself
// stays as it is, so a failure here costs nothing.
const ADDRESS = "/draf/";
const PAUSE = 2000;
const EACH = 10000;

const typed = (form) => {
  const fields = {};
  for (const field of form.elements) {
    const { name, type } = field;
    if (!name || ["hidden", "submit", "button", "file", "password"].includes(type)) continue;
    if (["radio", "checkbox"].includes(type) && !field.checked) continue;
    if (type === "fieldset") continue;
    const own = field.value !== field.dataset.proposal; // nobody typed a proposal
    (fields[name] ??= []).push(own ? field.value : "");
  }
  return fields;
};

// Was something typed before this script came? The phone is slow, the writer is not.
const early = (form) =>
  [...form.elements].some(({ name, type, value, defaultValue, checked, defaultChecked }) => {
    if (!name || defaultValue === undefined || ["hidden", "submit", "file"].includes(type)) {
      return false;
    }
    return ["radio", "checkbox"].includes(type) ? checked !== defaultChecked : value !== defaultValue;
  });

const fill = (form, fields) => {
  const left = Object.fromEntries(Object.entries(fields).map(([name, all]) => [name, [...all]]));
  for (const field of form.elements) {
    const { name, type } = field;
    if (!name || ["hidden", "submit", "button", "file", "password", "fieldset"].includes(type)) {
      continue;
    }
    if (["radio", "checkbox"].includes(type)) {
      field.checked = (fields[name] ?? []).includes(field.value);
    } else if (left[name]?.length) {
      field.value = left[name].shift();
      field.dispatchEvent(new Event("input"));
    }
  }
};

const start = (form) => {
  const badge = form.querySelector("[data-save-badge]") ?? document.querySelector("[data-save-badge]");
  const words = badge?.dataset ?? {};
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const name = form.dataset.autosave;
  let revision = 0;
  let kept = JSON.stringify(typed(form));
  let timer = 0;
  let busy = false;
  let stopped = false;

  const say = (text) => {
    if (badge && badge.textContent !== text) badge.textContent = text;
  };
  const ask = (body) =>
    fetch(body ? ADDRESS : `${ADDRESS}?form=${encodeURIComponent(name)}`, {
      method: body ? "POST" : "GET",
      headers: { Accept: "application/json", ...(body ? { "X-CSRFToken": token } : {}) },
      body: body && new URLSearchParams({ form: name, ...body }),
      redirect: "manual",
      cache: "no-store",
    });

  const save = async () => {
    clearTimeout(timer);
    const now = JSON.stringify(typed(form));
    if (busy || stopped || now === kept) return;
    busy = true;
    say(words.saving);
    try {
      const answer = await ask({ payload: now, revision: revision + 1 });
      if (answer.ok) {
        const told = await answer.json();
        revision = told.revision;
        kept = now;
        say(`${words.saved} ${told.saved_at}`);
      } else if (answer.status === 409) {
        stopped = true;
        say(words.two);
        offerOther(await answer.json());
      } else if (answer.status >= 500) {
        say(words.weak);
      } else {
        stopped = true;
        say(words.ended);
      }
    } catch {
      say(words.weak);
    }
    busy = false;
  };

  const changed = () => {
    if (stopped) return;
    say(words.unsaved);
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  };

  const notice = (text, buttons) => {
    const box = document.createElement("div");
    box.className = "notice";
    box.setAttribute("role", "status");
    const line = document.createElement("p");
    line.textContent = text;
    box.append(line);
    for (const [label, act] of buttons) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn";
      button.textContent = label;
      button.addEventListener("click", () => {
        box.remove();
        act();
      });
      box.append(button, " ");
    }
    form.before(box);
    form.closest("details")?.setAttribute("open", "");
  };

  const offerOther = (other) => {
    notice(words.conflict, [
      [
        words.mine,
        () => {
          revision = other.revision;
          stopped = false;
          save();
        },
      ],
      [
        words.theirs,
        () => {
          fill(form, other.payload);
          revision = other.revision;
          kept = JSON.stringify(typed(form));
          stopped = false;
          say(`${words.saved} ${other.saved_at}`);
        },
      ],
    ]);
  };

  const restore = async () => {
    const answer = await ask();
    if (answer.status !== 200) return;
    const draft = await answer.json();
    revision = draft.revision;
    if ("typed" in form.dataset || document.querySelector(".error-summary")) return; // newer here
    const before = JSON.stringify(typed(form));
    if (before !== kept) return;
    fill(form, draft.payload);
    kept = JSON.stringify(typed(form));
    if (kept === before) return;
    notice(words.restored.replace("{time}", draft.saved_at), [
      [
        words.discard,
        async () => {
          form.reset();
          for (const area of form.querySelectorAll("textarea")) area.dispatchEvent(new Event("input"));
          clearTimeout(timer);
          kept = JSON.stringify(typed(form));
          await ask({ discard: 1 }).catch(() => {});
          revision = 0;
          say("");
        },
      ],
    ]);
    say(`${words.saved} ${draft.saved_at}`);
  };

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", () => {
    stopped = true;
    clearTimeout(timer);
  });
  document.addEventListener("visibilitychange", () => document.hidden && save());
  window.addEventListener("online", save);
  setInterval(save, EACH);
  if (early(form)) {
    kept = "";
    changed();
  }
  restore().catch(() => {});
};

for (const form of document.querySelectorAll("form[data-autosave]")) start(form);
