// Beside each post text: what every network has left, as it counts. The server counts, a moment after one stops typing.
(() => {
  "use strict";

  const PAUSE = 250;
  const fields = () => [...document.querySelectorAll("textarea[data-newsroom-post]")].filter((one) => !one.closest("template"));
  const partner = (field, name) => document.getElementsByName(field.name.replace(/-text$/, `-${name}`))[0];
  let waiting = 0;
  let asked = 0;
  let hasTyped = false;

  /** Where a field's counts stand: made once, and named as what describes the field. */
  const boxOf = (field) => {
    const id = `${field.id}-counts`;
    const found = document.getElementById(id);
    if (found) return found;
    const box = document.createElement("div");
    box.id = id;
    box.className = "post-room";
    field.after(box);
    field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") || ""} ${id}`.trim());
    return box;
  };

  const live = document.createElement("p");
  live.className = "w-sr-only";
  live.setAttribute("role", "status");

  const ask = async () => {
    const all = fields();
    if (!all.length) return;
    const mine = ++asked;
    const body = new URLSearchParams({ campaign: document.getElementsByName("campaign")[0]?.value || "" });
    const staying = all.filter((field) => !partner(field, "DELETE")?.value);
    for (const field of staying) {
      body.append("place", partner(field, "place").value);
      body.append("text", field.value);
    }
    try {
      const answer = await fetch(all[0].dataset.newsroomPost, {
        method: "POST",
        credentials: "same-origin",
        headers: { "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value },
        body,
      });
      if (!answer.ok) throw new Error(answer.status);
      const heard = await answer.json();
      if (mine !== asked) return;
      for (const field of staying) boxOf(field).innerHTML = heard.counts[partner(field, "place").value] || "";
      // Said only when it changes what fits where, not with every letter.
      if (hasTyped && live.textContent !== heard.says) live.textContent = heard.says;
    } catch {
      // The connection is away: old numbers would lie.
      if (mine === asked) for (const field of all) boxOf(field).replaceChildren();
    }
  };

  const soon = (event) => {
    if (!event.target.closest("[data-newsroom-post], select[name$='-place'], [name=campaign]")) return;
    hasTyped = true;
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  };

  document.addEventListener("DOMContentLoaded", () => {
    if (!fields().length) return;
    document.body.append(live);
    document.addEventListener("input", soon);
    document.addEventListener("change", soon);
    document.addEventListener("click", (event) => {
      if (event.target.closest("[data-inline-panel-child], [id$='-ADD']")) setTimeout(ask, PAUSE);
    });
    ask();
  });
})();
