import { bending, type Curve } from "../../program.js";
import type { SqlContext } from "../context.js";

type YeoJohnson = Extract<Curve, { readonly kind: "yeoJohnson" }>;

/** Powers of e below the negative of this vanish beside 1. */
const MOST_EXPONENT = 700;

/**
 * A power of Yeo and Johnson, of a value within its limits. Databases raise errors also where a power vanishes: such values get what the process gives
 * them.
 */
export function yeoJohnson({ lambda }: YeoJohnson, sql: string, { dialect }: SqlContext): string {
  const n = dialect.number;
  const bend = bending({ kind: "yeoJohnson", lambda });
  const power = (base: string, exponent: number): string =>
    exponent === 0 ? `LN(${base})` : `(${dialect.power(base, n(exponent))} - ${n(1)}) / ${n(exponent)}`;
  const vanished = ([-1, 1] as const).flatMap((side): string[] => {
    const exponent = side > 0 ? lambda : 2 - lambda;
    const nearest = side * Math.E ** (MOST_EXPONENT / -exponent);
    if (exponent >= 0 || !Number.isFinite(nearest)) return [];
    return [`WHEN ${sql} ${side > 0 ? ">=" : "<="} ${n(nearest)} THEN ${dialect.double(bend(nearest))}`];
  });
  const above = power(`(${n(1)} + ${sql})`, lambda);
  const below = power(`(${n(1)} - ${sql})`, 2 - lambda);
  return `CASE ${vanished.join(" ")} WHEN ${sql} >= ${n(0)} THEN ${above} WHEN ${sql} < ${n(0)} THEN -(${below}) END`;
}
