// A letter that is being written: copy its text, and keep the mail program's address up to date
// with what was typed. Without this, the text can be selected, and a button takes changes over.

export function startLetters() {
  for (const form of document.querySelectorAll("form[data-letter]")) start(form);
}

function start(form) {
  const link = form.querySelector("[data-mailto]");
  const long = form.querySelector("#mailto-is-long");
  form.addEventListener("input", () => {
    link.href = address(link.dataset.mailto, form.elements.subject.value, form.elements.body.value);
    long.hidden = link.href.length <= Number(link.dataset.longest);
    const empty = long.querySelector("a");
    empty.href = address(link.dataset.mailto, form.elements.subject.value, "");
  });
  for (const button of form.querySelectorAll("[data-copies]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(document.getElementById(button.dataset.copies), form));
  }
}

// RFC 6068: everything percent-encoded, lines end as CRLF.
function address(to, subject, body) {
  const lines = body.replace(/\r?\n/g, "\r\n");
  return `mailto:${encodeURIComponent(to).replaceAll("%40", "@")}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(lines)}`;
}

async function copy(field, form) {
  const said = form.querySelector("[data-copied]");
  try {
    await navigator.clipboard.writeText(field.value);
    said.textContent = "Copied.";
  } catch {
    // Not over https, or not allowed: the text is marked, and the keys do the rest.
    field.focus();
    field.select();
    said.textContent = "The text is marked: press Ctrl-C (on a Mac, Command-C).";
  }
}
