import { cannot } from "../cannot.js";
import {
  type CurveOperation,
  curveEnds,
  type EncodeOperation,
  type FillOperation,
  type Operation,
  type Program,
  type RecodedColumn,
} from "../program.js";

/** An operation as the runtime reads it: without names and origins, which it does not need. */
export type OperationData = { readonly op: string } & { readonly [key: string]: unknown };

/** A program as data for the runtime. @throws KindredError for what needs more than the row. */
export function programData(program: Program, where: string): OperationData[] {
  return program.map((operation) => operationData(operation, where));
}

function operationData(operation: Operation, where: string): OperationData {
  switch (operation.op) {
    case "opaque":
      throw cannot(
        where,
        operation.kind,
        "what it does to rows is a function, which is not known as operations",
        "Give its definition a `program`, or score in process",
      );
    case "neighbors":
      throw cannot(
        where,
        'an Imputer with the strategy "knn"',
        `it compares every row with ${operation.donors.rows} others, which would go along`,
        'Impute with "auto" or "iterative", or score in process',
      );
    case "union":
      return { op: "union", branches: operation.branches.map(({ program }) => programData(program, where)) };
    case "curve":
      return curved(operation);
    case "fill":
      return filled(operation);
    case "encode":
      return encoded(operation);
    case "recode":
      return { op: "recode", columns: operation.columns.map(recoded) };
    case "distances": {
      const { op, centroids, names, single } = operation;
      return { op, centroids, clusters: names.length, single };
    }
    case "gaussians": {
      const { op, means, factors, diagonal, constants } = operation;
      return { op, means, factors, diagonal, constants };
    }
    case "combine": {
      const columns = operation.columns.map(({ parts, combination }) => ({ parts, combination }));
      return { op: "combine", keep: operation.keep, columns };
    }
    case "project": {
      const { op, weights, bias, center, single, singleSums } = operation;
      return { op, weights, bias, center, single, singleSums: singleSums === true };
    }
    case "blend":
      return { op: "blend", weights: operation.weights, classes: operation.names.length };
    case "link":
      return { op: "link", link: operation.link };
    case "calibrate":
      return { op: "calibrate", curves: operation.curves };
    case "reweigh":
      return { op: "reweigh", factors: operation.factors };
    case "naiveBayes":
      return { op: "naiveBayes", priors: operation.priors, columns: operation.columns };
    case "trees": {
      const { trees, base, divisor } = operation;
      const { roots, feature, threshold, left, missingLeft, set, sets, categories, values, width } = trees;
      const needed = { roots, feature, threshold, left, missingLeft, set, sets, categories, values, width };
      return { op: "trees", trees: needed, base, divisor };
    }
    case "indicators":
      return { op: "indicators", positions: operation.positions };
    case "argmin":
      return { op: "argmin" };
    default:
      return { ...operation };
  }
}

function curved(operation: CurveOperation): OperationData {
  const { op, center, scale, single } = operation;
  const curves = operation.curves.map((curve, j) => {
    if (curve.kind !== "log1p" && curve.kind !== "yeoJohnson") return curve;
    const { seen: _seen, beyond: _beyond, ...bent } = curve;
    const ends = curveEnds(operation, j);
    return ends === undefined ? bent : { ...bent, ends };
  });
  return { op, curves, center, scale, single };
}

function filled({ values, words }: FillOperation): OperationData {
  const before = Array.from(values, (_, j) => words.get(j)?.before ?? Number.POSITIVE_INFINITY);
  const shifts = Array.from(values, (_, j) => (words.get(j)?.labels.length ?? 0) - (words.get(j)?.before ?? 0));
  return { op: "fill", values, before, shifts };
}

function encoded({ codes, single, names, origins }: EncodeOperation): OperationData {
  let at = 0;
  const named = codes.map((code) => {
    const name = origins[at]?.sources[0] ?? names[at] ?? "";
    at += "width" in code ? code.width : 1;
    return { ...code, name };
  });
  return { op: "encode", codes: named, single };
}

function recoded({ from, recoding, refuse, origin, name }: RecodedColumn): object {
  return { from, rule: recoding, refuse, name: origin.sources[0] ?? name };
}
