import { cannot } from "../../cannot.js";
import type { Operation, Program } from "../../program.js";
import type { Column } from "../column.js";
import type { SqlContext } from "../context.js";
import { activate, affine, argmin, blend, distances, link, nearest, project, reweigh } from "./arithmetic.js";
import { encode, fill, indicators, nullify, select } from "./columns.js";
import { combine } from "./combine.js";
import { gaussians } from "./gaussians.js";
import { naiveBayes } from "./naive-bayes.js";
import { calibrate, curve } from "./piecewise.js";
import { recode } from "./recode.js";
import { regressions } from "./regressions.js";
import type { OperationOf, Translate } from "./translate.js";
import { trees } from "./trees.js";

const TRANSLATIONS: { readonly [K in Operation["op"]]: Translate<OperationOf<K>> } = {
  select,
  affine,
  curve,
  fill,
  regressions,
  nullify,
  recode,
  combine,
  encode,
  indicators,
  project,
  distances,
  gaussians,
  activate,
  argmin,
  link,
  calibrate,
  blend,
  reweigh,
  naiveBayes,
  trees,
  union: ({ branches }, columns, context) => branches.flatMap(({ program }) => translate(program, columns, context)),
  neighbors: ({ donors }, _, { where }) => {
    throw cannot(
      where,
      'an Imputer with the strategy "knn"',
      `it compares every row with ${donors.rows} others, which no expression of one row does`,
      'Impute with "auto" or "iterative", or score in process',
    );
  },
  opaque: ({ kind }, _, { where }) => {
    throw cannot(
      where,
      kind,
      "what it does to rows is a function, which is not known as operations",
      "Give its definition a `program`, or score in process",
    );
  },
};

/** A program as SQL: what becomes of columns. Operations begin a stage of the query each. */
export function translate(program: Program, given: readonly Column[], context: SqlContext): readonly Column[] {
  let columns = given;
  for (let k = 0; k < program.length; k++) {
    const operation = program[k]!;
    const next = program[k + 1];
    if (operation.op === "distances" && next?.op === "argmin") {
      context.query.begin("nearest");
      columns = [nearest(operation, columns, context)];
      k++;
      continue;
    }
    if (operation.op !== "union") context.query.begin(operation.op);
    const write = TRANSLATIONS[operation.op] as Translate<Operation>;
    columns = write(operation, columns, context);
  }
  return columns;
}
