// The translators' desk. Without it the page is a plain form; with it every text is saved when it is left, kept on the
// device while there is no connection, and its marks are edited as they look.
(() => {
  "use strict";

  const form = document.querySelector("[data-desk]");
  if (!form) return;
  const words = form.dataset;
  const status = form.querySelector("[data-desk-status]");
  const bar = form.querySelector("[data-desk-bar]");
  const RETRY = 10_000;
  const GROWS = CSS.supports("field-sizing", "content");

  // -- what is kept on the device

  const store = keptOnDevice(`desk:${words.person}:${words.desk}:`);

  // -- text with marks: what stands in the editor ⇄ what is sent

  const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

  /** The words of an element with bold, italics and links, and nothing else: whatever was pasted or typed. */
  const richOf = (node, inLink = false) => {
    let html = "";
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) {
        html += escaped(child.data);
        continue;
      }
      if (child.nodeType !== Node.ELEMENT_NODE) continue;
      const tag = child.tagName;
      if (tag === "BR") {
        html += " ";
        continue;
      }
      const href = tag === "A" && !inLink ? child.getAttribute("href") || "" : "";
      const inner = richOf(child, inLink || href !== "");
      if (!inner) continue;
      if (tag === "B" || tag === "STRONG") html += `<b>${inner}</b>`;
      else if (tag === "I" || tag === "EM") html += `<i>${inner}</i>`;
      else if (/^(https?:\/\/|mailto:)/i.test(href)) html += `<a href="${escaped(href).replace(/"/g, "&quot;")}">${inner}</a>`;
      else html += tag === "DIV" || tag === "P" ? ` ${inner}` : inner;
    }
    return html;
  };

  /** The words of an element as plain lines. */
  const linesOf = (node) => {
    let text = "";
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) text += child.data;
      else if (child.tagName === "BR") text += "\n";
      else if (child.tagName === "DIV" || child.tagName === "P") text += (text ? "\n" : "") + linesOf(child);
      else text += linesOf(child);
    }
    return text;
  };

  const chip = (text) => {
    const made = document.createElement("span");
    made.className = "desk-chip";
    made.contentEditable = "false";
    made.dir = "ltr";
    made.textContent = text;
    return made;
  };

  // -- one segment

  class Segment {
    constructor(element) {
      this.element = element;
      this.key = element.dataset.key;
      this.isRich = "rich" in element.dataset;
      this.hasLines = "lines" in element.dataset;
      this.textarea = element.querySelector(`[name="text:${CSS.escape(this.key)}"]`);
      this.editor = element.querySelector(".desk-editor");
      this.tools = element.querySelector(".desk-tools");
      this.terms = element.querySelector(".desk-terms");
      this.aside = element.querySelector("[data-desk-aside]");
      this.kept = element.querySelector("[data-desk-kept]");
      this.version = element.querySelector(`[name="version:${CSS.escape(this.key)}"]`);
      this.source = element.querySelector(`[name="source:${CSS.escape(this.key)}"]`);
      this.conflict = null;
      this.hasAsked = false;
      if (this.editor) this.enhance();
      this.box = this.editor || this.textarea;
      this.sync();
      this.saved = this.value;
      this.listen();
      this.calm();
      this.recall();
    }

    enhance() {
      this.chips = [...this.tools.querySelectorAll("[data-chip]")].map((one) => one.dataset.chip);
      const text = this.textarea.value;
      if (!this.isRich) this.put(text);
      this.field = document.createElement("input");
      this.field.type = "hidden";
      this.field.name = this.isRich ? `html:${this.key}` : `text:${this.key}`;
      this.textarea.after(this.field);
      this.textarea.disabled = this.textarea.hidden = true;
      this.editor.hidden = this.tools.hidden = false;
      this.sync();
    }

    /** What would be sent: HTML of the marks, or plain text. */
    get value() {
      if (!this.editor) return this.textarea.value;
      return this.isRich ? richOf(this.editor).trim() : linesOf(this.editor).replace(/\n$/, "");
    }

    /** Show a text; a rich one is HTML of our own making. */
    put(value) {
      if (!this.editor) this.textarea.value = value;
      else if (this.isRich) this.editor.innerHTML = richOf(new DOMParser().parseFromString(value, "text/html").body);
      else {
        const pattern = new RegExp(`(${this.chips.map((one) => one.replace(/[{}]/g, "\\$&")).join("|")})`);
        const parts = value.split(pattern).filter((one) => one !== "");
        this.editor.replaceChildren(...parts.map((one) => (this.chips.includes(one) ? chip(one) : one)));
      }
      this.sync();
    }

    sync() {
      if (this.field) this.field.value = this.value;
      else if (!GROWS) {
        this.textarea.style.blockSize = "auto";
        this.textarea.style.blockSize = `${this.textarea.scrollHeight + 4}px`;
      }
    }

    get isDirty() {
      return this.value !== this.saved;
    }

    listen() {
      this.box.addEventListener("input", () => this.changed());
      this.box.addEventListener("blur", () => save(this));
      this.box.addEventListener("focus", () => ask(this));
      this.element.addEventListener("keydown", (event) => press(this, event));
      this.aside.addEventListener("input", (event) => {
        if (event.target.name === `remark:${this.key}`) store.set(`${this.key}#`, event.target.value);
      });
      if (this.terms) {
        for (const one of this.terms.querySelectorAll("[data-term]")) one.hidden = false;
        this.terms.addEventListener("mousedown", (event) => event.target.closest("[data-term]") && event.preventDefault());
        this.terms.addEventListener("click", (event) => this.putTerm(event.target.closest("[data-term]")));
      }
      if (!this.editor) return;
      this.editor.addEventListener("beforeinput", (event) => this.guard(event));
      this.editor.addEventListener("paste", (event) => {
        event.preventDefault();
        this.write(event.clipboardData.getData("text/plain"));
      });
      this.editor.addEventListener("drop", (event) => event.preventDefault());
      this.tools.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
      this.tools.addEventListener("click", (event) => this.mark(event.target.closest("button")));
    }

    /** Keep what the text cannot have out of the editor. */
    guard(event) {
      const kind = event.inputType;
      if (kind === "insertParagraph" || kind === "insertLineBreak") {
        if (this.breaking) return;
        event.preventDefault();
        if (this.hasLines) this.breakLine();
      } else if (kind.startsWith("format") && !(this.isRich && /^format(Bold|Italic)$/.test(kind))) {
        event.preventDefault();
      }
    }

    breakLine() {
      this.breaking = true;
      document.execCommand("insertLineBreak");
      this.breaking = false;
    }

    write(text) {
      const lines = text.replace(/\r\n?/g, "\n").split("\n");
      if (!this.hasLines) document.execCommand("insertText", false, lines.join(" "));
      else
        lines.forEach((line, number) => {
          if (number) this.breakLine();
          if (line) document.execCommand("insertText", false, line);
        });
    }

    /** Go to where one wrote last; to the end, where one has not written yet. */
    goToCursor() {
      const selection = getSelection();
      const wasThere = !this.editor || this.editor.contains(selection.anchorNode);
      this.box.focus();
      if (wasThere) return;
      selection.selectAllChildren(this.editor);
      selection.collapseToEnd();
    }

    /** Put the agreed words of a term where one writes. */
    putTerm(button) {
      if (!button) return;
      this.goToCursor();
      document.execCommand("insertText", false, button.dataset.term);
      this.changed();
    }

    /** Press one of the buttons for marks, links and placeholders. */
    mark(button) {
      if (!button) return;
      this.goToCursor();
      const selection = getSelection();
      if (button.dataset.mark) document.execCommand(button.dataset.mark);
      else if (button.dataset.chip) this.insert(chip(button.dataset.chip));
      else if (selection.isCollapsed) {
        const link = document.createElement("a");
        link.href = button.dataset.link;
        link.textContent = button.dataset.words;
        this.insert(link);
      } else document.execCommand("createLink", false, button.dataset.link);
      this.changed();
    }

    insert(node) {
      const range = getSelection().getRangeAt(0);
      range.deleteContents();
      range.insertNode(node);
      range.setStartAfter(node);
      range.collapse(true);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
    }

    changed() {
      this.sync();
      count();
      const length = this.aside.querySelector("[data-desk-length]");
      if (length) length.textContent = this.length;
      if (!this.isDirty) {
        store.drop(this.key);
        this.show("");
        return;
      }
      store.set(this.key, { value: this.value, version: this.version.value, source: this.source.value });
      this.show("changed");
      draw();
    }

    get length() {
      const text = this.editor ? this.editor.textContent : this.textarea.value;
      return [...text.normalize("NFC").replace(/\{[^{}\s]*\}/g, "").trim()].length;
    }

    show(state) {
      this.kept.hidden = !state;
      this.kept.textContent = state ? words[state] : "";
      this.kept.dataset.is = state;
    }

    /** One tab stop a segment: its buttons are reached with Escape and the arrows. */
    calm() {
      for (const root of [this.element.querySelector(".desk-source"), this.tools, this.aside])
        if (root) for (const one of root.querySelectorAll("a, button, textarea, summary")) one.tabIndex = -1;
      const theirs = this.aside.querySelector("[data-desk-theirs]");
      if (theirs) theirs.hidden = false;
    }

    get buttons() {
      return [...this.element.querySelectorAll(".desk-tools button, .desk-terms :is(a, button), [data-desk-aside] :is(a, button, textarea, summary), .desk-source .desk-words a")].filter(
        (one) => one.offsetParent !== null,
      );
    }

    /** Show again what was not sent when the page was left. */
    recall() {
      const kept = store.get(this.key);
      if (kept && kept.value !== this.saved) {
        this.put(kept.value);
        this.version.value = kept.version;
        this.source.value = kept.source;
        this.show("kept");
      } else if (kept) {
        store.drop(this.key); // it had arrived, only the answer was lost
        this.show("saved");
      }
      this.recallRemark();
    }

    recallRemark() {
      const remark = store.get(`${this.key}#`);
      if (!remark) return;
      this.remark.value = remark;
      this.aside.querySelector(".desk-say").open = true;
    }

    get remark() {
      return this.aside.querySelector(`[name="remark:${CSS.escape(this.key)}"]`);
    }

    /** Take in what the server says about this segment, after `sent` was sent with `act`. */
    take(told, sent, act) {
      const focused = this.aside.contains(document.activeElement) ? document.activeElement.name || "button" : "";
      const wasOpen = this.aside.querySelector(".desk-say")?.open;
      if ((act === "say" || act === "send-back") && !told.conflict && !told.refused) store.drop(`${this.key}#`);
      this.aside.innerHTML = told.aside;
      this.calm();
      if (wasOpen && act !== "say" && act !== "send-back") this.aside.querySelector(".desk-say").open = true;
      this.recallRemark();
      if (focused.startsWith("remark:")) this.remark.focus();
      else if (focused) this.box.focus();
      this.element.dataset.state = told.state;
      this.element.dataset.unfinished = told.unfinished ? "yes" : "no";
      if (act === "look") return;
      if (told.conflict) {
        this.conflict = told;
        this.show("other");
        return;
      }
      this.conflict = null;
      this.version.value = told.version;
      this.source.value = told.source;
      if (told.refused && act === "save") {
        this.show("refused");
        return;
      }
      if (act !== "save" && this.value === sent) this.put(this.isRich ? told.html : told.text);
      this.saved = this.value === sent || act !== "save" ? this.value : sent;
      if (this.isDirty) this.changed();
      else {
        store.drop(this.key);
        this.show("saved");
      }
    }

    takeTheirs() {
      const theirs = this.conflict;
      this.conflict = null;
      this.version.value = theirs.version;
      this.source.value = theirs.source;
      this.put(this.isRich ? theirs.html : theirs.text);
      this.saved = this.value;
      store.drop(this.key);
      this.aside.querySelector(".desk-conflict").remove();
      this.show("saved");
      this.box.focus();
    }

    /** Save over theirs: a decision, made after having seen it. */
    saveMine() {
      this.version.value = this.conflict.version;
      this.source.value = this.conflict.source;
      this.conflict = null;
      store.set(this.key, { value: this.value, version: this.version.value, source: this.source.value });
      return save(this);
    }
  }

  // -- sending, one after the other

  const token = () =>
    document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] || form.querySelector("[name=csrfmiddlewaretoken]").value;
  let line = Promise.resolve(true);
  const inLine = (send) => (line = line.then(send, send));

  const ways = (extra = {}) => ({
    credentials: "same-origin",
    headers: { "X-Requested-With": "XMLHttpRequest", "X-CSRFToken": token() },
    ...extra,
  });

  const told = async (answer) => {
    if (!(answer.headers.get("Content-Type") || "").startsWith("application/json")) throw new Error(answer.status);
    return answer.json();
  };

  const post = async (segment, act) => {
    const sent = segment.value;
    const body = new URLSearchParams({ act: act === "save" ? act : `${act}:${segment.key}` });
    const [name, number] = act.split(":");
    if (number) body.set("act", `${name}:${segment.key}:${number}`);
    body.set(`version:${segment.key}`, segment.version.value);
    body.set(`source:${segment.key}`, segment.source.value);
    if (segment.isDirty) body.set(`${segment.isRich ? "html" : "text"}:${segment.key}`, sent);
    if (segment.remark?.value) body.set(`remark:${segment.key}`, segment.remark.value);
    if (segment.isDirty) segment.show("saving");
    let answer;
    try {
      answer = await fetch(location.pathname, ways({ method: "POST", body }));
    } catch {
      if (segment.isDirty) segment.show("kept");
      else status.textContent = words.offline;
      return false;
    }
    let heard;
    try {
      heard = await told(answer);
    } catch {
      segment.show(answer.status >= 500 ? "kept" : "signedOut");
      return false;
    }
    for (const [key, one] of Object.entries(heard.segments))
      segments.get(key)?.take(one, key === segment.key ? sent : segments.get(key).value, key === segment.key ? name : "save");
    bar.innerHTML = heard.bar;
    status.textContent = heard.says.join(" ");
    draw();
    count();
    return answer.ok;
  };

  const save = (segment) =>
    inLine(() => (segment.isDirty && !segment.conflict ? post(segment, "save") : !segment.isDirty));

  const flush = async () => {
    const done = await Promise.all([...segments.values()].filter((one) => one.isDirty).map(save));
    return done.every(Boolean);
  };

  /** Ask once what memory has for a text that is still to be written. */
  const ask = (segment) => {
    if (segment.hasAsked || !["missing", "stale", "machine"].includes(segment.element.dataset.state)) return;
    segment.hasAsked = true;
    inLine(async () => {
      try {
        const address = `${location.pathname}?similar=${encodeURIComponent(segment.key)}`;
        const heard = await told(await fetch(address, ways()));
        if (!segment.conflict) segment.take(heard.segments[segment.key], segment.value, "look");
      } catch {
        segment.hasAsked = false;
      }
      return true;
    });
  };

  // -- the picture of a card

  const picture = form.querySelector("[data-desk-card]");
  let drawing = 0;
  const draw = () => {
    if (!picture) return;
    clearTimeout(drawing);
    drawing = setTimeout(async () => {
      const body = new URLSearchParams();
      for (const one of segments.values()) body.set(`${one.isRich ? "html" : "text"}:${one.key}`, one.value);
      try {
        const heard = await told(await fetch(words.picture, ways({ method: "POST", body })));
        if (heard.busy) return draw(); // another picture of ours is still being drawn
        if (heard.picture) picture.src = heard.picture;
        picture.hidden = !heard.picture;
        form.querySelector("[data-desk-card-says]").textContent = heard.says;
      } catch {
        // The picture comes when the connection does.
      }
    }, 700);
  };

  // -- what networks have left for posts

  let counting = 0;
  let counted = 0;
  const count = () => {
    if (!words.counts) return;
    clearTimeout(counting);
    counting = setTimeout(async () => {
      const mine = ++counted;
      const body = new URLSearchParams();
      for (const one of segments.values()) body.set(`text:${one.key}`, one.value);
      try {
        const heard = await told(await fetch(words.counts, ways({ method: "POST", body })));
        if (mine !== counted) return;
        for (const box of form.querySelectorAll("[data-desk-counts]")) box.innerHTML = heard.counts[box.dataset.deskCounts] || "";
        const say = form.querySelector("[data-desk-counts-say]");
        // Said only when it changes what fits where, not with every letter.
        if (say.textContent !== heard.says) say.textContent = heard.says;
      } catch {
        // Old numbers would lie; they come back with the connection.
        if (mine === counted) for (const box of form.querySelectorAll("[data-desk-counts]")) box.replaceChildren();
      }
    }, 250);
  };

  // -- keys

  const goOn = (segment) => {
    const all = [...segments.values()];
    const at = all.indexOf(segment);
    const next = [...all.slice(at + 1), ...all.slice(0, at)].find((one) => one.element.dataset.unfinished === "yes" && !one.isDirty);
    if (next) next.box.focus();
    else bar.querySelector(".desk-main, button")?.focus();
  };

  const press = async (segment, event) => {
    if (event.isComposing) return;
    const command = event.ctrlKey || event.metaKey;
    const inBox = event.target === segment.box;
    if (event.key === "Enter" && command) {
      event.preventDefault();
      const saved = save(segment);
      if (event.shiftKey) {
        await saved; // a text that was ready can be accepted anew once it is saved
        const main = segment.aside.querySelector("[data-desk-main]");
        if (main && !(await inLine(() => post(segment, main.value.split(":")[0])))) return;
      }
      goOn(segment);
    } else if (event.key === "Escape") {
      event.preventDefault();
      (inBox ? segment.buttons[0] : segment.box)?.focus();
    } else if (!inBox && /^Arrow/.test(event.key) && event.target.tagName !== "TEXTAREA") {
      event.preventDefault();
      const step = event.key === "ArrowDown" || event.key === (getComputedStyle(form).direction === "rtl" ? "ArrowLeft" : "ArrowRight") ? 1 : -1;
      const all = segment.buttons;
      all[(all.indexOf(event.target) + step + all.length) % all.length]?.focus();
    } else if (inBox && command && !event.shiftKey && event.key.toLowerCase() === "j" && segment.terms) {
      event.preventDefault();
      const terms = [...segment.terms.querySelectorAll("[data-term]")];
      const isThere = (one) => [one, escaped(one)].some((text) => segment.value.includes(text));
      segment.putTerm(terms.find((one) => !isThere(one.dataset.term)) || terms[0]);
    } else if (inBox && command && segment.editor && "bik".includes(event.key.toLowerCase())) {
      event.preventDefault();
      const key = event.key.toLowerCase();
      const there = (one) => segment.value.includes(one.dataset.chip || escaped(one.dataset.link));
      const next = [...segment.tools.querySelectorAll("[data-link], [data-chip]")].find((one) => !there(one));
      segment.mark(key === "k" ? next : segment.tools.querySelector(`[data-mark=${key === "b" ? "bold" : "italic"}]`));
    }
  };

  // -- buttons

  form.addEventListener("click", (event) => {
    const link = event.target.closest("[data-desk-similar]");
    const segment = segments.get(event.target.closest(".desk-segment")?.dataset.key);
    if (link && segment) {
      event.preventDefault();
      segment.hasAsked = false;
      ask(segment);
      return;
    }
    const button = event.target.closest("button");
    if (!button || button.closest(".desk-tools")) return;
    if ("deskTheirs" in button.dataset) {
      segment.takeTheirs();
    } else if (button.name === "act" && segment) {
      event.preventDefault();
      if ("deskMine" in button.dataset) return void (segment.conflict ? segment.saveMine() : save(segment));
      const [act, , number] = button.value.split(":");
      button.disabled = true;
      inLine(() => post(segment, number ? `${act}:${number}` : act)).finally(() => (button.disabled = false));
    }
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const act = event.submitter?.value || "save";
    status.textContent = "";
    if (!(await flush())) {
      status.textContent = navigator.onLine ? "" : words.offline;
      return;
    }
    if (act === "save") {
      status.textContent = words.saved;
      return;
    }
    if (!navigator.onLine) {
      status.textContent = words.offline;
      return;
    }
    const asked = document.createElement("input");
    asked.type = "hidden";
    asked.name = "act";
    asked.value = act;
    form.append(asked);
    form.submit();
  });

  const segments = new Map();
  for (const element of form.querySelectorAll(".desk-segment")) segments.set(element.dataset.key, new Segment(element));
  addEventListener("online", flush);
  setInterval(() => navigator.onLine && flush(), RETRY);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && flush());
  addEventListener("beforeunload", (event) => {
    if (!store.works && [...segments.values()].some((one) => one.isDirty)) event.preventDefault();
  });
  form.dataset.ready = "";
  flush();
  draw();
})();
