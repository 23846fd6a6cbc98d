import { format } from "d3-format";
import { type Html, html } from "./html.js";

/** A number as people read it, and the same digits as programs do. */
export interface Printed {
  /** As it is printed. */
  readonly text: string;
  /** The same number in the units of the results, with the digits printed. */
  readonly value: string;
}

const whole = format(",.0f");
const NARROW_SPACE = "\u202F";

function decimals(value: number, digits: number): Printed {
  return { text: format(`,.${digits}f`)(value), value: plain(value, digits) };
}

/** Digits as programs read them; never a negative zero. */
function plain(value: number, digits: number): string {
  const text = value.toFixed(Math.min(100, digits));
  return Number(text) === 0 ? text.replace("-", "") : text;
}

/** A number of things: `891,221`. */
export function count(value: number): Printed {
  return { text: whole(value), value: plain(value, 0) };
}

/** A share as percent: `12.3 %`, with two significant digits where it is small. */
export function percent(share: number, digits: number = percentDigits(share)): Printed {
  return { text: `${format(`,.${digits}f`)(100 * share)}${NARROW_SPACE}%`, value: plain(share, digits + 2) };
}

function percentDigits(share: number): number {
  const size = Math.abs(100 * share);
  return size >= 0.1 || size === 0 ? 1 : Math.min(8, 1 - exponent(size));
}

/** The power of ten of a number's first digit. */
function exponent(value: number): number {
  return Number(value.toExponential().split("e")[1]);
}

/** The digits of an index, which its interval shares. */
export function indexDigits(index: number): number {
  const size = Math.abs(index);
  return size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 || size === 0 ? 2 : 3;
}

/** An index, a ratio to 1: `3.09`. */
export function ratio(value: number, digits: number = indexDigits(value)): Printed {
  return decimals(value, digits);
}

/** A number that is printed with three significant digits at least where it is small. */
export function amount(value: number): Printed {
  const size = Math.abs(value);
  return decimals(value, size >= 1000 ? 0 : size >= 100 ? 1 : size >= 1 || size === 0 ? 2 : 3);
}

/** A number with its sign, one digit: `+1.2`, `−0.4`. */
export function signed(value: number, digits = 1): string {
  const text = format(`+,.${digits}f`)(value);
  return Number(value.toFixed(digits)) === 0 ? text.slice(1) : text;
}

/** A number in prose or in a table: readers see its text, programs its value. */
export function data({ text, value }: Printed): Html {
  return html`<data value="${value}">${text}</data>`;
}
