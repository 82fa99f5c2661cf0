// Joins the chart libraries into one script that may stand inside a <script> element, with their licences, and compresses it.
// Usage: node bundle.mjs <output.br>
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const libraries = [
  ['vega', 'build/vega.min.js'],
  ['vega-lite', 'build/vega-lite.min.js'],
  ['vega-embed', 'build/vega-embed.min.js'],
];

const parts = libraries.map(([name, file]) => {
  const folder = join(here, 'node_modules', name);
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const notice = readFileSync(join(folder, 'LICENSE'), 'utf8').replaceAll('*/', '* /').trim();
  const code = readFileSync(join(folder, file), 'utf8').replace(/\/\/# sourceMappingURL=.*\s*$/, '').trim();
  return `/*! ${name} ${version} (${license})\n${notice}\n*/\n${code}\n`;
});

// A script element ends at "</script" and changes state at "<!--", even inside string literals; "\x3c" is the same character there.
const script = parts.join('').replaceAll('\r\n', '\n').replace(/<(\/script|!--|script)/gi, '\\x3c$1');
const output = process.argv[2];
mkdirSync(dirname(output), { recursive: true });
writeFileSync(output, brotliCompressSync(Buffer.from(script), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
