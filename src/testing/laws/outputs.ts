import type { Fitted } from "../../estimator/index.js";
import type { FeatureMatrix } from "../../matrix/index.js";
import { rowsOf } from "../example-data.js";
import { plainRows } from "../subject.js";
import { classifies, clusters, demand, type Law, learns, refusal } from "./law.js";
import { recordsOf } from "./shapes.js";

/** What probabilities may miss one by. */
const SUM_TOLERANCE = 1e-5;

/** Laws of what comes out: names, clusters, labels and probabilities. */
export const outputLaws: readonly Law[] = [
  {
    name: "columns that come out have names of their own and say which columns they come from",
    says: "Two columns of one name cannot be distinguished; a column without sources cannot be explained. The framework takes sources from columns of the same name, or names all columns.",
    applies: learns,
    async check(subject) {
      const { fitted } = await subject.model();
      if (!fitted.has("transform")) return;
      const { columns, provenance } = fitted.outputs;
      const twice = columns.find((name, j) => columns.indexOf(name) !== j);
      demand(twice === undefined, `two columns are called "${twice}"`);
      demand(
        columns.every((name) => typeof name === "string" && name !== ""),
        "a column has no name",
      );
      const known = new Set(fitted.inputColumns);
      columns.forEach((name, j) => {
        const strange = provenance[j]!.sources.find((source) => !known.has(source));
        demand(
          strange === undefined,
          `column "${name}" says that it comes from "${strange}", which is no column of the input`,
        );
      });
    },
  },
  {
    name: "a cluster is the position of one",
    says: "A whole number from 0 up, and fewer clusters than rows were learned from: tables of segments have a row for each.",
    applies: clusters,
    async check(subject) {
      const { example, fitted } = await subject.model();
      const run = fitted.row("predict");
      for (const record of recordsOf(example.data)) {
        const cluster = run(record) as number;
        demand(
          Number.isInteger(cluster) && cluster >= 0 && cluster < rowsOf(example.data),
          `predict gives the cluster ${cluster} after learning from ${rowsOf(example.data)} rows`,
        );
      }
    },
  },
  {
    name: "labels are of the type that was given, and probabilities add up to one",
    says: "Words, numbers and truth values come back as they were given; each row has a probability from 0 to 1 for each class, in columns named by class.",
    applies: classifies,
    async check(subject) {
      const { data, labels } = subject.example();
      for (const form of FORMS) {
        const own = labels.map((label) => form(label as string));
        checkAnswers(await subject.fit({ data, labels: own }), data, new Set(own));
      }
    },
  },
  {
    name: "three classes are learned or refused in words",
    says: "A classifier of two classes says so; another gives each of the three its probability.",
    applies: classifies,
    async check(subject) {
      const { data, labels } = subject.example();
      const three = labels.map((label, i) => (i % 3 === 1 ? "perhaps" : (label as string)));
      let fitted: Fitted | undefined;
      await refusal(async () => {
        fitted = await subject.fit({ data, labels: three });
      });
      if (fitted !== undefined) checkAnswers(fitted, data, new Set(three));
    },
  },
];

/** The forms that labels come in. */
const FORMS: readonly ((label: string) => string | number | boolean)[] = [
  (label) => label,
  (label) => (label === "yes" ? 7 : -2),
  (label) => label === "yes",
];

function checkAnswers(fitted: Fitted, data: unknown, labels: ReadonlySet<unknown>): void {
  for (const [label] of plainRows(fitted.apply("predict", data as never)))
    demand(labels.has(label), `predict gives the label ${JSON.stringify(label)}, which no row had`);
  const probabilities = fitted.apply("predictProbabilities", data as never) as FeatureMatrix;
  const names = [...labels].map(String).sort();
  demand(
    [...probabilities.columns].sort().join() === names.join(),
    `the columns of probabilities are ${probabilities.columns.join(", ")} for the classes ${names.join(", ")}`,
  );
  for (const row of probabilities.toRows()) {
    demand(
      row.every((value) => value >= -SUM_TOLERANCE && value <= 1 + SUM_TOLERANCE),
      `${row.join(", ")} are no probabilities`,
    );
    const sum = row.reduce((total, value) => total + value, 0);
    demand(Math.abs(sum - 1) <= SUM_TOLERANCE, `probabilities add up to ${sum}`);
  }
}
