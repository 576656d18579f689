"use strict";
// A fact that is pointed at, focused or clicked lights its two arguments in the text above it.
const spans = (text) => text.split(" ").map((span) => span.split("-").map(Number));

function light(fact, on) {
  const wanted = spans(fact.dataset.spans);
  for (const mark of fact.closest(".side").querySelectorAll("mark")) {
    const [[start, end]] = spans(mark.dataset.at);
    const inside = wanted.some(([from, to]) => from <= start && end <= to);
    if (inside) mark.classList.toggle("lit", on);
  }
}

for (const fact of document.querySelectorAll(".facts li")) {
  fact.addEventListener("mouseenter", () => light(fact, true));
  fact.addEventListener("mouseleave", () => light(fact, fact === document.activeElement));
  fact.addEventListener("focus", () => light(fact, true));
  fact.addEventListener("blur", () => light(fact, false));
}

for (const id of ["errors", "wrongs"]) {
  const box = document.getElementById(id);
  const show = () => document.body.classList.toggle(id, box.checked);
  box.addEventListener("change", show);
  show();
}
