/* Says how far an upload is. Without this script the form is sent as any other.
   Takes forms with file inputs that say in data-largest how many bytes a file may have. */

const MB = 1024 * 1024;
const WORTH_SHOWING = MB; // bytes; less is sent before one could read how far it is
const SAY_EVERY = 25; // percent; more often would talk over everything else

const inputsOf = (form) => [...form.querySelectorAll("input[type=file][data-largest]")].filter((input) => input.files.length);
const tooLarge = (input) => [...input.files].some((file) => file.size > Number(input.dataset.largest));

function judge(input) {
  const most = Math.floor(Number(input.dataset.largest) / MB);
  input.setCustomValidity(tooLarge(input) ? `Die Datei ist größer als ${most} MB.` : "");
  return input.reportValidity();
}

function element(tag, attributes = {}, ...children) {
  const made = Object.assign(document.createElement(tag), attributes);
  made.append(...children);
  return made;
}

/* The dialog with the bar: `at(loaded, total)`, `checking()` and `fail(sentence)` say where things stand. */
function dialog(onCancel) {
  const bar = element("progress", { max: 100, value: 0 });
  bar.setAttribute("aria-label", "Fortschritt");
  const where = element("p");
  const aloud = element("p", { className: "visually-hidden" });
  aloud.setAttribute("role", "status");
  const cancel = element("button", { type: "button", className: "button", textContent: "Abbrechen" });
  const box = element("dialog", { className: "upload-progress" }, element("h2", { id: "upload-title", textContent: "Hochladen" }), bar, where, aloud, cancel);
  box.setAttribute("aria-labelledby", "upload-title");
  let isOver = false;
  let said = 0;
  const stop = (event) => {
    event.preventDefault();
    if (cancel.disabled) return;
    if (!isOver) onCancel();
    box.remove();
  };
  cancel.addEventListener("click", stop);
  box.addEventListener("cancel", stop);
  // A second Escape closes a dialog without asking; what goes on is to be seen.
  box.addEventListener("close", () => box.isConnected && box.showModal());
  document.body.append(box);
  box.showModal();
  return {
    at(loaded, total) {
      const percent = Math.floor((100 * loaded) / total);
      bar.value = percent;
      where.textContent = `${Math.floor(loaded / MB)} von ${Math.ceil(total / MB)} MB, ${percent} %`;
      if (percent < said + SAY_EVERY) return;
      said = percent - (percent % SAY_EVERY);
      aloud.textContent = `${said} % hochgeladen`;
    },
    checking() {
      bar.removeAttribute("value");
      where.textContent = "";
      aloud.classList.remove("visually-hidden");
      aloud.textContent = "Die Datei wird geprüft …";
      cancel.disabled = true;
    },
    fail(sentence) {
      isOver = true;
      bar.remove();
      where.textContent = "";
      aloud.classList.remove("visually-hidden");
      aloud.textContent = sentence;
      cancel.disabled = false;
      cancel.textContent = "Schließen";
    },
  };
}

/* Shows what the server has answered as if the browser had gone there: the page after saving, or the form with errors. */
function show(request) {
  history.replaceState(null, "", request.responseURL);
  document.open();
  document.write(request.responseText);
  document.close();
  listen(); // open() has taken the listeners away
}

function send(event) {
  const form = event.target;
  const inputs = inputsOf(form);
  if (!inputs.every(judge)) {
    event.preventDefault();
    return;
  }
  const size = inputs.flatMap((input) => [...input.files]).reduce((sum, file) => sum + file.size, 0);
  if (event.defaultPrevented || size < WORTH_SHOWING) return;
  event.preventDefault();
  const data = new FormData(form);
  if (event.submitter?.name) data.append(event.submitter.name, event.submitter.value);
  const request = new XMLHttpRequest();
  const state = dialog(() => request.abort());
  request.upload.addEventListener("progress", ({ loaded, total }) => state.at(loaded, total));
  request.upload.addEventListener("load", () => state.checking());
  request.addEventListener("error", () =>
    state.fail("Die Verbindung ist abgebrochen. Bitte laden Sie die Seite neu und sehen Sie nach, ob die Datei gespeichert ist."),
  );
  request.addEventListener("load", () => {
    if (request.status === 413) state.fail("Die Dateien sind zusammen zu groß. Bitte speichern Sie eine nach der anderen.");
    else show(request);
  });
  request.open("POST", form.action);
  request.send(data);
}

function listen() {
  document.addEventListener("submit", send);
  document.addEventListener("change", ({ target }) => target.matches("input[type=file][data-largest]") && judge(target));
}

listen();
