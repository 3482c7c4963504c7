// Body of a function that runs in the page. Returns a line for each visible text that is cut off
// (by the window or by a box that hides what overflows) or that lies on another text. Text that
// ends in an ellipsis is meant to be cut, if its title or tooltip gives the whole.

const SLACK = 1.5;

const visible = (element) =>
  element.checkVisibility({ opacityProperty: true, visibilityProperty: true });

// Content for screen readers only is clipped to a point on purpose.
const spokenOnly = (element) => {
  const style = getComputedStyle(element);
  return style.clipPath === "inset(50%)" || style.clip === "rect(0px, 0px, 0px, 0px)";
};

const ancestors = function* (element) {
  for (let at = element; at; at = at.parentElement) yield at;
};

const boxes = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let node = walker.nextNode(); node; node = walker.nextNode()) {
  const element = node.parentElement;
  if (!node.data.trim() || !element || !visible(element)) continue;
  if ([...ancestors(element)].some(spokenOnly)) continue;
  const range = document.createRange();
  range.selectNodeContents(node);
  for (const rect of range.getClientRects()) {
    if (rect.width > 0 && rect.height > 0) boxes.push({ element, rect, text: node.data.trim() });
  }
}

const found = [];
const name = (text) => JSON.stringify(text.slice(0, 60));

// The window clips what lies outside it.
const viewport = new DOMRect(0, 0, innerWidth, innerHeight);
const clips = (box) => box === document.documentElement || getComputedStyle(box).overflow !== "visible";
const scrolls = (overflow) => overflow === "auto" || overflow === "scroll";
const edgeOf = (box) => (box === document.documentElement ? viewport : box.getBoundingClientRect());

for (const { element, rect, text } of boxes) {
  for (const box of [...ancestors(element)].filter(clips)) {
    const style = getComputedStyle(box);
    const [acrossScrolls, downScrolls] = [scrolls(style.overflowX), scrolls(style.overflowY)];
    const edge = edgeOf(box);
    const over = acrossScrolls ? 0 : Math.max(edge.left - rect.left, rect.right - edge.right);
    const under = downScrolls ? 0 : Math.max(edge.top - rect.top, rect.bottom - edge.bottom);
    const ellipsis = style.textOverflow === "ellipsis";
    const whole = [...ancestors(element)].some((at) => at.title);
    if ((over > SLACK || under > SLACK) && !(ellipsis && whole)) {
      found.push(`cut off: ${name(text)}${ellipsis ? " (ellipsis without a title)" : ""}`);
      break;
    }
    if (ellipsis || acrossScrolls || downScrolls) break;
  }
}

// What an ellipsis or a scrolling box hides of a text covers nothing.
const shown = ({ element, rect, text }) => {
  let { left, top, right, bottom } = rect;
  for (const edge of [...ancestors(element)].filter(clips).map(edgeOf)) {
    left = Math.max(left, edge.left);
    right = Math.min(right, edge.right);
    top = Math.max(top, edge.top);
    bottom = Math.min(bottom, edge.bottom);
  }
  return { element, text, left, top, right, bottom, height: bottom - top };
};

const opaque = (element) => {
  const [, , , alpha = "1"] = getComputedStyle(element).backgroundColor.match(/[\d.]+/g) ?? [];
  return Number(alpha) > 0.5;
};

// Whether a background between the two hides the lower one at this point.
const hidden = (a, b, x, y) => {
  const stack = document.elementsFromPoint(x, y);
  const [upper, lower] = [stack.indexOf(a), stack.indexOf(b)].sort((one, other) => one - other);
  return upper < 0 || stack.slice(upper, lower).some(opaque);
};

const texts = boxes.map(shown).filter(({ left, right, height }) => right > left && height > 0);
texts.forEach((a, index) => {
  for (const b of texts.slice(index + 1)) {
    const [left, right] = [Math.max(a.left, b.left), Math.min(a.right, b.right)];
    const [top, bottom] = [Math.max(a.top, b.top), Math.min(a.bottom, b.bottom)];
    // Line boxes of stacked lines touch; letters do not before a third of a line.
    const lies = right - left > SLACK && bottom - top > Math.min(a.height, b.height) / 3;
    if (lies && !hidden(a.element, b.element, (left + right) / 2, (top + bottom) / 2)) {
      found.push(`overlap: ${name(a.text)} and ${name(b.text)}`);
    }
  }
});

return [...new Set(found)];
