import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { fromLightGbm } from "../../src/export/index.js";
import { FeatureMatrix, KindredError } from "../../src/index.js";
import { tableOfRows } from "./records.js";

interface Case {
  readonly name: string;
  readonly document: { readonly model: { readonly text: string; readonly classes: readonly (string | number)[] } };
  readonly rows: readonly (readonly (number | null)[])[];
  readonly probabilities: readonly (readonly number[])[];
}

const read = (name: string): Case[] =>
  JSON.parse(
    readFileSync(fileURLToPath(new URL(`../fixtures/export/${name}.json`, import.meta.url)), "utf8").replaceAll(
      "NaN",
      "null",
    ),
  ) as Case[];
const cases = [...read("sklearn"), ...read("sklearn_tables")].filter(({ name }) => name.startsWith("leaves"));
const plain = cases.find(({ name }) => name === "leaves of two")!;

describe("fromLightGbm", () => {
  it.each(cases)("says of rows what LightGBM does: $name", ({ document, rows, probabilities }) => {
    const { text, classes } = document.model;
    const model = fromLightGbm(text, { classes });
    const data = Array.isArray(rows[0])
      ? FeatureMatrix.from(
          rows.map((row) => row.map((value) => value ?? Number.NaN)),
          model.inputColumns,
        )
      : tableOfRows(rows as never);
    const found = model.predictProbabilities(data).toRows();
    const apart = found.flatMap((row, i) => row.map((value, k) => Math.abs(value - probabilities[i]![k]!)));
    expect(apart.length).toBeGreaterThan(30);
    expect(Math.max(...apart)).toBeLessThan(1e-9);
    expect(model.classes).toEqual(classes);
    expect(fromLightGbm(text).classes).toEqual(classes.map((_, k) => k));
  });

  it("refuses what has no counterpart, by name", () => {
    const { text } = plain.document.model;
    for (const [changed, found] of [
      [text.replace("objective=binary sigmoid:1", "objective=lambdarank"), /the objective "lambdarank"/],
      [text.replace("is_linear=0", "is_linear=1"), /a linear tree/],
      // Missing is zero, and goes left where 0 would go right.
      [
        text.replace(/^decision_type=\d+/m, "decision_type=6").replace(/^threshold=\S+/m, "threshold=-1"),
        /zero_as_missing/,
      ],
    ] as const)
      expect(() => fromLightGbm(changed)).toThrow(found);
  });

  it("refuses texts that are cut, or do not fit themselves, with typed errors alone", () => {
    const { text } = plain.document.model;
    const broken = [
      "",
      "tree\n",
      text.slice(0, text.length / 2),
      text.replace(/^left_child=\S+/m, "left_child=0"),
      text.replace(/^split_feature=\d+/m, "split_feature=99"),
      text.replace(/^leaf_value=\S+/m, "leaf_value=x"),
      text.replace("Tree=1", "Tree=7"),
    ];
    for (const one of broken) expect(() => fromLightGbm(one), one.slice(0, 30)).toThrow(KindredError);
    expect(() => fromLightGbm(text, { classes: ["a"] })).toThrow(/2 classes/);
    // Any cut and any changed digit: a typed error, or a model.
    let refused = 0;
    for (let k = 0; k < 300; k++) {
      const at = (k * 7919) % text.length;
      const changed = k % 2 === 0 ? text.slice(0, at) : `${text.slice(0, at)}${k % 10}${text.slice(at + 1)}`;
      try {
        fromLightGbm(changed);
      } catch (error) {
        expect(error).toBeInstanceOf(KindredError);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(150);
  });
});
