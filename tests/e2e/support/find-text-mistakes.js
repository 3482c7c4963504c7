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

const onTop = (element, rect) => {
  const hit = document.elementFromPoint(rect.x + rect.width / 2, rect.y + rect.height / 2);
  return hit !== null && (hit === element || element.contains(hit) || hit.contains(element));
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

for (const { element, rect, text } of boxes) {
  for (const box of ancestors(element)) {
    const style = getComputedStyle(box);
    const scrolls = /auto|scroll/.test(style.overflowX + style.overflowY);
    if (scrolls) break;
    if (style.overflowX === "visible" && style.overflowY === "visible") continue;
    const edge = box.getBoundingClientRect();
    const over = Math.max(edge.left - rect.left, rect.right - edge.right);
    const under = Math.max(edge.top - rect.top, rect.bottom - edge.bottom);
    const ellipsis = style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none";
    const whole = [...ancestors(element)].some((at) => at.title || at.dataset.whole);
    if ((over > SLACK || under > SLACK) && !(ellipsis && whole)) {
      found.push(`cut off: ${name(text)}${ellipsis ? " (ellipsis without a title)" : ""}`);
      break;
    }
    if (ellipsis) break;
  }
}

const top = boxes.filter(({ element, rect }) => onTop(element, rect));
for (const { rect, text } of top) {
  const scrollable = document.scrollingElement;
  if (rect.right > innerWidth + SLACK || rect.left < -SLACK || scrollable.scrollWidth > innerWidth) {
    found.push(`outside the window: ${name(text)}`);
  }
}
top.forEach((a, index) => {
  for (const b of top.slice(index + 1)) {
    const across = Math.min(a.rect.right, b.rect.right) - Math.max(a.rect.left, b.rect.left);
    const down = Math.min(a.rect.bottom, b.rect.bottom) - Math.max(a.rect.top, b.rect.top);
    // Line boxes of stacked lines touch; letters do not before a third of a line.
    const line = Math.min(a.rect.height, b.rect.height);
    if (across > SLACK && down > line / 3) {
      found.push(`overlap: ${name(a.text)} and ${name(b.text)}`);
    }
  }
});

return [...new Set(found)];
