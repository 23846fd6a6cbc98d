import type { ColumnPlan } from "../../matrix/index.js";
import { boosterOf } from "../lightgbm/booster.js";
import { parseText } from "../lightgbm/parse.js";
import type { Category, SklearnModel } from "./document.js";
import { malformed } from "./malformed.js";

/** What is known of an input column before the first step: its words where it is text, or that it is true or false. */
interface Kind {
  readonly words: Set<string>;
  booleans: boolean;
  numbers: boolean;
}

/** Input columns as steps will find them: text columns hold all words that any step knows. */
export function inputPlan(model: SklearnModel, columns: readonly string[]): ColumnPlan[] {
  const kinds = columns.map((): Kind => ({ words: new Set(), booleans: false, numbers: false }));
  follow(
    model,
    columns.map((_, j) => j),
    kinds,
  );
  return columns.map((name, j): ColumnPlan => {
    const { words, booleans, numbers } = kinds[j]!;
    if (words.size > 0 && (booleans || numbers)) throw malformed(`text and numbers in column "${name}"`);
    if (words.size > 0) return { name, storage: "int32", labels: [...words] };
    return booleans && !numbers ? { name, storage: "float64", shows: "boolean" } : { name, storage: "float64" };
  });
}

/** The input column that a column still is, or undefined once it is something else. */
type Source = number | undefined;

/** Follows input columns through a model, and notes which values it knows of each. */
function follow(model: SklearnModel, sources: readonly Source[], kinds: readonly Kind[]): readonly Source[] {
  const note = (j: number, values: readonly Category[]): void => {
    const kind = sources[j] === undefined ? undefined : kinds[sources[j]!];
    if (kind === undefined) return;
    for (const value of values) {
      if (typeof value === "string") kind.words.add(value);
      else if (typeof value === "boolean") kind.booleans = true;
      else if (value !== null) kind.numbers = true;
    }
  };
  switch (model.kind) {
    case "Passthrough":
      return sources;
    case "Pipeline":
      return model.steps.reduce((current, [, step]) => follow(step, current, kinds), sources);
    case "ColumnTransformer":
      return model.branches.flatMap(({ columns, model: branch }) =>
        follow(
          branch,
          columns.map((j) => sources[j]),
          kinds,
        ),
      );
    case "SimpleImputer": {
      // A fill that is a number says nothing of booleans, which have means.
      model.values.forEach((value, j) => {
        if (typeof value === "string") note(j, [value]);
      });
      return [...sources, ...(model.indicators ?? []).map(() => undefined)];
    }
    case "OneHotEncoder":
    case "OrdinalEncoder":
      model.columns.forEach(({ categories }, j) => {
        note(j, categories);
      });
      return [];
    case "HistGradientBoostingClassifier":
      for (const { column, categories } of model.features) note(column, categories ?? []);
      return [];
    case "LGBMClassifier":
      for (const { column, categories } of boosterOf(parseText(model.text)).listed) note(column, categories ?? []);
      return [];
    default:
      return [];
  }
}
