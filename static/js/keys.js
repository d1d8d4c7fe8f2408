// Shortcuts. What a key does stands in the page as data-key, so each has a visible way as well:
// a link or button with data-key is clicked, a field focused.

const SEQUENCE_MS = 1200;
const TYPING =
  "input:not([type=checkbox], [type=radio], [type=submit]), textarea, select, [contenteditable]";

let waiting = "";
let waitingUntil = 0;

export function startKeys() {
  for (const opener of document.querySelectorAll("[data-opens]")) {
    opener.hidden = false;
    opener.addEventListener("click", () => {
      document.getElementById(opener.dataset.opens)?.showModal();
    });
  }
  document.addEventListener("keydown", onKey);
}

function onKey(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return save(event);
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.target.closest(TYPING)) {
    const plain = event.target.type === "search" && event.target.getAttribute("role") !== "combobox";
    if (event.key === "Escape" && plain) event.target.blur();
    return;
  }
  if (event.key === "ArrowDown" || event.key === "ArrowUp") return moveRow(event);
  if (event.key.length !== 1) return;
  const sequence = event.timeStamp < waitingUntil ? `${waiting} ${event.key}` : event.key;
  const target = find(sequence) ?? find(event.key);
  waiting = "";
  waitingUntil = 0;
  if (target) {
    event.preventDefault();
    act(target);
  } else if (begins(event.key)) {
    waiting = event.key;
    waitingUntil = event.timeStamp + SEQUENCE_MS;
  }
}

function find(keys) {
  return document.querySelector(`[data-key="${CSS.escape(keys)}"]`);
}

function begins(key) {
  return document.querySelector(`[data-key^="${CSS.escape(key)} "]`) !== null;
}

function act(target) {
  if (target.matches("input, select, textarea")) {
    target.focus();
    target.select?.();
  } else {
    target.click();
  }
}

function moveRow(event) {
  const links = [...document.querySelectorAll("table.docket tbody tr")]
    .filter((row) => row.offsetParent !== null)
    .map((row) => row.querySelector("a[href]"))
    .filter(Boolean);
  if (links.length === 0) return;
  const row = document.activeElement?.closest("table.docket tbody tr");
  // From anywhere but a row or the bare page, the arrows keep scrolling.
  if (!row && document.activeElement !== document.body && !event.target.matches("main")) return;
  const at = row ? links.findIndex((link) => row.contains(link)) : -1;
  const step = event.key === "ArrowDown" ? 1 : -1;
  const next = at === -1 ? (step === 1 ? 0 : links.length - 1) : at + step;
  if (!links[next]) return;
  event.preventDefault();
  links[next].focus();
}

function save(event) {
  const form = event.target.closest("form");
  // Not form.method: a field of the name "method" would stand in its place.
  if (form?.getAttribute("method") !== "post") return;
  event.preventDefault();
  const button = form.querySelector(".primary:is(button, input)") ?? form.querySelector("button:not([type=button])");
  form.requestSubmit(button ?? undefined);
}
