/** How two numbers are compared. */
export type Comparison = "<" | "<=" | "=" | "!=" | ">=" | ">";

/**
 * How one number is made of several. NaN is missing; what would be infinite is missing as well. Where `skip`, missing parts are left out, and the
 * result is missing where all are; else any missing part makes the result missing, unless the others decide it (`any`, `all`).
 */
export type Combination =
  | { readonly kind: "sum" | "mean" | "min" | "max" | "any" | "all"; readonly skip: boolean }
  /** The first less the second, over `unit`. */
  | { readonly kind: "difference"; readonly unit: number }
  /** The first over the second; over 0 it is `zero`, and NaN is missing. */
  | { readonly kind: "ratio"; readonly zero: number }
  /** 1 where the first and the second compare so, else 0. */
  | { readonly kind: "compare"; readonly by: Comparison };

/** A combination as a function of its parts. It keeps nothing of them. */
export function combinationOf(combination: Combination): (parts: ArrayLike<number>) => number {
  switch (combination.kind) {
    case "difference": {
      const { unit } = combination;
      return (parts) => finite((parts[0]! - parts[1]!) / unit);
    }
    case "ratio": {
      const { zero } = combination;
      return (parts) => {
        if (parts[1] === 0) return Number.isNaN(parts[0]!) ? Number.NaN : zero;
        return finite(parts[0]! / parts[1]!);
      };
    }
    case "compare": {
      const compare = COMPARISONS[combination.by];
      return (parts) => {
        const [a, b] = [parts[0]!, parts[1]!];
        return Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : Number(compare(a, b));
      };
    }
    case "any":
      return (parts) => decided(parts, true, combination.skip);
    case "all":
      return (parts) => decided(parts, false, combination.skip);
    default: {
      const { kind, skip } = combination;
      return (parts) => folded(parts, kind, skip);
    }
  }
}

const COMPARISONS: { readonly [C in Comparison]: (a: number, b: number) => boolean } = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  "=": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  ">=": (a, b) => a >= b,
  ">": (a, b) => a > b,
};

/** Infinity is no amount: sums that overflow and what divides by next to nothing are missing. */
function finite(value: number): number {
  return Number.isFinite(value) ? value : Number.NaN;
}

/** One part that is `decisive` (0 is false, all else true) decides; the others agree only where all of them are known. */
function decided(parts: ArrayLike<number>, decisive: boolean, skip: boolean): number {
  let known = 0;
  for (let p = 0; p < parts.length; p++) {
    const value = parts[p]!;
    if (Number.isNaN(value)) continue;
    if ((value !== 0) === decisive) return Number(decisive);
    known++;
  }
  return known === parts.length || (skip && known > 0) ? Number(!decisive) : Number.NaN;
}

function folded(parts: ArrayLike<number>, kind: "sum" | "mean" | "min" | "max", skip: boolean): number {
  let result = Number.NaN;
  let known = 0;
  for (let p = 0; p < parts.length; p++) {
    const value = parts[p]!;
    if (Number.isNaN(value)) {
      if (!skip) return Number.NaN;
      continue;
    }
    if (known === 0) result = value;
    else if (kind === "min") result = value < result ? value : result;
    else if (kind === "max") result = value > result ? value : result;
    else result += value;
    known++;
  }
  return finite(kind === "mean" ? result / known : result);
}
