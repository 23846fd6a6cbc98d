import { KindredError } from "../errors/index.js";
import type { Label, Labels } from "../matrix/index.js";

/** An id as a program holds it. */
export type Id = Label | bigint | null;

/** The id of a row as a key: whole numbers of 64 bits as numbers, or as text where a number would not tell them apart; null where there is none. */
export function idAt(ids: Labels, row: number): Label | null {
  const value: unknown =
    "get" in ids && typeof ids.get === "function" ? ids.get(row) : (ids as ArrayLike<unknown>)[row];
  return idOf(value as Id);
}

/** The key of an id. */
export function idOf(id: Id | undefined): Label | null {
  if (id === null || id === undefined || Number.isNaN(id) || id === "") return null;
  if (typeof id !== "bigint") return id;
  return id >= -BigInt(Number.MAX_SAFE_INTEGER) && id <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(id) : String(id);
}

/** A list of ids, and what it is called in errors. */
export interface IdList {
  readonly name: string;
  readonly ids: Iterable<Label>;
}

/**
 * Refuses ids that would find no row, in silence: of another type than those they are looked for among, and, unless that is fine, spelled
 * in another way (case, spaces around them, zeros before them) than one that is there.
 *
 * @returns The ids that are there.
 */
export function foundIds(
  among: IdList & { readonly ids: ReadonlySet<Label> },
  looked: IdList,
  where: string,
  spelling: "refuse" | "ignore" = "refuse",
): Set<Label> {
  const type = typeOf(among, where);
  const found = new Set<Label>();
  const absent: Label[] = [];
  for (const id of looked.ids) {
    if (type !== undefined && typeof id !== type)
      throw new KindredError({
        code: "INVALID_INPUT",
        where,
        problem: `${among.name} are of type ${type}, and ${JSON.stringify(id)} of ${looked.name} is of type ${typeof id}: it would find no row`,
        fix: "Read both files with the same type for ids",
        expected: type,
        got: typeof id,
      });
    if (among.ids.has(id)) found.add(id);
    else absent.push(id);
  }
  if (type !== "string" || spelling === "ignore" || absent.length === 0) return found;
  const plain = new Map([...among.ids].map((id) => [plainly(id), id]));
  for (const id of absent) {
    const other = plain.get(plainly(id));
    if (other !== undefined)
      throw new KindredError({
        code: "INVALID_INPUT",
        where,
        problem: `${JSON.stringify(id)} of ${looked.name} is spelled ${JSON.stringify(other)} among ${among.name}: it would find no row`,
        fix: 'Spell ids the same way in all files, or say { spelling: "ignore" } where they are different people',
        expected: other,
        got: id,
      });
  }
  return found;
}

/** The type that all ids have. */
function typeOf({ name, ids }: IdList, where: string): string | undefined {
  let first: Label | undefined;
  for (const id of ids) {
    first ??= id;
    if (typeof id === "number" && Number.isInteger(id) && !Number.isSafeInteger(id))
      throw new KindredError({
        code: "INVALID_INPUT",
        where,
        problem: `${name} hold ${id}, which as a number equals its neighbors`,
        fix: "Read ids of more than 15 digits as text",
        got: id,
      });
    if (typeof id !== typeof first)
      throw new KindredError({
        code: "INVALID_INPUT",
        where,
        problem: `${name} are of type ${typeof first} and ${typeof id}, such as ${JSON.stringify(first)} and ${JSON.stringify(id)}`,
        fix: "Read all ids with one type",
        expected: typeof first,
        got: typeof id,
      });
  }
  return first === undefined ? undefined : typeof first;
}

function plainly(id: Label): string {
  return String(id)
    .trim()
    .toLowerCase()
    .replace(/^0+(?=.)/, "");
}
