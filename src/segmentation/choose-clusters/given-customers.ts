import { Random } from "../../engine/numeric/random/index.js";
import { KindredError } from "../../errors/index.js";
import type { JobOptions } from "../../estimator/index.js";
import { FeatureMatrix, type MatrixLike } from "../../matrix/index.js";
import { type Clustered, otherRows } from "./clusterings.js";
import { type CustomerFit, customerFit, FOLDS } from "./customers.js";
import { type ChooseOptions, WHERE } from "./options.js";

/** Holds each number of clusters against the customers. */
export type CustomerJudge = (one: Clustered) => Promise<CustomerFit>;

/**
 * Who is a customer, ready to be held against segments.
 *
 * @param looked - The rows looked at, and their positions among all.
 */
export function customerJudge(
  customers: NonNullable<ChooseOptions["customers"]>,
  looked: { readonly rows: FeatureMatrix; readonly positions: ArrayLike<number>; readonly all: number },
  seed: number,
  job: Pick<JobOptions, "signal" | "threads">,
): CustomerJudge {
  const { rows, positions, all } = looked;
  if (isFlags(customers)) {
    if (customers.length !== all)
      throw refusal(`customers has ${customers.length} entries for ${all} rows`, "Say of each row whether it is one");
    const isCustomer = Uint8Array.from(positions, (i) => (Number(customers[i]) > 0 ? 1 : 0));
    const folds = foldsOf(isCustomer, seed);
    return async ({ labels, clusters }) => customerFit(labels, clusters, isCustomer, folds);
  }
  const own = FeatureMatrix.from(customers);
  if (own.columns.length !== rows.columns.length)
    throw refusal(
      `customers has ${own.columns.length} columns and the rows have ${rows.columns.length}`,
      "Give customers as the same fitted steps transform them",
    );
  // As large a share of the customers as of the other rows, so that the one stays what it is beside the other.
  const count = Math.ceil((own.rows * rows.rows) / all);
  const sampled = count < own.rows ? own.take(new Random(seed, WHERE, "customers").sample(own.rows, count)) : own;
  const isCustomer = new Uint8Array(rows.rows + sampled.rows).fill(1, rows.rows);
  const folds = foldsOf(isCustomer, seed);
  const others = otherRows(sampled, job);
  return async ({ labels, clusters, assign }) => {
    const both = new Int32Array(isCustomer.length);
    both.set(labels);
    both.set(await assign(others), labels.length);
    return customerFit(both, clusters, isCustomer, folds);
  };
}

/** Is it a list that says of each row whether it is a customer? */
export function isFlags(customers: MatrixLike | ArrayLike<boolean | number>): customers is ArrayLike<boolean | number> {
  if (!("length" in customers) || typeof customers.length !== "number") return false;
  const first = (customers as ArrayLike<unknown>)[0];
  return typeof first === "boolean" || typeof first === "number";
}

/** The part that each row is in: customers and others are divided evenly. @throws KindredError where there are too few of either. */
function foldsOf(isCustomer: Uint8Array, seed: number): Uint8Array {
  const folds = new Uint8Array(isCustomer.length);
  for (const hit of [0, 1]) {
    const rows = Array.from(isCustomer, (_, i) => i).filter((i) => isCustomer[i] === hit);
    if (rows.length < FOLDS)
      throw refusal(
        `there are ${rows.length} rows of ${hit === 1 ? "customers" : "others"}`,
        `Give at least ${FOLDS}, or leave out customers`,
      );
    new Random(seed, WHERE, "folds", hit).shuffle(rows).forEach((row, k) => {
      folds[row] = k % FOLDS;
    });
  }
  return folds;
}

function refusal(problem: string, fix: string): KindredError {
  return new KindredError({ code: "INVALID_PARAMETER", where: WHERE, problem, fix });
}
