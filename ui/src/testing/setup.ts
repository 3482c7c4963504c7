import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterEach, beforeEach, vi } from "vitest";
import { forgetLoadedPreferences } from "../shared/preferences/preferences";
import { clearToasts } from "../shared/toast/toast";

// A machine that builds at the same time takes longer; no test waits for a failure of this kind.
configure({ asyncUtilTimeout: 5_000 });

// jsdom lays nothing out: every element gets the size of a window, so that lists show rows.
for (const [property, value] of Object.entries({ clientHeight: 800, clientWidth: 1280 })) {
  Object.defineProperty(HTMLElement.prototype, property, { configurable: true, value });
}
Element.prototype.scrollIntoView = () => {};
Element.prototype.scrollTo = () => {};
window.scrollTo = () => {};

// jsdom loads no fonts; growing text areas listen for them.
Object.defineProperty(document, "fonts", { configurable: true, value: new EventTarget() });

class NoResizes {
  observe() {}
  unobserve() {}
  disconnect() {}
}
vi.stubGlobal("ResizeObserver", NoResizes);

window.matchMedia = (query) => ({
  matches: false,
  media: query,
  onchange: null,
  addListener: () => {},
  removeListener: () => {},
  addEventListener: () => {},
  removeEventListener: () => {},
  dispatchEvent: () => false,
});

beforeEach(() => {
  localStorage.clear();
  forgetLoadedPreferences();
});

afterEach(() => {
  cleanup();
  clearToasts();
});
