// The whole row is a link, through the real link inside it (which is what keyboards, screen
// readers and "open in a new tab" use).

const OWN_BUSINESS = "a, button, input, select, textarea, label, summary, [contenteditable]";

export function startRows() {
  document.addEventListener("click", (event) => {
    const row = rowFor(event);
    if (!row) return;
    if (event.metaKey || event.ctrlKey) window.open(row.dataset.href, "_blank", "noopener");
    else window.location.assign(row.dataset.href);
  });
  document.addEventListener("auxclick", (event) => {
    const row = event.button === 1 && rowFor(event);
    if (row) window.open(row.dataset.href, "_blank", "noopener");
  });
}

function rowFor(event) {
  if (event.defaultPrevented || event.target.closest(OWN_BUSINESS)) return null;
  if (window.getSelection()?.toString()) return null; // somebody is copying a number
  return event.target.closest("tr[data-href]");
}
