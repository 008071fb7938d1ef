// What the page does beyond being read: filters, sorting, and following who requires whom. Without it everything is still there.
'use strict';

const report = JSON.parse(document.getElementById('data').textContent);

/** Makes an element with text; text is never markup. */
function make(name, style, text) {
  const element = document.createElement(name);
  if (style) element.className = style;
  if (text !== undefined) element.textContent = text;
  return element;
}

/** One stop of the tab key for a whole drawing: the arrow keys go from part to part. */
function rove(drawing) {
  const parts = [...drawing.querySelectorAll('a[data-dist]')];
  const show = (part) => {
    for (const other of parts) other.setAttribute('tabindex', other === part ? '0' : '-1');
  };
  drawing.addEventListener('focusin', (event) => {
    const part = event.target.closest('a[data-dist]');
    if (part) show(part);
  });
  drawing.addEventListener('keydown', (event) => {
    const part = event.target.closest('a[data-dist]');
    if (!part || event.altKey || event.ctrlKey || event.metaKey) return;
    const next = event.key === 'Home' ? parts[0] : event.key === 'End' ? parts[parts.length - 1] : neighbour(parts, part, event.key);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}

/** The nearest part in the direction of an arrow key, or undefined. */
function neighbour(parts, from, key) {
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const way = ways[key];
  if (!way) return undefined;
  const middle = (part) => {
    const box = part.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  };
  const [x, y] = middle(from);
  let best, shortest = Infinity;
  for (const part of parts) {
    if (part === from) continue;
    const [otherX, otherY] = middle(part);
    const ahead = (otherX - x) * way[0] + (otherY - y) * way[1];
    const aside = Math.abs((otherX - x) * way[1]) + Math.abs((otherY - y) * way[0]);
    if (ahead < 1) continue;
    const distance = ahead + aside * 2;
    if (distance < shortest) [best, shortest] = [part, distance];
  }
  return best;
}

for (const drawing of document.querySelectorAll('svg[data-roving]')) rove(drawing);

/** The figures of the area that is pointed at or has the focus. */
for (const readout of document.querySelectorAll('.readout')) {
  readout.hidden = false;
  readout.textContent = readout.dataset.readout;
  const tell = (event) => {
    const part = event.target.closest('a[data-dist]');
    if (!part) return;
    const [name, version, size, gone, kind] = report.distributions[part.dataset.dist];
    readout.textContent = `${name} ${version}: ${size}; ${gone} would go with it; ${kind}.`;
  };
  const drawing = readout.closest('figure').querySelector('svg');
  drawing.addEventListener('mouseover', tell);
  drawing.addEventListener('focusin', tell);
}
