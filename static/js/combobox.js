// An agency search: a text field whose list of answers htmx fills. Without this module it stays a
// text field, and the server finds the agency (or offers the choice) when the form arrives.
// Keyboard and roles follow the ARIA combobox pattern with a listbox popup.

let count = 0;

export function startComboboxes() {
  document.querySelectorAll("[data-combobox]").forEach(enhance);
  document.addEventListener("htmx:load", (event) => {
    event.detail.elt.querySelectorAll?.("[data-combobox]").forEach(enhance);
  });
}

function enhance(box) {
  if (box.dataset.ready) return;
  box.dataset.ready = "yes";
  const input = box.querySelector("input[type=search]");
  const value = box.querySelector("input[type=hidden]");
  const list = box.querySelector(".combobox-list");
  list.id ||= `combobox-list-${(count += 1)}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels?.[0]?.textContent.trim() ?? "Answers");
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  input.autocomplete = "off";
  if (value.value) box.classList.add("is-chosen");

  const options = () => [...list.querySelectorAll("[data-value]")];
  const active = () => list.querySelector('[aria-selected="true"]');

  function show(open) {
    list.hidden = !open || list.children.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (list.hidden) point(null);
  }

  function point(option) {
    active()?.setAttribute("aria-selected", "false");
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", option.id);
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function choose(option) {
    input.value = option.dataset.text ?? option.textContent.trim();
    value.value = option.dataset.value;
    box.classList.add("is-chosen");
    show(false);
    value.dispatchEvent(new Event("change", { bubbles: true }));
  }

  box.addEventListener("htmx:afterSwap", () => {
    options().forEach((option, index) => {
      option.id ||= `${list.id}-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
    });
    // A line that is not an answer ("No agency has that name") is read out, not chosen.
    list.querySelectorAll("li:not([data-value])").forEach((line) => {
      line.setAttribute("role", "option");
      line.setAttribute("aria-disabled", "true");
    });
    show(document.activeElement === input);
  });

  input.addEventListener("input", () => {
    value.value = "";
    box.classList.remove("is-chosen");
    if (!input.value) show(false);
  });

  input.addEventListener("keydown", (event) => {
    const all = options();
    const at = all.indexOf(active());
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) show(true);
      const step = event.key === "ArrowDown" ? 1 : -1;
      const from = at === -1 && step === -1 ? 0 : at;
      if (all.length) point(all[(from + step + all.length) % all.length]);
    } else if (event.key === "Enter" && !list.hidden && !event.ctrlKey && !event.metaKey) {
      // Enter with an open list chooses (the first answer if none is marked); it does not save.
      const option = active() ?? (all.length === 1 ? all[0] : null);
      event.preventDefault();
      if (option) choose(option);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show(false);
    } else if (event.key === "Tab" && active()) {
      choose(active());
    }
  });

  // mousedown, so that the choice comes before the field loses the focus
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[data-value]");
    event.preventDefault();
    if (option) choose(option);
  });

  input.addEventListener("focus", () => !value.value && show(true));
  input.addEventListener("blur", () => show(false));
}
