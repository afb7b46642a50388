// Beside a chosen level: proposes its description as the beginning of an empty evidence, asks for
// one thing seen at the levels that need it, and counts what is answered. A proposal that nobody
// changes is never sent.
const start = (form) => {
  const words = form.dataset;
  const progress = document.querySelector("[data-progress]");
  const fieldsets = [...form.querySelectorAll("fieldset.rating")];

  const tell = () => {
    const answered = fieldsets.filter((set) => {
      if (set.querySelector("input[type=radio]")) return set.querySelector("input:checked");
      return set.querySelector("textarea").value.trim();
    });
    if (progress) progress.textContent = progress.dataset.progress.replace("{answered}", answered.length);
  };

  const prepare = (set) => {
    const area = set.querySelector("textarea");
    const levels = [...set.querySelectorAll("input[type=radio]")];
    if (!levels.length) return;
    const button = set.querySelector("button[name=start]");
    const hint = document.createElement("p");
    hint.className = "help";
    hint.id = `h${area.id}`;
    hint.hidden = true;
    area.after(hint);
    let proposal = "";

    const say = (text) => {
      hint.textContent = text;
      hint.hidden = !text;
      if (text && !area.hasAttribute("aria-describedby")) area.setAttribute("aria-describedby", hint.id);
    };
    const propose = () => {
      const chosen = set.querySelector("input:checked");
      const described = chosen?.closest("label").querySelector("span")?.lastChild;
      proposal = chosen && chosen.value !== "none" ? (described?.textContent.trim() ?? "") : "";
      area.placeholder = proposal;
      area.dataset.proposal = proposal;
      const asks = ["1", "4"].includes(chosen?.value) && levels.length === 5;
      const bare = !area.value.trim() && !set.querySelector(".note");
      say(bare && asks ? words.ask : "");
    };
    const take = () => {
      if (area.value.trim() || !proposal) return;
      area.value = proposal;
      area.select();
      say(words.proposed);
      area.dispatchEvent(new Event("input"));
    };

    set.addEventListener("change", (event) => event.target.type === "radio" && (propose(), tell()));
    area.addEventListener("focus", take);
    area.addEventListener("input", () => proposal && area.value !== proposal && say(""));
    area.addEventListener("blur", () => {
      if (proposal && area.value === proposal) {
        area.value = "";
        propose();
      }
    });
    button?.addEventListener("click", (event) => {
      event.preventDefault();
      area.focus();
      take();
    });
    propose();
    say("");
  };

  fieldsets.forEach(prepare);
  form.addEventListener("input", tell);
};

for (const form of document.querySelectorAll("form[data-evidence]")) start(form);
