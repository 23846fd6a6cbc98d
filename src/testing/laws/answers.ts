import type { Fitted } from "../../estimator/index.js";
import { isTable } from "../../matrix/index.js";
import { createLoader } from "../../persistence/index.js";
import { rowsOf, selectRows } from "../example-data.js";
import { plainRows, sameBits } from "../subject.js";
import { allVerbs, demand, type Law, learns } from "./law.js";
import { oddBatches, recordsOf, reversedWithExtra } from "./shapes.js";

/** Laws of what fitted models answer. */
export const answerLaws: readonly Law[] = [
  {
    name: "verbs give one row a row, exact under subset and order",
    foundation: true,
    says: "Row i of a result depends on row i alone: not on the mean of a batch, its order or its size.",
    applies: learns,
    async check(subject) {
      const { example, fitted } = await subject.model();
      const rows = rowsOf(example.data);
      const order = Array.from({ length: rows }, (_, i) => (i * 7 + 3) % rows).slice(0, rows - 5);
      const all = allVerbs(subject, fitted, example.data);
      const some = allVerbs(subject, fitted, selectRows(example.data, order));
      all.forEach((result, k) => {
        demand(result.length === rows, `${subject.verbs(fitted)[k]} gives ${result.length} results for ${rows} rows`);
        const picked = order.map((i) => result[i]!);
        demand(sameBits(picked, some[k]!), `${subject.verbs(fitted)[k]} of chosen rows differs`);
      });
    },
  },
  {
    name: "row and bulk give the bits of the verb",
    says: "`row(verb)` for one record and `bulk(verb, source)` for any number give what the verb gives in memory, to the last bit.",
    applies: learns,
    async check(subject) {
      const { example, fitted } = await subject.model();
      const records = recordsOf(example.data);
      for (const verb of subject.verbs(fitted)) {
        const whole = fitted.apply(verb, example.data as never);
        const bulk = await fitted.bulk(verb as never, example.data as never).collect();
        demand(sameBits(plainRows(whole), plainRows(bulk)), `bulk("${verb}") differs`);
        if (isTable(whole)) continue;
        const run = fitted.row(verb);
        const single = records.map((record) => {
          const result = run(record);
          return typeof result === "object" ? Array.from(result) : [result];
        });
        demand(sameBits(plainRows(whole), single), `row("${verb}") differs`);
      }
    },
  },
  {
    name: "a fitted model goes through JSON bit for bit",
    says: "What `load` reads back is written the same and answers the same: a state outside the returned one, or of a form that JSON loses, breaks this.",
    applies: learns,
    async check(subject) {
      const { example, fitted } = await subject.model();
      const json = JSON.stringify(fitted);
      const again = createLoader(subject.types).load(json) as unknown as Fitted;
      demand(JSON.stringify(again) === json, "the JSON of the loaded model differs");
      const [a, b] = [allVerbs(subject, fitted, example.data), allVerbs(subject, again, example.data)];
      a.forEach((result, k) => {
        demand(sameBits(result, b[k]!), "the loaded model answers differently");
      });
    },
  },
  {
    name: "other columns are ignored and the order of columns is free",
    says: "Later data have other columns and another order; the model goes by name.",
    applies: learns,
    async check(subject) {
      const { example, fitted } = await subject.model();
      const turned = reversedWithExtra(example.data);
      const [a, b] = [allVerbs(subject, fitted, example.data), allVerbs(subject, fitted, turned)];
      a.forEach((result, k) => {
        demand(sameBits(result, b[k]!), `${subject.verbs(fitted)[k]} differs`);
      });
    },
  },
  {
    name: "bulk over odd batches gives the bits of the verb",
    says: "Batches are cut by a file's reader; a result may not depend on where.",
    applies: learns,
    async check(subject) {
      const { example, fitted } = await subject.model();
      for (const verb of subject.verbs(fitted)) {
        const whole = fitted.apply(verb, example.data as never);
        const batches = await fitted.bulk(verb as never, oddBatches(example.data) as never).collect();
        demand(sameBits(plainRows(whole), plainRows(batches)), `bulk("${verb}") of batches differs`);
      }
    },
  },
];
