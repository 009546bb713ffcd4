/* The translation desk by keyboard: Ctrl+Enter saves, Ctrl+Shift+Enter saves as reviewed. */
const form = document.querySelector("form.desk");

form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector(event.shiftKey ? "[name=_reviewed]" : "[name=_save]"));
});

/* Nothing typed is lost by leaving. */
let isChanged = false;
form.addEventListener("input", () => (isChanged = true));
form.addEventListener("submit", () => (isChanged = false));
addEventListener("beforeunload", (event) => isChanged && event.preventDefault());

form.querySelector(".own :is(input, textarea)")?.focus();
