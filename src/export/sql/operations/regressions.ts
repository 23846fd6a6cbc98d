import { cannot } from "../../cannot.js";
import type { RegressionsOperation } from "../../program.js";
import type { Column } from "../column.js";
import { balancedSum } from "../linear.js";
import type { Translate } from "./translate.js";

/** Regressions times columns that a query may hold: more is megabytes of text. */
const MOST_TERMS = 50_000;

/** A turn after the other, each behind all before it. */
export const regressions: Translate<RegressionsOperation> = (operation, columns, context) => {
  const { chained, guesses, bounds, targets, intercepts, coefficients, filled } = operation;
  const { dialect, where } = context;
  const width = chained.length;
  if (targets.length * width > MOST_TERMS)
    throw cannot(
      where,
      'an Imputer with the strategy "iterative"',
      `its ${targets.length} regressions on ${width} columns each are too many for one query`,
      'Impute with "auto", set fewer `maxIterations`, or score in process',
    );
  const given = chained.map((position) => context.number(columns[position]!).sql);
  const guessed = given.map((sql, place) =>
    context.define(`COALESCE(${sql} - ${dialect.number(guesses[place]!)}, ${dialect.number(0)})`),
  );
  const away = guessed.map(({ sql }) => sql);
  targets.forEach((target, turn) => {
    const terms = away.flatMap((sql, place) => {
      const coefficient = coefficients[turn * width + place]!;
      return coefficient === 0 ? [] : [`${dialect.number(coefficient)} * ${sql}`];
    });
    const guess = balancedSum([dialect.double(intercepts[turn]!), ...terms]);
    const limited = bounds === undefined ? guess : within(guess, target, guesses[target]!);
    away[target] = context.define(`CASE WHEN ${given[target]} IS NULL THEN ${limited} ELSE ${away[target]} END`).sql;
  });
  const made = [...columns];
  for (const { position, storage, codes } of filled) {
    const place = chained.indexOf(position);
    const sql = given[place]!;
    const sum = `${away[place]} + ${dialect.number(guesses[place]!)}`;
    const value = context.define(bounds === undefined ? sum : within(sum, place, 0)).sql;
    let result: Column = {
      kind: "number",
      sql: codes === undefined ? value : context.define(nearestCode(codes, value)).sql,
    };
    if (storage === "float32") result = context.rounded(result);
    made[position] = context.define(`CASE WHEN ${sql} IS NULL THEN ${result.sql} ELSE ${sql} END`);
  }
  return made;

  /** The value, or the nearer bound of its column, as distances from a guess. */
  function within(value: string, place: number, guess: number): string {
    const { sql } = context.define(value);
    const [least, most] = [0, 1].map((side) => dialect.number(bounds![2 * place + side]! - guess));
    return `CASE WHEN ${sql} < ${least} THEN ${least} WHEN ${sql} > ${most} THEN ${most} ELSE ${sql} END`;
  }

  /** The nearest of rising codes, the smaller of two. */
  function nearestCode(list: Float64Array, value: string): string {
    const last = list.length - 1;
    if (last === 0) return dialect.double(list[0]!);
    const whens = Array.from(list.subarray(0, last), (code, k) => {
      const middle = (code + list[k + 1]!) / 2;
      return `WHEN ${value} <= ${dialect.number(middle)} THEN ${k === 0 ? dialect.double(code) : dialect.number(code)}`;
    });
    return `CASE ${whens.join(" ")} WHEN ${value} IS NOT NULL THEN ${dialect.number(list[last]!)} END`;
  }
};
