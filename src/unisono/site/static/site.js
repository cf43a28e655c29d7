// All that needs a script: copying, and sharing with the picture. Without it the plain links remain.

// Letters that a device may lack come after the first paint, and not at all where data is saved.
const type = document.querySelector("script[data-type]")?.dataset.type;
if (type && !navigator.connection?.saveData) {
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: type }));
}

const shows = (button) => { button.parentElement.hidden = false; };

async function copies(button) {
  await navigator.clipboard.writeText(button.dataset.copy);
  const words = button.textContent;
  button.textContent = button.dataset.done;
  button.setAttribute("aria-live", "polite");
  setTimeout(() => { button.textContent = words; }, 2500);
}

// A picture goes along where the device takes files; else the words and the link alone.
async function shares(box) {
  const { title, text, url, picture } = box.dataset;
  const given = { title, text, url };
  if (picture) {
    try {
      const answer = await fetch(picture);
      const type = answer.headers.get("content-type") ?? "image/png";
      const file = new File([await answer.blob()], picture.split("/").pop(), { type });
      if (navigator.canShare?.({ ...given, files: [file] })) given.files = [file];
    } catch { /* the picture is not within reach: the link shows it */ }
  }
  try {
    await navigator.share(given);
  } catch (fault) {
    if (fault.name !== "AbortError") throw fault;
  }
}

for (const button of document.querySelectorAll("[data-do=copy]")) {
  if (!navigator.clipboard) break;
  button.addEventListener("click", () => copies(button));
  shows(button);
}
for (const button of document.querySelectorAll("[data-do=share]")) {
  if (!navigator.share) break;
  button.addEventListener("click", () => shares(button.closest("[data-share]")));
  shows(button);
}

// The list of languages closes as people expect: Escape, or a click beside it.
const tongues = document.querySelector(".tongues");
if (tongues) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !tongues.open) return;
    tongues.open = false;
    tongues.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    if (!tongues.contains(event.target)) tongues.open = false;
  });
}
