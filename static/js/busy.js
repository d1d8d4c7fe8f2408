// A second press of the same button does nothing: the first one is on its way.

export function startBusy() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    const button = event.submitter;
    // A GET form may be sent again and again; so may one that opens elsewhere. Attributes, not
    // properties: a field of the name "method" would stand in the place of form.method.
    if (form.getAttribute("method") !== "post" || form.hasAttribute("target")) return;
    if (button?.hasAttribute("formtarget")) return;
    form.dataset.sent = "yes";
    // A disabled button is left out of the form's data, and the browser collects that data after
    // this event: so the button is disabled in the next turn, when its name and value are in.
    setTimeout(() => rest(form, button), 0);
  });

  // Coming back by the browser's Back, the page is as it was left: make it usable again.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(wake);
  });

  // A form that htmx sends stays on the page.
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form[data-sent]");
    if (form) wake(form);
  });
}

function rest(form, button) {
  for (const each of form.querySelectorAll("button:not([type=button]), input[type=submit]")) {
    each.disabled = true;
  }
  if (button?.dataset.busy) {
    button.dataset.words = button.textContent;
    button.textContent = button.dataset.busy;
  }
}

function wake(form) {
  delete form.dataset.sent;
  for (const each of form.querySelectorAll("button:disabled, input[type=submit]:disabled")) {
    each.disabled = false;
    if (each.dataset.words) each.textContent = each.dataset.words;
  }
}
