
/** Tables that sort by the column whose heading is pressed, and go back to their own order at the third press. */
for (const table of document.querySelectorAll('table[data-sortable]')) {
  const body = table.tBodies[0];
  const original = [...body.rows];
  const headings = [...table.tHead.rows[0].cells];
  const order = new Intl.Collator('en', { numeric: true }).compare;
  const keyOf = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.sort === undefined ? cell.textContent : Number(cell.dataset.sort);
  };
  headings.forEach((heading, column) => {
    const button = make('button', '', heading.textContent);
    button.type = 'button';
    heading.replaceChildren(button);
    button.addEventListener('click', () => {
      const isNumber = original[0].cells[column].dataset.sort !== undefined;
      const steps = isNumber ? ['descending', 'ascending', null] : ['ascending', 'descending', null];
      const now = steps[(steps.indexOf(heading.getAttribute('aria-sort')) + 1) % 3];
      for (const other of headings) other.removeAttribute('aria-sort');
      let rows = original;
      if (now) {
        heading.setAttribute('aria-sort', now);
        const sign = now === 'ascending' ? 1 : -1;
        rows = original
          .map((row) => [keyOf(row, column), row])
          .sort(([left], [right]) => sign * (isNumber ? left - right : order(left, right)))
          .map(([, row]) => row);
      }
      body.append(...rows);
    });
  });
}

/** Filters: rows without the text, or of another severity, rule or verdict, are hidden. */
for (const form of document.querySelectorAll('form[data-filter]')) {
  const section = form.closest('section');
  const rows = [...section.querySelectorAll('tbody tr')].map((row) => ({ row, text: row.textContent.toLowerCase() }));
  const groups = [...section.querySelectorAll('section.group')];
  const text = form.querySelector('input');
  const [first, second] = form.querySelectorAll('select');
  const count = form.querySelector('.count');
  const apply = () => {
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { row, text: content } of rows) {
      const group = row.closest('section.group');
      const fits = (!first.value || first.value === (group ? group.id : row.dataset.verdict))
        && (!second || !second.value || second.value === row.dataset.rule)
        && words.every((word) => content.includes(word));
      if (row.hidden === fits) row.hidden = !fits;
      if (fits) shown++;
    }
    for (const group of groups) group.hidden = !group.querySelector('tbody tr:not([hidden])');
    count.textContent = shown === rows.length ? `All ${shown} shown` : `${shown} of ${rows.length} shown`;
  };
  form.hidden = false;
  form.addEventListener('input', apply);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', (event) => {
    event.preventDefault();
    for (const field of form.querySelectorAll('input, select')) field.value = '';
    apply();
  });
  apply();
}

/** A link to something folded or filtered away shows it first. */
document.addEventListener('click', (event) => {
  const link = event.target.closest('a[href^="#"]');
  const target = link && document.getElementById(link.getAttribute('href').slice(1));
  if (!target) return;
  if (target.closest('[hidden]')) for (const form of document.querySelectorAll('form[data-filter]')) form.reset();
  for (let parent = target.parentElement; parent; parent = parent.parentElement) if (parent.localName === 'details') parent.open = true;
});
