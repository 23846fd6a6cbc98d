import { expect, test } from "vitest";
import { decodeMessage, encodeMessage } from "../../src/spark/connect/messages.js";
import { parquetRows } from "../../src/spark/connect/plans.js";
import { SHIM_COLUMNS } from "../../src/spark/shim.js";

test("stored rows are read as files whose columns Spark need not look up", () => {
  const bytes = encodeMessage("Plan", { root: parquetRows("/stage/blocks", SHIM_COLUMNS) });
  expect(decodeMessage("Plan", bytes)).toEqual({
    root: {
      read: {
        dataSource: {
          format: "parquet",
          schema: "`row` bigint, `rows` bigint, `data` binary",
          paths: ["/stage/blocks"],
        },
      },
    },
  });
});
