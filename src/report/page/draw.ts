import { max, min } from "d3-array";
import { format } from "d3-format";
import { scaleLinear, scaleLog } from "d3-scale";
import { type Html, html, joined } from "./html.js";
import { percent } from "./numbers.js";

/** The width and height of a row's drawing, in its own units: the browser stretches it to its column. */
export const WIDTH = 240;
const HEIGHT = 14;
/** Labels of a scale are at least this share of its width apart, and this far from its ends. */
const APART = 0.17;
const FROM_ENDS = 0.05;

/** From values to places in a drawing. */
export interface Scale {
  /** The place of a value; values beyond the scale are at its ends. */
  place(value: number): number;
  /** The labels of the scale. */
  readonly axis: Html;
}

/** A scale from 0 to a number at least as large as every value; from below 0 where values are. */
export function linear(values: readonly number[], label: (value: number) => string = short): Scale {
  const top = max(values) ?? 1;
  const bottom = Math.min(0, min(values) ?? 0);
  const scale = scaleLinear([bottom, top > bottom ? top : bottom + 1], [0, WIDTH])
    .nice(4)
    .clamp(true);
  return { place: (value) => rounded(scale(value)), axis: axisOf(scale.ticks(5), scale, label) };
}

/** A linear scale of shares. */
export function shares(values: readonly number[]): Scale {
  return linear(values, (value) => percent(value, Number.isInteger(Math.round(1e4 * value) / 100) ? 0 : 1).text);
}

/** Beyond these no ratio is drawn: its numbers are in the table. */
const RATIO_ENDS = [1 / 32, 32] as const;
const RATIO_LABELS = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20];

/** A scale of ratios on which 2 is as far from 1 as one half. */
export function ratios(values: readonly number[]): Scale {
  const known = values.filter((value) => value > 0 && value < Number.POSITIVE_INFINITY);
  const low = Math.max(RATIO_ENDS[0], Math.min(0.8, min(known) ?? 1) / 1.1);
  const high = Math.min(RATIO_ENDS[1], Math.max(1.25, max(known) ?? 1) * 1.1);
  const scale = scaleLog([low, high], [0, WIDTH]).clamp(true);
  const labels = RATIO_LABELS.filter((value) => value > low && value < high);
  return {
    place: (value) => rounded(scale(Math.max(value, low))),
    axis: axisOf(
      // The label of 1 stays whatever the others are.
      [1, ...labels.filter((value) => value !== 1)],
      scale,
      short,
    ),
  };
}

const short = (value: number): string => format(",~g")(value);

function axisOf(values: readonly number[], scale: (value: number) => number, label: (value: number) => string): Html {
  const kept: number[] = [];
  for (const value of values) {
    const at = scale(value) / WIDTH;
    const free = kept.every((other) => Math.abs(at - scale(other) / WIDTH) >= APART);
    if (free && at >= FROM_ENDS && at <= 1 - FROM_ENDS) kept.push(value);
  }
  const labels = kept
    .sort((a, b) => a - b)
    .map((value) => html`<span class="p${Math.round((100 * scale(value)) / WIDTH)}">${label(value)}</span>`);
  return html` <span class="axis" aria-hidden="true">${joined(labels, " ")}</span>`;
}

/** A row's drawing. The numbers stand beside it, so that readers of the page's text miss nothing. */
export function drawing(...shapes: readonly Html[]): Html {
  return html`<svg aria-hidden="true" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" fill="none" stroke="currentColor">${shapes}</svg>`;
}

/** A dot; stroked, since a stroke keeps its form where a drawing is stretched. */
export function dot(x: number, kind: "filled" | "hollow"): Html {
  const at = Math.min(WIDTH - 6, Math.max(6, x));
  return kind === "filled"
    ? html`<path class="dot" d="M${at} 7h0"/>`
    : html`<path class="dot" d="M${at} 7h0"/><path class="hole" d="M${at} 7h0"/>`;
}

/** A line from one place to another. */
export function line(from: number, to: number, kind: "interval" | "link" | "mark"): Html {
  return kind === "mark"
    ? html`<path class="mark" d="M${from} 0V${HEIGHT}"/>`
    : html`<path class="${kind}" d="M${from} 7H${to}"/>`;
}

/** A bar from one place to another; of two bars of a row one is above the other. */
export function bar(from: number, to: number, kind: "whole" | "upper" | "lower"): Html {
  const [start, width] = [Math.min(from, to), Math.abs(to - from)];
  const [y, height] = kind === "whole" ? [2, 10] : kind === "upper" ? [1, 6] : [8, 5];
  return html`<rect class="bar ${kind}" x="${start}" y="${y}" width="${rounded(width)}" height="${height}"/>`;
}

/** A band behind the rest. */
export function band(from: number, to: number): Html {
  return html`<rect class="band" x="${from}" y="0" width="${rounded(to - from)}" height="${HEIGHT}"/>`;
}

function rounded(value: number): number {
  return Math.round(10 * value) / 10;
}
