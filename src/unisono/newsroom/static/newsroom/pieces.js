// Editing a piece: what is typed is kept on the device until it is saved, and others see when somebody typed last.
(() => {
  "use strict";

  const store = keptOnDevice("piece:");
  //: Fields that say which version a form began with, not what somebody wrote.
  const NOT_WRITTEN = new Set(["csrfmiddlewaretoken", "next", "loaded_revision_id", "loaded_revision_created_at"]);
  const SENT_LATELY = 120_000;

  /** What was sent a moment ago and is saved: the page that follows says so. */
  const dropSaved = () => {
    if (!document.querySelector(".messages .success")) return;
    for (const key of store.names()) {
      const kept = store.get(key);
      if (kept?.sent && Date.now() - kept.sent < SENT_LATELY) store.drop(key);
    }
  };

  const written = (form) => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NOT_WRITTEN.has(name));

  const input = (form, name) => {
    let found = form.querySelector(`input[name="${name}"]`);
    if (!found) {
      found = Object.assign(document.createElement("input"), { type: "hidden", name });
      form.append(found);
    }
    return found;
  };

  const edit = (form, box) => {
    const key = `${box.dataset.newsroomPerson}:${location.pathname}`;
    const notice = box.querySelector("[data-newsroom-kept]");
    const isShown = Boolean(box.querySelector(".piece-conflict"));
    let typedAt = 0;
    let timer = 0;

    const keep = (sent = 0) => store.set(key, { at: Date.now(), sent, fields: written(form) });
    const typed = (event) => {
      if (event.target.closest(".w-editing-sessions")) return;
      typedAt = Date.now();
      clearTimeout(timer);
      timer = setTimeout(keep, 400);
    };
    for (const kind of ["input", "change", "keyup", "paste", "drop"]) form.addEventListener(kind, typed);
    form.addEventListener("submit", () => {
      clearTimeout(timer);
      keep(Date.now());
    });
    document.addEventListener("w-autosave:success", ({ detail }) => {
      clearTimeout(timer);
      store.drop(key);
      // From now on this form goes on from the draft that has just been saved.
      if (detail?.data?.revision_id) input(form, "loaded_revision_id").value = detail.data.revision_id;
      if (detail?.data?.revision_created_at) input(form, "loaded_revision_created_at").value = detail.data.revision_created_at;
    });

    // The others are told when somebody typed last, not what.
    document.addEventListener(
      "w-session:ping",
      ({ target }) => {
        if (typedAt && target instanceof HTMLFormElement) input(target, "typed").value = Math.round((Date.now() - typedAt) / 1000);
      },
      true,
    );

    const kept = store.get(key);
    if (kept && !isShown) {
      const at = notice.querySelector("[data-newsroom-kept-at]");
      at.dateTime = new Date(kept.at).toISOString();
      at.textContent = new Date(kept.at).toLocaleString(document.documentElement.lang || undefined, { dateStyle: "short", timeStyle: "short" });
      notice.hidden = false;
    }
    notice.querySelector("[data-newsroom-kept-drop]").addEventListener("click", () => {
      store.drop(key);
      notice.hidden = true;
    });
    notice.querySelector("[data-newsroom-kept-look]").addEventListener("click", () => {
      const sent = document.createElement("form");
      sent.method = "post";
      sent.enctype = "multipart/form-data";
      sent.action = location.pathname;
      const token = form.querySelector('[name="csrfmiddlewaretoken"]').value;
      for (const [name, value] of [["csrfmiddlewaretoken", token], ["newsroom-look", "1"], ...kept.fields]) {
        const field = document.createElement("textarea");
        field.name = name;
        field.value = value;
        sent.append(field);
      }
      sent.hidden = true;
      document.body.append(sent);
      sent.submit();
    });
    for (const link of box.querySelectorAll("[data-newsroom-forget]")) link.addEventListener("click", () => store.drop(key));
  };

  document.addEventListener("DOMContentLoaded", () => {
    dropSaved();
    const form = document.querySelector("form[data-edit-form]");
    const box = document.querySelector("[data-newsroom-person]");
    if (form && box) edit(form, box);
  });
})();
