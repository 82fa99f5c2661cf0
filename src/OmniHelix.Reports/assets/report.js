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

document.querySelectorAll('table.sortable').forEach(makeSortable);
document.querySelectorAll('.code').forEach(addCopyButton);
if (document.querySelector('.vega')) {
  drawCharts();
  for (const query of ['(prefers-color-scheme: dark)', 'print']) matchMedia(query).addEventListener('change', drawCharts);
}
