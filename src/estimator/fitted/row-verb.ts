import { compileRow } from "../../engine/program/index.js";
import type { RowRecord } from "./row.js";
import type { CompiledVerb } from "./spec.js";

/**
 * A verb as a function of one record.
 *
 * @param read - Reads a record as numbers.
 * @param check - Looks at the values that come out, and at the record where they are no result.
 */
export function rowVerb(
  { program, finishRow }: Pick<CompiledVerb, "program" | "finishRow">,
  read: (record: RowRecord) => Float64Array,
  check: (values: Float64Array, record: RowRecord) => void,
): (record: RowRecord) => unknown {
  const run = compileRow(program);
  return (record) => {
    const values = run(read(record));
    check(values, record);
    return finishRow(values);
  };
}
