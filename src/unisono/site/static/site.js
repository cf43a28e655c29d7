// All that needs a script: copying, sharing with the picture, counting. Without it the plain links remain.

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

// A picture goes along where the device takes files; else the words and the link alone. It is fetched as soon as
// somebody reaches for the button: browsers that wait for it forget the click. If one does, a second click does it.
const fetched = new Map();

function fetches(picture) {
  if (!picture) return undefined;
  if (!fetched.has(picture)) {
    fetched.set(picture, (async () => {
      const answer = await fetch(picture);
      const type = answer.headers.get("content-type") ?? "image/png";
      return new File([await answer.blob()], picture.split("/").pop(), { type });
    })().catch(() => fetched.delete(picture) && undefined)); // not within reach: the link shows it
  }
  return fetched.get(picture);
}

async function shares(button, box) {
  const { title, text, url, picture } = box.dataset;
  const given = { title, text, url };
  const file = await fetches(picture);
  if (file && navigator.canShare?.({ ...given, files: [file] })) given.files = [file];
  try {
    await navigator.share(given);
  } catch (fault) {
    if (fault.name === "NotAllowedError" && button.dataset.again) button.textContent = button.dataset.again;
    else if (fault.name !== "AbortError") throw fault;
  }
}

for (const button of document.querySelectorAll("[data-do=copy]")) {
  if (!navigator.clipboard) break;
  button.addEventListener("click", () => copies(button));
  shows(button);
}
for (const button of document.querySelectorAll("[data-do=share]")) {
  if (!navigator.share) break;
  const box = button.closest("[data-share]");
  for (const sign of ["pointerenter", "pointerdown", "focus"]) {
    button.addEventListener(sign, () => fetches(box.dataset.picture), { once: true });
  }
  button.addEventListener("click", () => shares(button, box));
  shows(button);
}

// Cards are sorted by the stylesheet alone; this says how many are left, and keeps the choice in the address.
const filter = document.querySelector(".filter");
if (filter && CSS.supports("selector(:has(*))")) {
  const said = filter.querySelector("[role=status]");
  const choices = [...filter.querySelectorAll("[type=radio]")];
  const follows = () => {
    const asked = new URLSearchParams(location.hash.slice(1));
    for (const name of new Set(choices.map((one) => one.name))) {
      const own = choices.filter((one) => one.name === name);
      (own.find((one) => one.value === asked.get(name)) ?? own[0]).checked = true;
    }
  };
  filter.addEventListener("change", () => {
    const chosen = choices.filter((one) => one.checked && one.value).map((one) => [one.name, one.value]);
    history.replaceState(null, "", chosen.length ? `#${new URLSearchParams(chosen)}` : location.pathname + location.search);
    const left = [...document.querySelectorAll(".hung > li")].filter((card) => card.offsetParent).length;
    said.textContent = said.dataset.says.replace("{n}", `${left}`.replace(/\d/g, (digit) => said.dataset.digits[digit]));
  });
  addEventListener("hashchange", follows);
  follows();
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
