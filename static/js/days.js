/** Days as whole numbers from 1970-01-01, without time zones. */

import { locale } from "./words.js";

const DAY = 86_400_000;

/** @param {number} day @returns {Date} midnight UTC */
export const toDate = (day) => new Date(day * DAY);

/** @param {number} year @param {number} month from 0 @param {number} date @returns {number} */
export function fromParts(year, month, date = 1) {
  const made = new Date(0);
  made.setUTCFullYear(year, month, date);
  return Math.round(made.getTime() / DAY);
}

/** @param {string} text YYYY-MM-DD or anything else @returns {number | null} */
export function fromIso(text) {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return null;
  const day = fromParts(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  return toIso(day) === text ? day : null;
}

/** @param {number} day @returns {string} YYYY-MM-DD */
export const toIso = (day) => toDate(day).toISOString().slice(0, 10);

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** @param {number} day @param {Intl.DateTimeFormatOptions} options @returns {string} */
export function dayAs(day, options) {
  const key = locale() + JSON.stringify(options);
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale(), { ...options, timeZone: "UTC" });
    formats.set(key, format);
  }
  return format.format(toDate(day));
}

/** @param {number} day @returns {string} 5 December 2022 */
export const inWords = (day) => dayAs(day, { day: "numeric", month: "long", year: "numeric" });
