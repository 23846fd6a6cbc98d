import { KindredError, listed } from "../../errors/index.js";
import type { Accepts, KnownInput } from "../training/input.js";

/** As much of an estimator as one that has it among its options looks at. */
export interface PartEstimator {
  /** The name in documents. */
  readonly kind: string;
  /** Hyper-parameters. */
  readonly params: object;
  /** What data it takes. */
  readonly accepts: Accepts;
  /** The columns and classes of a model within that is fitted already. */
  readonly fixedInput?: KnownInput | undefined;
  /** The kind that reads all rows into memory to learn, it or a part of it: under its options, or under all that it may have. */
  inMemoryKind?(underAll: boolean): string | undefined;
  /** A copy with some hyper-parameters changed. */
  with(partial: object): PartEstimator;
}

/** An estimator among the options of another, by name. */
export type NamedPart = readonly [name: string, estimator: PartEstimator];

/** Where among the options of an estimator others are. Their options go by `"name.option"` in `with` and in searches. */
export interface Parts<P extends object> {
  /** Are their options still to be chosen when it learns? */
  readonly tuned?: boolean;
  /** The parts. */
  get(params: P): readonly NamedPart[];
  /** The options with these parts instead, as many as there were, in the same order. */
  set(params: P, parts: readonly NamedPart[]): object;
}

/** The options with some changed: those of parts are named `"name.option"`. */
export function changedParams<P extends object>(
  params: P,
  parts: Parts<P> | undefined,
  changes: object,
  kind: string,
): object {
  if (typeof changes !== "object" || changes === null)
    throw new KindredError({
      code: "INVALID_PARAMETER",
      where: `${kind}.with`,
      problem: `got ${String(changes)}`,
      fix: "Pass an object of options to change",
      got: changes,
    });
  const own: Record<string, unknown> = {};
  const byPart = new Map<string, Record<string, unknown>>();
  const paths: string[] = [];
  for (const [path, value] of Object.entries(changes)) {
    const dot = path.indexOf(".");
    if (parts === undefined || dot < 0) own[path] = value;
    else {
      paths.push(path);
      byPart.set(path.slice(0, dot), { ...byPart.get(path.slice(0, dot)), [path.slice(dot + 1)]: value });
    }
  }
  const merged = { ...params, ...own };
  if (parts === undefined || byPart.size === 0) return merged;
  const before = parts.get(merged);
  const unknown = paths.find((path) => !before.some(([name]) => path.startsWith(`${name}.`)));
  if (unknown !== undefined) throw unknownPath(unknown, before, kind);
  const after = before.map(([name, part]): NamedPart => {
    const partChanges = byPart.get(name);
    return [name, partChanges === undefined ? part : part.with(partChanges)];
  });
  return parts.set(merged, after);
}

/** What parts take that all get the same rows. */
export function acceptedByAll(parts: readonly NamedPart[]): Accepts {
  const all = new Set(parts.map(([, part]) => part.accepts));
  return all.has("table") ? "table" : all.has("matrix") ? "matrix" : "either";
}

function unknownPath(path: string, parts: readonly NamedPart[], kind: string): KindredError {
  const known = parts.flatMap(([name, part]) => Object.keys(part.params).map((option) => `${name}.${option}`));
  return new KindredError({
    code: "INVALID_PARAMETER",
    where: `${kind}.with`,
    problem: `there is no path "${path}"`,
    fix: known.length === 0 ? "No part of it has options that can be changed" : `Paths are ${listed(known, 12)}`,
    got: path,
  });
}
