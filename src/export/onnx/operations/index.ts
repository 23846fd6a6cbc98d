import { cannot } from "../../cannot.js";
import type { Operation, Program } from "../../program.js";
import type { Columns, OnnxContext } from "../context.js";
import { activate, affine, argmin, blend, distances, link, project, reweigh } from "./arithmetic.js";
import { encode, fill, indicators, nullify, select } from "./columns.js";
import { combine } from "./combine.js";
import { calibrate, curve } from "./curves.js";
import { gaussians } from "./gaussians.js";
import { naiveBayes } from "./naive-bayes.js";
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
  union({ branches }, columns, context) {
    const parts = branches.map(({ program }) => translate(program, columns, context));
    let width = 0;
    const texts = new Map<number, NonNullable<ReturnType<Columns["texts"]["get"]>>>();
    for (const part of parts) {
      for (const [j, text] of part.texts) texts.set(width + j, text);
      width += part.width;
    }
    const matrix = context.graph.concat(parts.map((part) => ({ name: part.matrix, width: part.width })));
    return { matrix, width, texts };
  },
  neighbors({ donors }, _, { where }) {
    throw cannot(
      where,
      'an Imputer with the strategy "knn"',
      `it compares every row with ${donors.rows} others, for which there is no operator`,
      'Impute with "auto" or "iterative", or score in process',
    );
  },
  opaque({ kind }, _, { where }) {
    throw cannot(
      where,
      kind,
      "what it does to rows is a function, which is not known as operations",
      "Give its definition a `program`, or score in process",
    );
  },
};

/** A program as nodes of a graph: what becomes of columns. */
export function translate(program: Program, given: Columns, context: OnnxContext): Columns {
  return program.reduce((columns, operation) => {
    const write = TRANSLATIONS[operation.op] as Translate<Operation>;
    return write(operation, columns, context);
  }, given);
}
