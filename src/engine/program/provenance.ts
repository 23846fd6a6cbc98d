import type { Origin } from "../../matrix/index.js";

const known = new WeakMap<object, { readonly input: readonly Origin[]; readonly output: readonly Origin[] }>();

/** Where outputs come from that each depend on every input: worked out once an operation and input, then shared. */
export function allSources(
  operation: object,
  input: readonly Origin[],
  outputs: number,
  step?: string,
): readonly Origin[] {
  const cached = known.get(operation);
  if (cached?.input === input) return cached.output;
  // Columns behind a projection share one list.
  const lists = [...new Set(input.map(({ sources }) => sources))];
  const sources = [...new Set(lists.flat())];
  const origin: Origin = { sources, ...(step === undefined ? {} : { step }) };
  const output = Array.from({ length: outputs }, () => origin);
  known.set(operation, { input, output });
  return output;
}
