// Numbers and texts as people read them. Offsets are code points, as Python counts them.

export function plural(count, one, many = `${one}s`) {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

export function percent(share) {
  return `${Math.round(share * 100)} %`;
}

export function capitalised(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A text without case and accents, for comparing. */
export function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** "frame:take-part" as "take part", with its kind: "wording". */
export function ruleInWords(curie) {
  const [prefix, local = ""] = curie.split(/:(.*)/s);
  const kinds = { frame: "wording", chain: "roles of an event", rule: "rule" };
  const words = local.replace(/([a-z])([A-Z])/g, "$1 $2").replace(/[-_]+/g, " ").toLowerCase();
  return { kind: kinds[prefix] ?? prefix, words: words || curie };
}

/** A text cut to so many characters at the end of a word if possible, with "…" if it was longer. */
export function shortened(text, length) {
  const characters = Array.from(text);
  if (characters.length <= length) return text;
  const cut = characters.slice(0, length - 1).join("");
  const space = cut.lastIndexOf(" ");
  return `${space > length * 0.6 ? cut.slice(0, space) : cut}…`;
}

/**
 * A quote in pieces [{text, role}], role "" where nothing is marked.
 * spans: [{start, end, role}] in code points; where spans overlap the shorter one shows.
 */
export function pieces(quote, spans) {
  const characters = Array.from(quote);
  const roles = new Array(characters.length).fill("");
  for (const span of [...spans].sort((a, b) => b.end - b.start - (a.end - a.start))) {
    roles.fill(span.role, Math.max(0, span.start), Math.max(0, span.end));
  }
  const found = [];
  characters.forEach((character, i) => {
    if (i > 0 && roles[i] === roles[i - 1]) found[found.length - 1].text += character;
    else found.push({ text: character, role: roles[i] });
  });
  return found;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "2025-09" as "Sep 2025"; what is no such date as it is. */
export function dateInWords(iso) {
  const [, year, month, day] = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(iso) ?? [];
  if (!year || (month && !MONTHS[Number(month) - 1])) return iso;
  return [day && Number(day), month && MONTHS[Number(month) - 1], year].filter(Boolean).join(" ");
}
