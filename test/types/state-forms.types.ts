// Compiled, never run: the form of a state is held against what `fit` gives.
import * as z from "zod";
import { defineTransformer, forms } from "../../src/index.js";

const params = z.object({ most: z.number().default(3) });

export const fitting: unknown = defineTransformer({
  kind: "acme/Clipper",
  version: 1,
  params,
  fit: (x, { most }) => ({
    limits: Float64Array.from(x.columns, (name) => Math.max(...x.column(name)) * most),
    seen: [1],
  }),
  transform: (x, { limits }) => x.toRows().map((row) => row.map((value, j) => Math.min(value, limits[j]!))),
  state: forms.record({ limits: forms.float64("inputs", { missing: true }), seen: forms.numbers("seen") }),
});

export const other: unknown = defineTransformer({
  kind: "acme/Clipper",
  version: 1,
  params,
  fit: (x) => ({ limits: x.columns.map(() => 1) }),
  transform: (x) => x,
  // @ts-expect-error: the limits are a list, and the form says that they are a typed array
  state: forms.record({ limits: forms.float64("inputs") }),
});
