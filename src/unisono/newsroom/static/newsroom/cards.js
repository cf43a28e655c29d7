// The strip beside a card's form: the card in every format, drawn a moment after one stops typing. First the format
// that is looked at, then the others; answers to what has changed since are dropped.
(() => {
  "use strict";

  const PAUSE = 300;
  const SLOW = 700;
  const AGAIN = 400;
  const [SMALL, MIDDLE, LARGE] = [240, 720, 1600];

  const start = (strip) => {
    const form = strip.closest("form");
    const words = strip.dataset;
    const find = (name) => strip.querySelector(`[data-card-${name}]`);
    const language = find("language");
    const tiles = new Map([...strip.querySelectorAll("[data-card-format]")].map((one) => [one.dataset.cardFormat, one]));
    const picture = find("picture");
    const enlarge = find("enlarge");
    const dialog = find("dialog");
    const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
    let active = "";
    let turn = 0;
    let waiting = 0;
    let running = null;
    let hasChanged = false;
    /** What does not fit, by format: {field, says}. */
    const faults = new Map();

    /** The formats that the form asks for; none ticked means all. */
    const wanted = () => {
      const ticked = [...form.querySelectorAll("[name=formats]:checked")].map((one) => one.value);
      return [...tiles.keys()].filter((one) => !ticked.length || ticked.includes(one));
    };

    const bodyOf = (format, width) => {
      const body = new FormData(form);
      for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
      body.set("strip-card", words.card);
      body.set("strip-language", language.value);
      body.set("strip-format", format);
      body.set("strip-width", width);
      return body;
    };

    /** What the server says of one format; null where something newer is asked for meanwhile. */
    const ask = async (format, width, mine) => {
      for (;;) {
        const answer = await fetch(words.cardStrip, {
          method: "POST",
          credentials: "same-origin",
          headers: { "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value },
          body: bodyOf(format, width),
          signal: running.signal,
        });
        if (!answer.ok) throw new Error(answer.status);
        const told = await answer.json();
        if (mine !== turn) return null;
        if (!told.busy) return told;
        await pause(AGAIN); // another picture of ours is still being drawn
        if (mine !== turn) return null;
      }
    };

    const drawAll = async () => {
      const mine = ++turn;
      running?.abort();
      running = new AbortController();
      if (!strip.open) return;
      const formats = wanted();
      if (!formats.includes(active)) active = formats.includes("square") ? "square" : formats[0];
      for (const [name, tile] of tiles) {
        tile.hidden = !formats.includes(name);
        tile.firstElementChild.setAttribute("aria-pressed", String(name === active));
      }
      find("format-name").textContent = tiles.get(active).querySelector("[data-card-name]").textContent;
      const slow = setTimeout(() => (find("wait").hidden = false), SLOW);
      try {
        const own = await ask(active, MIDDLE, mine);
        if (!own) return;
        clearTimeout(slow);
        find("wait").hidden = true;
        showMain(own);
        for (const format of formats) {
          const told = format === active ? own : await ask(format, SMALL, mine);
          if (!told) return;
          showTile(format, told);
        }
        for (const format of faults.keys()) if (!formats.includes(format)) faults.delete(format);
        showFaults();
        if (hasChanged) say(faults.size ? [...new Set([...faults.values()].map((one) => one.says))].join(" ") : words.fits);
      } catch (error) {
        if (error.name !== "AbortError" && mine === turn) note(words.away);
      } finally {
        clearTimeout(slow);
        if (mine === turn) find("wait").hidden = true;
      }
    };

    const say = (text) => {
      const live = find("say");
      if (live.textContent !== text) live.textContent = text;
    };

    const note = (text) => (find("note").textContent = text);

    const showMain = (told) => {
      if (told.picture) picture.src = told.picture;
      enlarge.hidden = !picture.src;
      enlarge.classList.toggle("is-old", !told.picture && Boolean(picture.src));
      note(told.picture ? "" : picture.getAttribute("src") ? `${told.says} ${words.old}` : told.says);
      picture.lang = language.value;
      const missing = find("missing");
      missing.hidden = !told.missing;
      missing.textContent = told.missing;
    };

    const showTile = (format, told) => {
      const tile = tiles.get(format);
      const small = tile.querySelector("img");
      if (told.picture) small.src = told.picture;
      small.hidden = !small.getAttribute("src");
      small.classList.toggle("is-old", !told.picture);
      const bad = tile.querySelector("[data-card-bad]");
      bad.hidden = Boolean(told.picture);
      bad.textContent = told.picture ? "" : words.faulty;
      tile.title = told.says;
      if (told.picture) faults.delete(format);
      else faults.set(format, told);
    };

    /** The input that a field of the design is written in. */
    const inputOf = (field) =>
      form.querySelector(`[name="fields_${CSS.escape(field)}"]`) || (field === "source" ? form.querySelector("[name=fact]") : null);

    const showFaults = () => {
      const byField = new Map();
      for (const { field, says } of faults.values()) {
        if (!field) continue;
        byField.set(field, new Set([...(byField.get(field) || []), says]));
      }
      for (const old of form.querySelectorAll("[data-card-fault]")) {
        const input = inputOf(old.dataset.cardFault);
        input?.setAttribute("aria-describedby", (input.getAttribute("aria-describedby") || "").replace(old.id, "").trim());
        old.remove();
      }
      for (const [field, sentences] of byField) {
        const input = inputOf(field);
        if (!input) continue;
        const made = document.createElement("p");
        made.className = "card-strip-fault";
        made.id = `card-fault-${field}`;
        made.dataset.cardFault = field;
        made.textContent = `⚠ ${[...sentences].join(" ")}`;
        input.after(made);
        input.setAttribute("aria-describedby", `${input.getAttribute("aria-describedby") || ""} ${made.id}`.trim());
      }
    };

    const later = (milliseconds) => {
      clearTimeout(waiting);
      waiting = setTimeout(drawAll, milliseconds);
    };
    const soon = () => {
      hasChanged = true;
      later(PAUSE);
    };

    form.addEventListener("input", soon);
    form.addEventListener("change", soon);
    form.addEventListener("click", (event) => {
      if (event.target.closest("[data-inline-panel-child] button, [id$='-ADD']")) soon();
    });
    language.addEventListener("change", () => {
      for (const tile of tiles.values()) tile.querySelector("img").removeAttribute("src");
      picture.removeAttribute("src");
      enlarge.hidden = true;
    });
    for (const [name, tile] of tiles)
      tile.firstElementChild.addEventListener("click", () => {
        active = name;
        const small = tile.querySelector("img");
        if (small.getAttribute("src")) picture.src = small.src;
        drawAll();
      });
    strip.addEventListener("toggle", () => later(50));

    enlarge.addEventListener("click", async () => {
      const large = find("large");
      large.src = picture.src;
      large.lang = language.value;
      dialog.showModal();
      const mine = ++turn;
      running?.abort();
      running = new AbortController();
      try {
        const told = await ask(active, LARGE, mine);
        if (told?.picture) large.src = told.picture;
      } catch {
        // The one that is there already stays.
      }
      if (mine === turn) drawAll();
    });
    find("close").addEventListener("click", () => dialog.close());

    if (matchMedia("(width < 50rem)").matches) strip.open = false;
    else later(50);
  };

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-card-strip]").forEach(start));
})();
