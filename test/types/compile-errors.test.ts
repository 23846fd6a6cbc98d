import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FILE = `${ROOT}test/types/compile-errors.ts`;

const HEAD = `import {
  type FeatureMatrix, FeatureEncoder, FeatureUnion, Imputer, KMeans, LogisticRegression, makePipeline, missingReport, PCA, Pipeline, Scaler, type Source, type Table,
} from "kindred";
declare const matrix: FeatureMatrix;
declare const rows: AsyncGenerator<Table>;
const segments = new Pipeline([["encode", new FeatureEncoder()], ["reduce", new PCA()], ["cluster", new KMeans()]]);
const classifier = new Pipeline([["scale", new Scaler()], ["model", new LogisticRegression()]]);
void [FeatureEncoder, Imputer, makePipeline, missingReport, matrix, rows, segments];
`;

/** What does not compile, and the sentence that says why: the part of the message that is ours, which versions of TypeScript wrap in theirs. */
const REFUSED: readonly (readonly [what: string, code: string, sentence: string])[] = [
  ["two steps of one name", `new Pipeline([["a", new Scaler()], ["a", new PCA()]])`, `"another step has this name"`],
  ["a dot in a name", `new Pipeline([["a.b", new Scaler()]])`, `"a step's name holds no dot"`],
  ["an empty name", `new Pipeline([["", new Scaler()]])`, `"a step has a name"`],
  ["an empty Pipeline", `new Pipeline([])`, `"a Pipeline has at least one step"`],
  [
    "a wrong order",
    `new Pipeline([["reduce", new PCA()], ["encode", new FeatureEncoder()]])`,
    `"this step does not accept what the step before it gives"`,
  ],
  [
    "a classifier before the end",
    `new Pipeline([["model", new LogisticRegression()], ["reduce", new PCA()]])`,
    `"a classifier can only be the last step"`,
  ],
  [
    "steps that are chosen at run time",
    `new Pipeline([] as ["a", Scaler][])`,
    `"write Pipeline.of(steps) for steps that are chosen at run time"`,
  ],
  [
    "a classifier in a FeatureUnion",
    `new FeatureUnion([["pca", new PCA()], ["model", new LogisticRegression()]])`,
    `"a classifier gives no columns"`,
  ],
  [
    "two branches of one name",
    `new FeatureUnion([["pca", new PCA()], ["pca", new PCA()]])`,
    `"another step has this name"`,
  ],
  [
    "fitTransform of a classifier",
    `classifier.fitTransform(matrix, "y")`,
    `"a classifier transforms nothing: fit it, then predict"`,
  ],
  [
    "a wrong step of makePipeline",
    `makePipeline(new PCA(), new FeatureEncoder())`,
    `"this step does not accept what the step before it gives"`,
  ],
  ["what is no step in makePipeline", `makePipeline(new PCA(), 3)`, `'StepLike'`],
  ["makePipeline of nothing", `makePipeline()`, `Expected at least 1 arguments, but got 0`],
  [
    "a misspelled parameter",
    `segments.with({ "reduce.component": 20 })`,
    `"there is no parameter reduce.component: did you mean reduce.components?"`,
  ],
  [
    "a misspelled parameter among others",
    `segments.with({ "cluster.clusters": 3, "reduce.component": 20 })`,
    `"there is no parameter reduce.component: did you mean reduce.components?"`,
  ],
  ["a parameter unlike any", `segments.with({ "reduce.zzz": 20 })`, `"there is no parameter reduce.zzz"`],
  [
    "a misspelled step",
    `segments.with({ "reduced.components": 20 })`,
    `"there is no step reduced: did you mean reduce.components?"`,
  ],
  [
    "a parameter without its step",
    `segments.with({ components: 20 })`,
    `"there is no parameter components: did you mean reduce.components?"`,
  ],
  ["a wrong value", `segments.with({ "reduce.whiten": "yes" })`, `Type 'string' is not assignable to type 'boolean'`],
  [
    "a misspelled parameter of a branch",
    `new FeatureUnion([["pca", new PCA()]]).with({ "pca.component": 2 })`,
    `"there is no parameter pca.component: did you mean pca.components?"`,
  ],
  [
    "a misspelled parameter within a nested Pipeline",
    `new Pipeline([["inner", classifier]]).with({ "inner.model.penaltie": "l1" })`,
    `"there is no parameter inner.model.penaltie: did you mean inner.model.penalty?"`,
  ],
  [
    "a generator to fit",
    `segments.fit(rows)`,
    `"rows that can be read once are no Source: pass { open: () => rows() }"`,
  ],
  [
    "a generator to a function",
    `missingReport(rows)`,
    `"rows that can be read once are no Source: pass { open: () => rows() }"`,
  ],
  ["a generator to a step that takes numbers", `new Scaler().fit(rows)`, `'MatrixLike | Source'`],
  [
    "a generator that is open",
    `({ open: rows }) satisfies Source`,
    `provides no match for the signature '(): AsyncIterable<SourceBatch>`,
  ],
];

/** What is written as above and right. */
const TAKEN: readonly string[] = [
  `segments.with({ "reduce.components": 20, "encode.unseen": "error" })`,
  `segments.with({})`,
  `makePipeline(new FeatureEncoder(), new PCA(), new KMeans()).with({ "pca.components": 2 })`,
  `segments.fit({ open: () => rows })`,
  `segments.fit({ open: () => [[{ a: 1 }], { a: [1] }] })`,
];

/** The messages of the compiler about each of the statements, all of one program. */
function compile(statements: readonly string[]): string[] {
  const text = HEAD + statements.map((statement) => `${statement};`).join("\n");
  const { config } = ts.readConfigFile(`${ROOT}tsconfig.test.json`, ts.sys.readFile);
  // The declarations of browsers and of Node are large, and none of these messages is about them.
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [FILE] }, ts.sys, ROOT);
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile;
  host.getSourceFile = (name, ...rest) =>
    name === FILE ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022) : read.call(host, name, ...rest);
  const program = ts.createProgram(
    [FILE],
    { ...options, noUnusedLocals: false, types: [], lib: ["lib.es2023.d.ts"] },
    host,
  );
  const file = program.getSourceFile(FILE)!;
  const found = statements.map(() => "");
  const first = HEAD.split("\n").length - 1;
  for (const { start, messageText } of program.getSemanticDiagnostics(file)) {
    const at = file.getLineAndCharacterOfPosition(start!).line - first;
    const message = ts.flattenDiagnosticMessageText(messageText, "\n");
    if (found[at] === undefined) throw new Error(message);
    found[at] += message;
  }
  return found;
}

describe("Messages of the compiler", () => {
  const messages = compile([...REFUSED.map(([, code]) => code), ...TAKEN]);

  it.each(REFUSED.map(([what, , sentence], at) => ({ what, sentence, message: messages[at]! })))(
    "say what is wrong with $what",
    ({ sentence, message }) => {
      expect(message).toContain(sentence);
    },
  );

  it("are none where all is right", () => {
    expect(messages.slice(REFUSED.length)).toEqual(TAKEN.map(() => ""));
  });
});
