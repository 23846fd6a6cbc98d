import type { Tunable } from "./space.js";

/** What an estimator takes. */
export type InputFor<E extends Tunable> =
  NonNullable<E["io"]> extends infer T ? (T extends readonly [infer A, unknown] ? A : never) : never;
