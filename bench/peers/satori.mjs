// Satori and resvg's side: a line of JSON in, a picture and its milliseconds out.
// The first line brings fonts and ground; each following one a picture, and where to keep the PNG if it is wanted.
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { Resvg } from "@resvg/resvg-js";
import satori from "satori";

function elementOf(picture, ground, side, margin) {
  const boxes = picture.boxes.map((box) => ({
    type: "div",
    props: {
      lang: picture.language,
      style: {
        position: "absolute",
        left: margin,
        top: box.top,
        width: side - margin * 2,
        display: "flex",
        fontFamily: `${box.family}, Words, Latin`,
        fontSize: box.fixed,
        fontWeight: box.weight,
        lineHeight: box.pitch,
        color: box.colour,
        direction: picture.rtl ? "rtl" : "ltr",
        textAlign: picture.rtl ? "right" : "left",
      },
      children: box.words,
    },
  }));
  const image = { type: "img", props: { src: ground, width: side, height: side, style: { position: "absolute" } } };
  return { type: "div", props: { style: { display: "flex", width: side, height: side }, children: [image, ...boxes] } };
}

let told = null;
for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  if (told === null) {
    told = asked;
    told.data = told.fonts.map(([name, weight, path]) => ({ name, weight, style: "normal", data: readFileSync(path) }));
    told.image = `data:image/svg+xml;base64,${readFileSync(told.ground).toString("base64")}`;
    console.log(JSON.stringify({ version: told.version }));
    continue;
  }
  const started = performance.now();
  const element = elementOf(asked.picture, told.image, told.side, told.margin);
  const svg = await satori(element, { width: told.side, height: told.side, fonts: told.data });
  const png = new Resvg(svg, { font: { loadSystemFonts: false } }).render().asPng();
  const ms = performance.now() - started;
  if (asked.out) writeFileSync(asked.out, png);
  console.log(JSON.stringify({ ms, bytes: png.length }));
}
