import type { InputSchema } from "../../estimator/index.js";
import { type ColumnSchema, meaningOf, Schema } from "../../table/index.js";
import type { EncodedColumn } from "./encode-column.js";
import type { FeatureEncoderOptions } from "./options.js";

/**
 * What is known of the columns that an encoder gives. A column that passes is what it was; one of places in an order has their words as its meanings; one that
 * stands for a category is an indicator, and says of which column, which category, and what that means.
 */
export function encodedSchema(
  columns: readonly EncodedColumn[],
  options: FeatureEncoderOptions,
  { plan, schema }: Pick<InputSchema, "plan" | "schema">,
): Schema {
  const facts = columns.flatMap((column) => {
    const source = plan[column.code.from]!.name;
    const known = schema.column(source);
    return column.names.map((name, k): [string, ColumnSchema] => {
      const category = column.categories[k];
      if (category !== undefined) return [name, indicatorOf(source, category, known)];
      return [name, column.code.kind === "pass" ? known : codedOf(column, isOrdered(source, options), known)];
    });
  });
  return new Schema(facts.filter(([, known]) => Object.keys(known).length > 0));
}

function indicatorOf(
  source: string,
  category: string,
  { role, description, subject, codes }: ColumnSchema,
): ColumnSchema {
  const meaning = meaningOf(codes, category);
  return {
    ...(role === undefined ? {} : { role }),
    level: "binary",
    kind: "indicator",
    source,
    category,
    ...(meaning === undefined ? {} : { meaning }),
    ...(description === undefined ? {} : { description }),
    ...(subject === undefined ? {} : { subject }),
  };
}

/** Dates become days, names shares, rates of the target or places in an order: other numbers than the codes that meanings are of. */
function codedOf({ known }: EncodedColumn, isOrdered: boolean, facts: ColumnSchema): ColumnSchema {
  const { level: _, direction: __, codes, guessed: ___, ...rest } = facts;
  if (!isOrdered) return { ...rest, level: "numeric" };
  const words = known.map((value, k): [string, string] => [
    String(k),
    meaningOf(codes, String(value)) ?? String(value),
  ]);
  return { ...rest, level: "ordinal", codes: Object.fromEntries(words) };
}

function isOrdered(source: string, { columns }: FeatureEncoderOptions): boolean {
  const encoding = Object.hasOwn(columns, source) ? columns[source]! : undefined;
  return typeof encoding === "object" || encoding === "ordinal" || encoding === "binary";
}
