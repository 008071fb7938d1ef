
/** One distribution with who requires it on the left and what it requires on the right. */
const explorer = document.getElementById('explorer');
if (explorer && report.distributions.length > 0) {
  const rowHeight = 52;
  const maximum = 40;
  const requires = report.distributions.map(() => []);
  const requiredBy = report.distributions.map(() => []);
  for (const [from, to, requirement, satisfied, name] of report.dependencies) {
    if (from < 0) continue;
    requires[from].push({ index: to, requirement, satisfied, name });
    if (to >= 0) requiredBy[to].push({ index: from, requirement, satisfied });
  }

  const select = document.getElementById('focus');
  const centre = explorer.querySelector('.centre');
  const status = explorer.querySelector('[role="status"]');
  report.distributions.forEach(([name, version], index) => select.append(new Option(`${name} ${version}`, index)));

  const connect = (drawing, links, isLeft, rows) => {
    const height = Math.max(rows, 1) * rowHeight;
    const width = 64;
    drawing.setAttribute('viewBox', `0 0 ${width} ${height}`);
    drawing.setAttribute('preserveAspectRatio', 'none');
    drawing.setAttribute('height', height);
    drawing.replaceChildren(...links.slice(0, rows).map((link, row) => {
      const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
      const outer = (row + 0.5) * rowHeight;
      const [start, end] = isLeft ? [outer, height / 2] : [height / 2, outer];
      path.setAttribute('d', `M0 ${start}C${width / 2} ${start} ${width / 2} ${end} ${width} ${end}`);
      if (!link.satisfied) path.setAttribute('class', 'conflict');
      return path;
    }));
  };

  const fill = (side, links, title) => {
    const part = explorer.querySelector(`.side.${side}`);
    part.querySelector('h4').textContent = `${title} (${links.length})`;
    const items = links.slice(0, maximum).map((link) => {
      const item = make('li');
      const known = link.index >= 0;
      const box = make(known ? 'button' : 'span', (known ? '' : 'absent ') + (link.satisfied ? '' : 'conflict'));
      const [name, version] = known ? report.distributions[link.index] : [link.name, 'not installed'];
      const note = (link.satisfied || !known ? '' : 'does not fit: ') + link.requirement;
      box.append(make('b', '', `${name} ${version}`), make('small', '', note));
      box.title = note;
      if (known) {
        box.type = 'button';
        box.dataset.dist = link.index;
      }
      item.append(box);
      return item;
    });
    if (links.length === 0) items.push(make('li', 'nobody', side === 'left' ? 'Nothing that is installed.' : 'Nothing.'));
    const list = part.querySelector('ul');
    list.replaceChildren(...items);
    const rest = links.length - maximum;
    const more = part.querySelector('.more');
    if (more) more.remove();
    if (rest > 0) part.append(make('p', 'more', `and ${rest} more, in the table below`));
    connect(explorer.querySelector(`.links.${side}`), links, side === 'left', Math.min(links.length, maximum));
  };

  const focusOn = (index, moves) => {
    const [name, version, size, gone, kind, style] = report.distributions[index];
    select.value = index;
    centre.className = `centre ${style}`;
    centre.replaceChildren(make('strong', '', `${name} ${version}`), make('span', '', kind), make('span', '', `${size} on disk`), make('span', '', `${gone} would go with it`));
    // What conflicts first, then by name.
    const nameOf = (link) => (link.index >= 0 ? report.distributions[link.index][0] : link.name).toLowerCase();
    const ordered = (links) => [...links].sort((left, right) => left.satisfied - right.satisfied || (nameOf(left) < nameOf(right) ? -1 : 1));
    fill('left', ordered(requiredBy[index]), 'Required by');
    fill('right', ordered(requires[index]), 'Requires');
    if (moves) {
      status.textContent = `${name} ${version}: required by ${requiredBy[index].length}, requires ${requires[index].length}.`;
      centre.focus({ preventScroll: true });
    }
  };

  select.addEventListener('change', () => focusOn(Number(select.value), false));
  explorer.addEventListener('click', (event) => {
    const button = event.target.closest('button[data-dist]');
    if (button) focusOn(Number(button.dataset.dist), true);
  });

  // From a drawing to the view of what was chosen there.
  document.addEventListener('click', (event) => {
    const part = event.target.closest('svg a[data-dist]');
    if (!part) return;
    event.preventDefault();
    focusOn(Number(part.dataset.dist), true);
    explorer.scrollIntoView({ block: 'nearest' });
  });

  // First what conflicts; otherwise what has most to do with others, on both sides.
  const conflict = report.dependencies.find(([from, , , satisfied]) => from >= 0 && !satisfied);
  let start = conflict ? conflict[0] : 0;
  if (!conflict) {
    const weight = (index) => (requires[index].length + 1) * (requiredBy[index].length + 1);
    requires.forEach((_, index) => {
      if (weight(index) > weight(start)) start = index;
    });
  }
  explorer.hidden = false;
  focusOn(start, false);
}

/** In the drawing, what is pointed at or has the focus shows its own lines. */
for (const drawing of document.querySelectorAll('.graph svg')) {
  const edges = [...drawing.querySelectorAll('.edge')];
  const nodes = [...drawing.querySelectorAll('.node')];
  const trace = (event) => {
    const node = event.target.closest('a.node');
    drawing.classList.toggle('tracing', Boolean(node));
    if (!node) return;
    const near = new Set([node.dataset.dist]);
    for (const edge of edges) {
      const { from, to } = edge.dataset;
      const isNear = from === node.dataset.dist || to === node.dataset.dist;
      edge.classList.toggle('near', isNear);
      if (isNear) near.add(from).add(to);
    }
    for (const other of nodes) other.classList.toggle('near', near.has(other.dataset.dist ?? '-1'));
  };
  drawing.addEventListener('mouseover', trace);
  drawing.addEventListener('focusin', trace);
  drawing.addEventListener('mouseleave', () => drawing.classList.remove('tracing'));
  drawing.addEventListener('focusout', () => drawing.classList.remove('tracing'));
}
