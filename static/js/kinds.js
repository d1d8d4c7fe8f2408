// The likely kinds of event are links; here each sets the choice in the form instead, so that
// what is typed stays. The choice's "change" is what htmx fetches the kind's fields for.

// A kind that was chosen while the page still loaded, or that the browser put back on a reload, is
// not the one whose fields stand here, and htmx saw no change.
function tellOfEarlyChoice() {
  const choice = document.getElementById("id_kind");
  if (!choice?.selectedOptions[0] || choice.selectedOptions[0].defaultSelected) return;
  choice.dispatchEvent(new Event("change", { bubbles: true }));
}

export function startKinds() {
  document.body.addEventListener("htmx:load", (event) => {
    if (event.target === document.body) tellOfEarlyChoice();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-kind]");
    const choice = document.getElementById("id_kind");
    if (!link || !choice || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    choice.value = link.dataset.kind;
    choice.dispatchEvent(new Event("change", { bubbles: true }));
  });
  document.addEventListener("change", (event) => {
    if (event.target.id !== "id_kind") return;
    for (const link of document.querySelectorAll(".kinds [data-kind]")) {
      if (link.dataset.kind === event.target.value) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  });
}
