// Builds what pages and documents load into static/built: style sheets, scripts, images, fonts and icons.
//
//   static/css/app.css, desk.css, personal.css, pictures.css, run.css, print.css    with what they import, as one file each
//   static/js/*.js                             each with what it imports, as one file; early.js as a classic script
//   static/img/**                              as they are
//   static/icons.txt                           the icons used, one name a line -> built/icons.json: name -> markup
//   fonts of the pages (woff2, by subset)      -> built/fonts/, and css/fonts.css in the manifest
//   fonts of the documents (complete TTF)      -> built/ttf/
//
// Every file but those of built/ttf has its content's hash in its name; built/manifest.json maps
// css/app.css -> built/app-HASH.css. Beside what is text lies its compressed form, where that is smaller. Everything is
// built beside the old folder and takes its place at the end.

import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const STATIC = join(ROOT, "static");
const MODULES = join(ROOT, "node_modules");
const BUILT = join(STATIC, "built");
const FRESH = join(STATIC, "built.new");
const STYLES = ["app.css", "desk.css", "personal.css", "pictures.css", "run.css", "print.css"];
const CLASSIC = new Set(["early.js"]); // runs before the page is drawn, so it is no module
const COMPRESSED = new Set([".css", ".js", ".svg", ".json"]);
const BROWSERS = ["chrome123", "firefox120", "safari17.5"]; // the first with light-dark()

const SUBSETS = ["latin", "latin-ext", "cyrillic", "cyrillic-ext", "greek", "greek-ext", "vietnamese"];
const PAGE_FONTS = [
  { family: "Plex Sans", from: "ibm-plex-sans", faces: ["400", "500", "600", "700"], subsets: SUBSETS },
  { family: "Plex Sans Arabic", from: "ibm-plex-sans-arabic", faces: ["400", "500", "600", "700"], subsets: ["arabic"] },
  { family: "Doc Serif", from: "source-serif-4", faces: ["400", "400-italic", "600"], subsets: SUBSETS },
];
const DOCUMENT_FONTS = {
  "ibm-plex-sans": [
    "400Regular", "400Regular_Italic", "500Medium", "500Medium_Italic", "600SemiBold", "600SemiBold_Italic", "700Bold", "700Bold_Italic",
  ],
  "ibm-plex-sans-arabic": ["400Regular", "500Medium", "600SemiBold", "700Bold"],
  "source-serif-4": ["400Regular", "400Regular_Italic", "600SemiBold", "600SemiBold_Italic", "700Bold", "700Bold_Italic"],
};

const manifest = {};

function put(source, folder, bytes) {
  const extension = extname(source);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const name = `${basename(source, extension)}-${hash}${extension}`;
  mkdirSync(join(FRESH, folder), { recursive: true });
  writeFileSync(join(FRESH, folder, name), bytes);
  return join("built", folder, name);
}

function filesIn(folder) {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
}

async function bundle(sources, format) {
  if (!sources.length) return;
  const result = await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: sources,
    entryNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    outdir: FRESH,
    bundle: true,
    minify: true,
    charset: "utf8",
    format,
    target: BROWSERS,
    nodePaths: [MODULES],
    loader: { ".svg": "file", ".png": "file", ".webp": "file", ".woff2": "file" },
    metafile: true,
    logLevel: "warning",
  });
  for (const [path, output] of Object.entries(result.metafile.outputs)) {
    if (!output.entryPoint) continue;
    manifest[relative(STATIC, join(ROOT, output.entryPoint))] = join("built", basename(path));
  }
}

function copyImages() {
  for (const path of filesIn(join(STATIC, "img"))) {
    manifest[relative(STATIC, path)] = put(path, "img", readFileSync(path));
  }
}

function pageFonts() {
  const rules = [];
  for (const { family, from, faces, subsets } of PAGE_FONTS) {
    const home = join(MODULES, "@fontsource", from);
    const ranges = JSON.parse(readFileSync(join(home, "unicode.json"), "utf8"));
    for (const face of faces) {
      const [weight, style = "normal"] = face.split("-");
      for (const subset of subsets.filter((name) => name in ranges)) {
        const file = join(home, "files", `${from}-${subset}-${weight}-${style}.woff2`);
        const name = basename(put(file, "fonts", readFileSync(file)));
        rules.push(
          `@font-face{font-family:'${family}';font-style:${style};font-weight:${weight};font-display:swap;` +
            `src:url(fonts/${name}) format('woff2');unicode-range:${ranges[subset]}}`,
        );
      }
    }
  }
  manifest["css/fonts.css"] = put("fonts.css", "", Buffer.from(`${rules.join("\n")}\n`));
}

