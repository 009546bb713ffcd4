// The quick way out of a sensitive page: the page does not stay in the history. Shift three times does the same.

const link = document.getElementById("leave");
const leave = () => location.replace(link.href);
const WITHIN = 2000; // milliseconds for the three taps

let taps = [];

link.addEventListener("click", (event) => {
  event.preventDefault();
  leave();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Shift") {
    taps = [];
    return;
  }
  if (event.repeat) return;
  taps = [...taps, event.timeStamp].filter((time) => event.timeStamp - time < WITHIN);
  if (taps.length >= 3) leave();
});
