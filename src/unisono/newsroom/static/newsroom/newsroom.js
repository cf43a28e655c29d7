// The newsroom's own screens: progress of a preparation, what a design asks for, addresses to copy.
(() => {
  "use strict";

  const follow = (box) => {
    if (box.dataset.newsroomOver !== "no") return;
    setTimeout(async () => {
      try {
        const answer = await fetch(box.dataset.newsroomProgress, { credentials: "same-origin" });
        if (!answer.ok) throw new Error(answer.status);
        // What was prepared meanwhile stands in the list below: show the whole screen anew.
        if (answer.headers.get("X-Newsroom-Over") === "yes") return location.reload();
        box.innerHTML = await answer.text();
        if (answer.headers.get("X-Newsroom-Over") === "quietly") return;
      } catch {
        // The connection is away; ask again.
      }
      follow(box);
    }, 1500);
  };

  const showWords = (select) => {
    // What rows a design has is said once, for the rows that are there and for those still to be added.
    document.body.dataset.newsroomRows = JSON.parse(select.dataset.newsroomDesigns)[select.value] ?? "none";
    for (const input of document.querySelectorAll("[data-newsroom-for-designs]")) {
      const asked = input.dataset.newsroomForDesigns.split(" ").includes(select.value);
      input.closest(".newsroom-part").hidden = !asked;
    }
    for (const panel of document.querySelectorAll(".newsroom-options")) {
      panel.hidden = !panel.querySelector(".newsroom-part:not([hidden])");
    }
  };

  // The editor leaves its own text fields without a name: the label, or the heading of their panel, is one.
  const nameFields = () => {
    for (const field of document.querySelectorAll(".public-DraftEditor-content:not([aria-labelledby])")) {
      const input = field.closest("[data-field-wrapper], .w-field__wrapper, .w-panel")?.querySelector("[data-draftail-input]");
      const label = input && document.querySelector(`label[for="${CSS.escape(input.id)}"]`);
      const named = label ?? field.closest("section.w-panel")?.querySelector("[data-panel-heading-text]");
      if (!named) continue;
      named.id ||= `name-of-${input?.id ?? crypto.randomUUID()}`;
      field.setAttribute("aria-labelledby", named.id);
    }
  };

  // Lists are replaced while one filters: listen above them.
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-newsroom-copy]");
    if (!button) return;
    const words = button.textContent;
    try {
      await navigator.clipboard.writeText(button.dataset.newsroomCopy);
      button.textContent = button.dataset.newsroomCopied;
      setTimeout(() => (button.textContent = words), 2000);
    } catch {
      // The browser does not let us: select the address, so that a key copies it.
      getSelection().selectAllChildren(button.parentElement.querySelector(".newsroom-address"));
    }
  });

  const share = async (button) => {
    try {
      await navigator.share({ text: button.dataset.newsroomWords, url: button.dataset.newsroomShare });
    } catch {
      // Whoever was asked has thought better of it; the address can still be copied.
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    for (const select of document.querySelectorAll(".editor-view select:not([dir])")) select.dir = "auto";
    if (document.querySelector("[data-draftail-input]")) {
      nameFields();
      new MutationObserver(nameFields).observe(document.body, { childList: true, subtree: true });
    }
    for (const button of document.querySelectorAll("[data-newsroom-share]")) {
      button.hidden = !navigator.share;
      button.addEventListener("click", () => share(button));
    }
    document.querySelectorAll("[data-newsroom-progress]").forEach(follow);
    const select = document.querySelector("[data-newsroom-designs]");
    if (select) {
      showWords(select);
      select.addEventListener("change", () => showWords(select));
    }
  });
})();
