// What was written and is not saved yet stays on the device: for the desk and for the editor. Comes before their scripts.
"use strict";

/** A store of this device for everything under a name that begins so. `works` is false once something was not kept. */
globalThis.keptOnDevice = (prefix) => ({
  works: true,
  get(name) {
    try {
      return JSON.parse(localStorage.getItem(prefix + name));
    } catch {
      return null;
    }
  },
  set(name, value) {
    try {
      localStorage.setItem(prefix + name, JSON.stringify(value));
    } catch {
      this.works = false; // full, or forbidden: whoever leaves the page is asked before
    }
  },
  drop(name) {
    try {
      localStorage.removeItem(prefix + name);
    } catch {
      this.works = false;
    }
  },
  names() {
    try {
      const all = Object.keys(localStorage);
      return all.filter((one) => one.startsWith(prefix)).map((one) => one.slice(prefix.length));
    } catch {
      return [];
    }
  },
});
