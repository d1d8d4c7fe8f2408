// Choosing rows of a list: all of the page at once, the row one is in by the key x, and what is
// ticked comes along to the next page.

export function startChoosing() {
  for (const form of document.querySelectorAll("form[data-chooses]")) {
    const all = form.querySelector("[data-choose-all]");
    if (!all) continue;
    all.hidden = false;
    all.addEventListener("change", () => {
      for (const box of boxes(form)) box.checked = all.checked;
      sayHowMany(form);
    });
    form.addEventListener("change", (event) => {
      if (event.target === all) return;
      const chosen = boxes(form).filter((box) => box.checked).length;
      all.checked = chosen === boxes(form).length;
      all.indeterminate = chosen > 0 && !all.checked;
      sayHowMany(form);
    });
    takeAlong(form);
    sayHowMany(form); // the browser's way back keeps the ticks
  }
  document.addEventListener("keydown", onKey);
}

function boxes(form) {
  return [...form.querySelectorAll("tbody .choose input")];
}

function takeAlong(form) {
  const turn = form.querySelector("[data-turn]");
  document.querySelector("main .pager")?.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const isAsBefore = boxes(form).every((box) => box.checked === box.defaultChecked);
    if (!turn || !link || isAsBefore || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    turn.value = new URL(link.href).searchParams.get("page") ?? "";
    form.requestSubmit(turn);
  });
}

function sayHowMany(form) {
  const words = form.querySelector("[data-chosen-count]");
  const chosen = boxes(form).filter((box) => box.checked).length;
  if (words) words.textContent = chosen ? `${chosen} chosen on this page` : "";
}

function onKey(event) {
  if (event.key !== "x" || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = event.target.closest("form[data-chooses] tbody tr")?.querySelector(".choose input");
  // In a field the letter is typed.
  if (!box || event.target.matches("input:not([type=checkbox]), select, textarea")) return;
  event.preventDefault();
  box.click();
}
