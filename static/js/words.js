/**
 * Every word that a script puts on the page, in the reader's language.
 * The English text is the key and what stands in when there is no translation.
 */

/** @typedef {string | Record<string, string>} Translation a text, or one for each plural category */

/** @type {Record<string, Translation>} */
let dictionary = {};
let language = "en";
/** Made when first wanted: each costs milliseconds. @type {Intl.NumberFormat | null} */
let numbers = null;
/** @type {Intl.PluralRules | null} */
let plurals = null;

/** @param {Record<string, Translation> | undefined} words @param {string} tongue as <html lang> says it */
export function useWords(words, tongue) {
  dictionary = words ?? {};
  language = known(tongue);
  numbers = null;
  plurals = null;
}

/** @param {string} tongue */
function known(tongue) {
  try {
    return Intl.NumberFormat.supportedLocalesOf(tongue)[0] ?? "en";
  } catch {
    return "en"; // not even formed like a language
  }
}

/** English dates are written day first, as the server writes them. */
export const locale = () => (language === "en" ? "en-GB" : language);

/**
 * A text with its {names} filled in.
 * @param {string} text in English @param {Record<string, string | number>} [values]
 */
export function t(text, values = {}) {
  const found = dictionary[text];
  return fill(typeof found === "string" ? found : text, values);
}

/**
 * A text that depends on a number, which it holds as {n}.
 * @param {number} number @param {string} one @param {string} many the key of the translations
 * @param {Record<string, string | number>} [values]
 */
export function tn(number, one, many, values = {}) {
  const found = dictionary[many];
  const fallback = number === 1 ? one : many;
  const text = typeof found === "object" ? found[categoryOf(number)] ?? found.other ?? fallback : fallback;
  return fill(text, { n: inFigures(number), ...values });
}

/** @param {number} number */
export const inFigures = (number) => (numbers ??= new Intl.NumberFormat(language)).format(number);

/** @param {number} number */
const categoryOf = (number) => (plurals ??= new Intl.PluralRules(language)).select(number);

/** A number in at most four characters: 999, 1.2k, 34k, 1.2M. @param {number} number */
export function inShort(number) {
  if (number < 1000) return String(Math.round(number));
  const [size, unit] = number < 999_500 ? [1000, "k"] : number < 999_500_000 ? [1_000_000, "M"] : [1_000_000_000, "G"];
  const value = number / Number(size);
  return `${value < 9.95 ? value.toFixed(1).replace(/\.0$/, "") : Math.round(value)}${unit}`;
}

/** @param {string} text @param {Record<string, string | number>} values */
function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}
