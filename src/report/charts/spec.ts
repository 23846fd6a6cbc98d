import { check, type OptionChecks } from "../../options/index.js";
import { type Audience, type Context, contextOf } from "../context.js";
import type { SegmentId, SegmentNames } from "../results.js";

/** The numbers of a chart. */
export interface ChartData {
  /** One object a row. */
  readonly values: readonly Readonly<Record<string, unknown>>[];
}

/** A chart as Vega-Lite 5 draws it, its numbers inside. */
export interface VegaLiteSpec {
  /** The schema that it keeps to. */
  readonly $schema: string;
  /** What the chart is. */
  readonly title: string;
  /** What it shows, for those who cannot see it. */
  readonly description: string;
  /** Its numbers. */
  readonly data: ChartData;
  /** Marks, scales and whatever else Vega-Lite reads. */
  readonly [property: string]: unknown;
}

/** Options of every chart of segments. */
export interface ChartOptions {
  /** Names of segments. */
  readonly names?: SegmentNames;
  /** `"shared"`, the default, leaves out what is about fewer than 30 people; `"operator"` shows everything. */
  readonly audience?: Audience;
}

/** What options of charts must be. */
export const chartChecks: OptionChecks<ChartOptions> = {
  names: check.data,
  audience: check.oneOf("shared", "operator"),
};

/** The context of a chart of these segments. */
export function chartContext({ audience = "shared", names }: ChartOptions, segments: readonly SegmentId[]): Context {
  return contextOf(audience, segments, names);
}

/** A segment's id and name, as one text. */
export function label(segment: SegmentId, context: Context): string {
  return `${context.key(segment)} ${context.nameText(segment)}`;
}

/** A chart with its title, what it shows and its numbers. */
export function spec(
  title: string,
  description: string,
  values: ChartData["values"],
  rest: Readonly<Record<string, unknown>>,
): VegaLiteSpec {
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v5.json",
    title,
    description,
    data: { values },
    width: 420,
    ...rest,
  };
}

/** A field of names, in the order of the rows. */
export function nameField(field: string, title: string): Readonly<Record<string, unknown>> {
  return { field, type: "nominal", sort: null, title, axis: { labelLimit: 320 } };
}

/** A field of shares, as percent. */
export function shareField(field: string, title: string): Readonly<Record<string, unknown>> {
  return { field, type: "quantitative", title, axis: { format: ".0%" } };
}

/** A field of numbers. */
export function numberField(field: string, title: string): Readonly<Record<string, unknown>> {
  return { field, type: "quantitative", title };
}