// Where cards stand in the agenda's builder: classes, since pages hold no styles of their own. Rows are of five minutes.
function positions() {
  const rules = [];
  const each = (from, to, rule) => { for (let n = from; n <= to; n++) rules.push(rule(n)); };
  each(1, 600, (n) => `.r-${n}{grid-row-start:${n}}`);
  each(1, 288, (n) => `.h-${n}{grid-row-end:span ${n}}`);
  each(1, 120, (n) => `.c-${n}{grid-column:${n + 1}}.rooms-${n}{--n:${n}}`);
  rules.push(".c-0{grid-column:2/-1}");
  each(12, 600, (n) => (n % 12 ? "" : `.rows-${n}{--rows:${n}}`));
  each(2, 6, (n) => `.n-${n}{inline-size:calc(100%/${n} - 4px);margin-inline:calc(100%/${n}*var(--lane) + 2px) 0!important}`);
  each(0, 5, (n) => `.l-${n}{--lane:${n}}`);
  manifest["css/positions.css"] = put("positions.css", "", Buffer.from(`${rules.join("")}\n`));
}

function documentFonts() {
  const target = join(FRESH, "ttf");
  mkdirSync(target, { recursive: true });
  for (const [from, faces] of Object.entries(DOCUMENT_FONTS)) {
    for (const face of faces) {
      const folder = join(MODULES, "@expo-google-fonts", from, face);
      for (const path of filesIn(folder).filter((name) => name.endsWith(".ttf"))) cpSync(path, join(target, basename(path)));
    }
  }
}

function icons() {
  const list = join(STATIC, "icons.txt");
  const names = existsSync(list) ? readFileSync(list, "utf8").split("\n").map((line) => line.trim()) : [];
  const markup = {};
  for (const name of names.filter((line) => line && !line.startsWith("#")).sort()) {
    const file = join(MODULES, "lucide-static", "icons", `${name}.svg`);
    if (!existsSync(file)) throw new Error(`static/icons.txt: there is no icon “${name}”`);
    const svg = readFileSync(file, "utf8");
    const inner = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
    markup[name] = inner.replace(/\s+/g, " ").replace(/> </g, "><").replace(/ ?\/>/g, "/>").trim();
  }
  writeFileSync(join(FRESH, "icons.json"), `${JSON.stringify(markup, null, 1)}\n`);
}

function licences() {
  const used = Object.keys(JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).dependencies);
  mkdirSync(join(FRESH, "licences"), { recursive: true });
  for (const name of used.filter((each) => each !== "esbuild")) {
    for (const file of readdirSync(join(MODULES, name)).filter((each) => /^licen[cs]e/i.test(each))) {
      const plain = name.replace("@", "").replace("/", "-");
      cpSync(join(MODULES, name, file), join(FRESH, "licences", `${plain}-${file.replace(/\.\w+$/, "")}.txt`));
    }
  }
}

// The server sends NAME.gz in place of NAME to those who take it.
function compress() {
  for (const path of filesIn(FRESH).filter((name) => COMPRESSED.has(extname(name)))) {
    const bytes = readFileSync(path);
    const packed = gzipSync(bytes, { level: 9 });
    if (packed.length < bytes.length * 0.95) writeFileSync(`${path}.gz`, packed);
  }
}

rmSync(FRESH, { recursive: true, force: true });
mkdirSync(FRESH, { recursive: true });
const scripts = filesIn(join(STATIC, "js")).filter((path) => dirname(path) === join(STATIC, "js") && path.endsWith(".js"));
await bundle(STYLES.map((name) => join(STATIC, "css", name)).filter(existsSync), undefined);
await bundle(scripts.filter((path) => !CLASSIC.has(basename(path))), "esm");
await bundle(scripts.filter((path) => CLASSIC.has(basename(path))), "iife");
copyImages();
pageFonts();
positions();
documentFonts();
icons();
licences();
const ordered = Object.fromEntries(Object.entries(manifest).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(join(FRESH, "manifest.json"), `${JSON.stringify(ordered, null, 1)}\n`);
compress();
rmSync(BUILT, { recursive: true, force: true });
renameSync(FRESH, BUILT);
