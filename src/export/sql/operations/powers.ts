import { bending, type Curve } from "../../program.js";
import type { SqlContext } from "../context.js";

type YeoJohnson = Extract<Curve, { readonly kind: "yeoJohnson" }>;

/** Powers of e beyond this overflow, and below its negative they vanish beside 1. */
const MOST_EXPONENT = 700;

/** A power of Yeo and Johnson. Databases raise errors where a power overflows or vanishes: such values get what the process gives them. */
export function yeoJohnson({ lambda, seen }: YeoJohnson, sql: string, { dialect }: SqlContext): string {
  const n = dialect.number;
  const bend = bending({ kind: "yeoJohnson", lambda });
  const power = (base: string, exponent: number): string =>
    exponent === 0 ? `LN(${base})` : `(${dialect.power(base, n(exponent))} - ${n(1)}) / ${n(exponent)}`;
  const beyond = ([-1, 1] as const).flatMap((side): string[] => {
    const exponent = side > 0 ? lambda : 2 - lambda;
    const nearest = exponent < 0 ? Math.E ** (MOST_EXPONENT / -exponent) : firstInfinite(bend, side);
    const value = exponent < 0 ? side * nearest : seen?.[side > 0 ? 1 : 0];
    if (!Number.isFinite(nearest) || value === undefined) return [];
    return [`WHEN ${sql} ${side > 0 ? ">=" : "<="} ${n(side * nearest)} THEN ${dialect.double(bend(value))}`];
  });
  const above = power(`(${n(1)} + ${sql})`, lambda);
  const below = power(`(${n(1)} - ${sql})`, 2 - lambda);
  return `CASE ${beyond.join(" ")} WHEN ${sql} >= ${n(0)} THEN ${above} WHEN ${sql} < ${n(0)} THEN -(${below}) END`;
}

/** How far from 0, on one side, the first value lies that a curve takes to no finite number. */
function firstInfinite(bend: (value: number) => number, side: number): number {
  if (Number.isFinite(bend(side * Number.MAX_VALUE))) return Number.POSITIVE_INFINITY;
  let [inside, outside] = [1, Number.MAX_VALUE];
  for (let middle = outside / 2; middle > inside && middle < outside; middle = inside + (outside - inside) / 2)
    if (Number.isFinite(bend(side * middle))) inside = middle;
    else outside = middle;
  return outside;
}
