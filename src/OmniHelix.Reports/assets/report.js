'use strict';
// Charts, sortable tables, copy buttons. Without this script tables, texts and drawings still stand.
const color = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function theme() {
  const [ink, muted, line, accent, missed, wrong, series] = ['--ink', '--muted', '--line', '--accent', '--missed', '--wrong', '--series'].map(color);
  const text = { labelColor: muted, titleColor: muted, labelFontSize: 12, titleFontSize: 12, titleFontWeight: 500 };
  return {
    background: 'transparent',
    font: 'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif',
    view: { stroke: null },
    axis: { ...text, gridColor: line, domainColor: line, tickColor: line, domain: false, ticks: false, labelPadding: 7, titlePadding: 10, tickCount: 5 },
    legend: { ...text, labelColor: ink, title: null, orient: 'top', symbolType: 'stroke', symbolStrokeWidth: 3, padding: 0, offset: 6 },
    range: { category: [accent, missed, series, wrong, muted] },
    mark: { color: accent },
    line: { strokeWidth: 1.8 },
    header: { labelColor: ink, titleColor: muted },
  };
}

// On narrow pages names beside the rows of a chart go on in further lines, so that there is room for the rows.
function foldNames(spec) {
  const axis = spec.encoding?.y?.axis;
  if (spec.encoding?.y?.type !== 'nominal' || !axis) return;
  axis.labelExpr = "split(trim(replace(datum.label, regexp('(.{1,20})( |$)', 'g'), '$1\\n')), '\\n')";
  axis.labelFontSize = 12;
  axis.labelLineHeight = 13;
  spec.height = { step: 44 };
}

function drawCharts() {
  for (const place of document.querySelectorAll('.vega')) {
    const spec = JSON.parse(place.parentElement.querySelector('script[type="application/json"]').textContent);
    if (place.clientWidth < 520) foldNames(spec);
    vegaEmbed(place, spec, {
      mode: 'vega-lite', renderer: 'svg', config: theme(), tooltip: { theme: matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light' },
      actions: { export: { svg: true, png: true }, source: false, compiled: false, editor: false },
    }).catch(error => { place.textContent = 'This chart could not be drawn: ' + error.message; });
  }
}

function makeSortable(table) {
  const body = table.tBodies[0];
  const headings = [...table.tHead.rows[0].cells];
  const key = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.value === undefined ? cell.textContent.trim() : parseFloat(cell.dataset.value);
  };
  headings.forEach((heading, column) => {
    heading.tabIndex = 0;
    const sort = () => {
      const down = heading.getAttribute('aria-sort') === 'ascending';
      headings.forEach(h => h.removeAttribute('aria-sort'));
      heading.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const compare = (a, b) => typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en', { numeric: true });
      body.append(...[...body.rows].sort((a, b) => (down ? -1 : 1) * compare(key(a, column), key(b, column))));
    };
    heading.addEventListener('click', sort);
    heading.addEventListener('keydown', event => { if (event.key === 'Enter') sort(); });
  });
}

function addCopyButton(block) {
  const button = document.createElement('button');
  button.className = 'copy';
  button.type = 'button';
  button.textContent = 'Copy';
  button.addEventListener('click', async () => {
    const pre = block.querySelector('pre');
    try {
      await navigator.clipboard.writeText(pre.textContent);
      button.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(pre);
      button.textContent = 'Selected';
    }
    setTimeout(() => { button.textContent = 'Copy'; }, 1600);
  });
  block.append(button);
}

// Tables of more rows than anybody scrolls through: searched, sorted by a click on a heading, and leafed through.
function makeSearchable(place) {
  const { digits, page, rows } = JSON.parse(place.querySelector('script[type="application/json"]').textContent);
  const table = place.querySelector('table');
  const headings = [...table.tHead.rows[0].cells];
  const formats = digits.map(d => d === null ? null
    : new Intl.NumberFormat('en', { minimumFractionDigits: d, maximumFractionDigits: d }));
  let found = rows, at = 0;
  const bar = document.createElement('div');
  bar.className = 'search';
  const input = Object.assign(document.createElement('input'), { type: 'search', placeholder: 'Search' });
  input.setAttribute('aria-label', 'Search the table');
  const count = document.createElement('span');
  count.setAttribute('role', 'status');
  const turn = (text, label, step) => {
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: text });
    button.setAttribute('aria-label', label);
    button.addEventListener('click', () => { at += step * page; show(); });
    return button;
  };
  const before = turn('\u2039', 'Rows before', -1);
  const after = turn('\u203a', 'Further rows', 1);
  bar.append(input, count, before, after);
  place.prepend(bar);
  const show = () => {
    table.tBodies[0].replaceChildren(...found.slice(at, at + page).map(row => {
      const line = document.createElement('tr');
      row.forEach((value, column) => {
        const cell = line.insertCell();
        cell.textContent = value === null ? '\u2013' : formats[column] ? formats[column].format(value) : value;
        if (formats[column]) cell.className = 'number';
      });
      return line;
    }));
    const last = Math.min(found.length, at + page);
    count.textContent = found.length === 0 ? 'nothing found' : `${(at + 1).toLocaleString('en')}\u2013${last.toLocaleString('en')} of ${found.length.toLocaleString('en')}`;
    before.disabled = at === 0;
    after.disabled = last === found.length;
  };
  input.addEventListener('input', () => {
    const text = input.value.trim().toLowerCase();
    found = rows.filter(row => row.some((value, column) => formats[column] ? String(value) === text : value !== null && value.toLowerCase().includes(text)) || text === '');
    at = 0;
    show();
  });
  headings.forEach((heading, column) => {
    heading.tabIndex = 0;
    const sort = () => {
      const down = heading.getAttribute('aria-sort') === 'ascending';
      headings.forEach(h => h.removeAttribute('aria-sort'));
      heading.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const compare = (a, b) => a === null || b === null ? (a === null) - (b === null) : a < b ? -1 : a > b ? 1 : 0;
      rows.sort((a, b) => (down ? -1 : 1) * compare(a[column], b[column]));
      if (found !== rows) found.sort((a, b) => (down ? -1 : 1) * compare(a[column], b[column]));
      at = 0;
      show();
    };
    heading.addEventListener('click', sort);
    heading.addEventListener('keydown', event => { if (event.key === 'Enter') sort(); });
  });
  show();
}

for (const table of document.querySelectorAll('table.sortable')) if (!table.closest('.searchable')) makeSortable(table);
document.querySelectorAll('.searchable').forEach(makeSearchable);
document.querySelectorAll('.code').forEach(addCopyButton);
if (document.querySelector('.vega')) {
  drawCharts();
  for (const query of ['(prefers-color-scheme: dark)', 'print']) matchMedia(query).addEventListener('change', drawCharts);
}
