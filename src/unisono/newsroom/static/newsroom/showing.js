// The screen “Preview”: the frame is as wide as asked for, scaled down where the screen is narrower.
(() => {
  "use strict";

  const start = () => {
    const form = document.querySelector("[data-showing-choice]");
    const stage = document.querySelector("[data-showing-stage]");
    if (!form) return;
    form.querySelector("[data-showing-show]").hidden = true; // every change shows at once
    for (const one of form.querySelectorAll("select, [type=radio]")) one.addEventListener("change", () => form.submit());
    if (stage) follow(form, stage);
  };

  const follow = (form, stage) => {
    const device = stage.querySelector("[data-showing-device]");
    const frame = stage.querySelector("[data-showing-frame]");
    const edge = stage.querySelector("[data-showing-edge]");
    const number = form.elements.width;
    const buttons = [...form.querySelectorAll("[data-showing-width]")];
    const isRtl = getComputedStyle(stage).direction === "rtl";
    const grip = 18; // the edge and the borders
    let scale = 1;

    const fit = () => {
      const width = Number(number.value);
      const height = Math.max(420, innerHeight * 0.8);
      scale = Math.min(1, Math.max(0.1, (stage.clientWidth - grip) / width));
      const set = (name, pixels) => device.style.setProperty(`--showing-${name}`, pixels);
      set("width", `${width}px`);
      set("height", `${Math.round(height / scale)}px`);
      set("shown", `${Math.round(width * scale)}px`);
      set("shown-height", `${Math.round(height)}px`);
      set("scale", scale);
      edge.setAttribute("aria-valuenow", width);
      for (const button of buttons) button.setAttribute("aria-pressed", Number(button.dataset.showingWidth) === width);
    };

    const choose = (width) => {
      number.value = Math.round(Math.min(Number(number.max), Math.max(Number(number.min), width)));
      const address = new URL(location);
      address.searchParams.set("width", number.value);
      history.replaceState(null, "", address);
      fit();
    };

    document.body.classList.add("showing-scaled");
    edge.hidden = false;
    for (const button of buttons) {
      button.hidden = false;
      button.addEventListener("click", () => choose(Number(button.dataset.showingWidth)));
    }
    number.addEventListener("change", () => choose(Number(number.value) || 360));
    number.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      choose(Number(number.value) || 360);
    });
    edge.addEventListener("keydown", (event) => {
      const step = { ArrowRight: isRtl ? -10 : 10, ArrowLeft: isRtl ? 10 : -10, ArrowUp: 10, ArrowDown: -10, PageUp: 100, PageDown: -100 }[event.key];
      const end = { Home: Number(number.min), End: Number(number.max) }[event.key];
      if (step === undefined && end === undefined) return;
      event.preventDefault();
      choose(end ?? Number(number.value) + step);
    });
    edge.addEventListener("pointerdown", (event) => {
      edge.setPointerCapture(event.pointerId);
      stage.classList.add("showing-dragged");
      const from = { x: event.clientX, width: Number(number.value), scale };
      // The frame stands in the middle: its edge moves half as far as it grows.
      const drag = (moved) => choose(from.width + ((isRtl ? from.x - moved.clientX : moved.clientX - from.x) * 2) / from.scale);
      const end = () => {
        stage.classList.remove("showing-dragged");
        edge.removeEventListener("pointermove", drag);
      };
      edge.addEventListener("pointermove", drag);
      edge.addEventListener("lostpointercapture", end, { once: true });
    });
    new ResizeObserver(fit).observe(stage);

    // Whoever follows a link inside the frame is still told which page and language they see.
    frame.addEventListener("load", () => {
      const tab = document.querySelector("[data-showing-tab]");
      let path;
      try {
        path = frame.contentWindow.location.pathname;
      } catch {
        return; // a page of somebody else
      }
      const found = /\/newsroom\/preview\/[0-9a-f-]{36}\/(?:drafts\/)?(kits\/[a-z0-9-]+\/)?([a-z0-9-]+)\/(.*)$/.exec(path);
      if (!found) return;
      const [, kit, language, place] = found;
      const { into, page } = form.elements;
      if ([...into.options].some((one) => one.value === language)) into.value = language;
      // A partner's kit is on no list: the page from which one came to it stays chosen.
      if (!kit && [...page.options].some((one) => one.value === place)) page.value = place;
      tab.href = path;
      const address = new URL(location);
      address.searchParams.set("into", into.value);
      address.searchParams.set("page", page.value);
      history.replaceState(null, "", address);
    });
    fit();
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
