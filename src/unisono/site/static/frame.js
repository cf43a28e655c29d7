// Puts a frame around a photo, here in the visitor's own browser: the photo is never sent anywhere.

const tool = document.querySelector(".framing");
if (tool) begins();

function begins() {
  const LARGEST = 80_000_000; // bytes of a file
  const MOST = 3240; // pixels of a side that are kept: three times what comes out
  const SMALL = 400; // pixels of a side below which a photo looks blurred
  const HEIC = /^ftyp(heic|heix|heim|heis|hevc|hevx|mif1|msf1)/;
  const LIMITS = { zoom: [0.4, 4], turn: [-180, 180], across: [-100, 100], down: [-100, 100] };

  const stage = tool.querySelector("canvas");
  const rounds = [...tool.querySelectorAll(".rounds canvas")];
  const said = tool.querySelector(".said");
  const side = stage.width;
  const sliders = [...tool.querySelectorAll("[type=range]")];
  const frames = [...tool.querySelectorAll("[name=frame]")];
  const percent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" });
  const ground = getComputedStyle(document.documentElement).getPropertyValue("--ground") || "#000";
  const pictures = new Map();
  const place = { zoom: 1, turn: 0, across: 0, down: 0 };
  let photo = null;
  let waiting = false;

  const says = (what) => {
    said.textContent = what && tool.querySelector(`template[data-say=${what}]`).content.textContent;
    said.classList.toggle("fault", ["heic", "other", "broken", "huge", "frame"].includes(what));
  };

  // -- drawing

  function draws() {
    waiting = false;
    const pen = stage.getContext("2d");
    pen.imageSmoothingQuality = "high";
    pen.clearRect(0, 0, side, side);
    if (photo) {
      const scale = Math.max(side / photo.width, side / photo.height) * place.zoom;
      pen.fillStyle = ground;
      pen.fillRect(0, 0, side, side);
      pen.save();
      pen.translate((side / 2) * (1 + place.across / 100), (side / 2) * (1 + place.down / 100));
      pen.rotate((place.turn * Math.PI) / 180);
      pen.scale(scale, scale);
      pen.drawImage(photo, -photo.width / 2, -photo.height / 2);
      pen.restore();
    }
    const frame = pictures.get(frames.find((one) => one.checked)?.value);
    if (frame) pen.drawImage(frame, 0, 0, side, side);
    for (const round of rounds) {
      const small = round.getContext("2d");
      small.imageSmoothingQuality = "high";
      small.clearRect(0, 0, round.width, round.height);
      small.drawImage(stage, 0, 0, round.width, round.height);
    }
  }

  function redraws() {
    if (!waiting) requestAnimationFrame(draws);
    waiting = true;
  }

  function puts(changes) {
    for (const [name, value] of Object.entries(changes)) {
      const [least, most] = LIMITS[name];
      const turned = name === "turn" ? ((((value + 180) % 360) + 360) % 360) - 180 : value;
      place[name] = Math.min(most, Math.max(least, turned));
    }
    for (const slider of sliders) {
      const value = place[slider.name];
      slider.value = value;
      slider.setAttribute("aria-valuetext", slider.name === "turn" ? `${Math.round(value)}°` : percent.format(slider.name === "zoom" ? value : value / 100));
    }
    redraws();
  }

  // What lay under `from` comes to lie under `to`; both are a point, how far apart two fingers are, and their angle.
  function carries(from, to) {
    const zoom = Math.min(LIMITS.zoom[1], Math.max(LIMITS.zoom[0], (place.zoom * to.reach) / from.reach));
    const scale = zoom / place.zoom;
    const turn = to.angle - from.angle;
    const [x, y] = [(side / 2) * (1 + place.across / 100) - from.x, (side / 2) * (1 + place.down / 100) - from.y];
    const [cos, sin] = [Math.cos(turn) * scale, Math.sin(turn) * scale];
    puts({
      zoom,
      turn: place.turn + (turn * 180) / Math.PI,
      across: ((to.x + x * cos - y * sin) / (side / 2) - 1) * 100,
      down: ((to.y + x * sin + y * cos) / (side / 2) - 1) * 100,
    });
  }

  // -- taking a photo

  async function takes(file) {
    if (!file) return;
    if (file.size > LARGEST) return says("huge");
    const isHeic = HEIC.test(await file.slice(4, 12).text());
    if (file.type && !file.type.startsWith("image/") && !isHeic) return says("other");
    says("reading");
    let read;
    try {
      read = await createImageBitmap(file, { imageOrientation: "from-image" });
      const most = Math.max(read.width, read.height);
      if (most > MOST) {
        const size = { resizeWidth: Math.round((read.width * MOST) / most), resizeHeight: Math.round((read.height * MOST) / most) };
        const smaller = await createImageBitmap(read, { ...size, resizeQuality: "high" });
        read.close();
        read = smaller;
      }
    } catch {
      return says(isHeic ? "heic" : "broken");
    }
    photo?.close();
    photo = read;
    tool.classList.add("with-photo");
    for (const group of tool.querySelectorAll("fieldset")) group.disabled = false;
    puts({ zoom: 1, turn: 0, across: 0, down: 0 });
    says(Math.min(read.width, read.height) < SMALL ? "small" : "ready");
  }

  for (const input of tool.querySelectorAll("[type=file]")) {
    input.addEventListener("change", () => {
      takes(input.files[0]);
      input.value = ""; // the same photo can be chosen again
    });
  }
  const carried = (event) => [...(event.dataTransfer ?? event.clipboardData).items].some((item) => item.kind === "file");
  document.addEventListener("dragover", (event) => {
    if (!carried(event)) return;
    event.preventDefault(); // a photo that misses the picture does not open in place of the page
    tool.classList.add("over");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) tool.classList.remove("over");
  });
  for (const kind of ["drop", "paste"]) {
    document.addEventListener(kind, (event) => {
      tool.classList.remove("over");
      if (!carried(event)) return;
      event.preventDefault();
      takes((event.dataTransfer ?? event.clipboardData).files[0]);
    });
  }

  // -- moving it: fingers, mouse, wheel, keys, sliders

  const fingers = new Map();
  const at = (event) => {
    const box = stage.getBoundingClientRect();
    return { x: ((event.clientX - box.left) / box.width) * side, y: ((event.clientY - box.top) / box.height) * side };
  };
  const grip = () => {
    const [one, two = one] = [...fingers.values()];
    const [x, y] = [two.x - one.x, two.y - one.y];
    return { x: one.x + x / 2, y: one.y + y / 2, reach: Math.hypot(x, y) || 1, angle: Math.atan2(y, x) };
  };
  stage.addEventListener("pointerdown", (event) => {
    if (!photo || fingers.size === 2) return;
    stage.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, at(event));
  });
  stage.addEventListener("pointermove", (event) => {
    if (!fingers.has(event.pointerId)) return;
    const before = grip();
    fingers.set(event.pointerId, at(event));
    carries(before, grip());
  });
  for (const kind of ["pointerup", "pointercancel"]) stage.addEventListener(kind, (event) => fingers.delete(event.pointerId));

  // The page keeps its wheel until the picture has been chosen; a pinch on a touchpad always means the picture.
  stage.addEventListener("wheel", (event) => {
    if (!photo || (document.activeElement !== stage && !event.ctrlKey)) return;
    event.preventDefault();
    const point = { ...at(event), angle: 0 };
    carries({ ...point, reach: 1 }, { ...point, reach: Math.exp(-event.deltaY / (event.ctrlKey ? 100 : 600)) });
  }, { passive: false });

  stage.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? 10 : 2;
    const meant = {
      ArrowLeft: { across: place.across - step }, ArrowRight: { across: place.across + step },
      ArrowUp: { down: place.down - step }, ArrowDown: { down: place.down + step },
      "+": { zoom: place.zoom * 1.05 }, "=": { zoom: place.zoom * 1.05 }, "-": { zoom: place.zoom / 1.05 }, "−": { zoom: place.zoom / 1.05 },
      "[": { turn: place.turn - step }, "]": { turn: place.turn + step },
    }[event.key];
    if (!photo || !meant || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    puts(meant);
  });
  for (const slider of sliders) slider.addEventListener("input", () => puts({ [slider.name]: slider.valueAsNumber }));

  // -- giving the picture: drawn anew, so nothing of the photo's file is in it but what is seen

  const drawn = (type) => new Promise((done) => {
    draws();
    stage.toBlob(done, type, 0.92);
  });
  const named = (type) => `${tool.dataset.name}-${side}x${side}.${type === "image/png" ? "png" : "jpg"}`;

  async function saves(type) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await drawn(type));
    link.download = named(type);
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    says("saved");
  }

  async function shares() {
    const file = new File([await drawn("image/jpeg")], named("image/jpeg"), { type: "image/jpeg" });
    await navigator.share({ files: [file] }).catch((fault) => {
      if (fault.name !== "AbortError") throw fault;
    });
  }

  for (const button of tool.querySelectorAll("[data-frame]")) {
    const does = { reset: () => puts({ zoom: 1, turn: 0, across: 0, down: 0 }), share: shares }[button.dataset.frame];
    button.addEventListener("click", does ?? (() => saves(button.dataset.frame)));
    if (button.dataset.frame === "share") {
      button.hidden = !navigator.canShare?.({ files: [new File([""], "a.jpg", { type: "image/jpeg" })] });
    }
  }

  // All frames come at once, so that nothing need be fetched once a photo is there.
  for (const one of frames) {
    const picture = new Image();
    picture.src = one.dataset.picture;
    picture.decode().then(() => {
      pictures.set(one.value, picture);
      redraws();
    }, () => says("frame"));
    one.addEventListener("change", redraws);
  }
  tool.hidden = false;
  redraws();
}
