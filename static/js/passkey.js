// A passkey is asked of the browser with the options that the page carries; its answer goes into the
// page's form, which is sent as any other. Where the browser knows no passkeys, the form stays away.

export function startPasskeys() {
  const form = document.querySelector("form[data-passkey]");
  const read = window.PublicKeyCredential;
  if (!form || !read?.parseCreationOptionsFromJSON || !navigator.credentials) return;
  form.hidden = false;
  document.querySelector("[data-passkey-without]")?.remove();
  const button = form.querySelector("[data-passkey-button]");
  if (form.dataset.passkey === "get" && !document.querySelector(".has-error")) button.focus();
  const ask = () => answer(form, button);
  button.addEventListener("click", ask);
  // Enter in the field for the name: the form has nothing to send yet.
  form.addEventListener("submit", (event) => {
    if (form.elements.passkey.value) return;
    event.preventDefault();
    ask();
  });
}

async function answer(form, button) {
  const trouble = form.querySelector("[data-passkey-trouble]");
  trouble.hidden = true;
  button.disabled = true;
  try {
    const options = JSON.parse(document.getElementById("passkey-options").textContent);
    const made = await asked(form.dataset.passkey, options);
    form.elements.passkey.value = JSON.stringify(made.toJSON());
    form.requestSubmit();
  } catch (error) {
    button.disabled = false;
    trouble.textContent =
      error.name === "InvalidStateError"
        ? "This device has a passkey for your account already."
        : "The browser gave no passkey. Try again, or take another way.";
    trouble.hidden = false;
  }
}

function asked(what, options) {
  const read = window.PublicKeyCredential;
  return what === "create"
    ? navigator.credentials.create({ publicKey: read.parseCreationOptionsFromJSON(options) })
    : navigator.credentials.get({ publicKey: read.parseRequestOptionsFromJSON(options) });
}
