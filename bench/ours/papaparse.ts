import { createReadStream } from "node:fs";
import Papa from "papaparse";
import { serve } from "../harness/serve.js";

const path = process.argv[2]!;

/** Rows are counted and thrown away: as JavaScript values they would not fit in memory. */
await serve(
  () =>
    new Promise((resolve, reject) => {
      let rows = 0;
      Papa.parse(createReadStream(path), {
        delimiter: ";",
        header: false,
        dynamicTyping: true,
        chunk: ({ data }) => {
          rows += data.length;
        },
        complete: () => resolve({ rows }),
        error: reject,
      });
    }),
);
