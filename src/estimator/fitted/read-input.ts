import { KindredError } from "../../errors/index.js";
import { type ColumnPlan, isStorageName, type Label, type Origin } from "../../matrix/index.js";
import { Schema } from "../../table/index.js";
import { isSegmentStatistics } from "../segments/index.js";
import type { InputSchema } from "../training/input.js";
import { isProfile } from "../training/profile.js";
import type { InputDocument } from "./input-document.js";

/** The input that `describeInput` wrote. @throws KindredError for anything else. */
export function readInput(given: unknown, kind: string): InputSchema & { readonly classes?: readonly Label[] } {
  const refuse = (problem: string): never => {
    throw new KindredError({
      code: "BAD_DOCUMENT",
      where: "load",
      problem: `the inputSchema of ${kind} ${problem}`,
      fix: "Pass what JSON.stringify wrote, whole and unchanged",
    });
  };
  if (!isRecord(given) || !Array.isArray(given["columns"])) return refuse("is missing");
  const { columns, schema, classes, profile, segments } = given as unknown as InputDocument;
  columns.forEach((column, j) => {
    if (!isColumn(column)) refuse(`has a column ${j} that is none`);
  });
  if (new Set(columns.map(({ name }) => name)).size !== columns.length) refuse("has a column twice");
  if (!Array.isArray(schema) || !schema.every(isSchemaEntry)) refuse("has a schema that is none");
  if (classes !== undefined && !isClasses(classes)) refuse("has classes that are no distinct labels");
  if (profile !== undefined && !isProfile(profile, columns.length))
    refuse("has a profile that does not fit its columns");
  if (segments !== undefined && !isSegmentStatistics(segments)) refuse("has statistics of segments that are none");
  return {
    plan: columns.map(({ origin, ...column }) => column),
    provenance: columns.map(({ origin, name }) => origin ?? { sources: [name] }),
    schema: Schema.fromJSON(schema),
    ...(classes === undefined ? {} : { classes }),
    ...(profile === undefined ? {} : { profile }),
    ...(segments === undefined ? {} : { segments }),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === "string");
}

const isMissing = (value: unknown): boolean => value === undefined;

function isColumn(value: unknown): value is ColumnPlan & { readonly origin?: Origin } {
  if (!isRecord(value)) return false;
  const { name, storage, labels, shows, origin } = value;
  return (
    typeof name === "string" &&
    isStorageName(storage) &&
    (isMissing(labels) || isTexts(labels)) &&
    (isMissing(shows) || shows === "boolean" || shows === "date") &&
    (isMissing(origin) || isOrigin(origin))
  );
}

function isOrigin(value: unknown): boolean {
  return (
    isRecord(value) &&
    isTexts(value["sources"]) &&
    [value["column"], value["category"], value["step"]].every((text) => isMissing(text) || typeof text === "string")
  );
}

function isSchemaEntry(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === "string" && isRecord(value[1]);
}

function isClasses(value: unknown): boolean {
  const isLabel = (label: unknown): boolean => ["string", "number", "boolean"].includes(typeof label);
  return Array.isArray(value) && value.length > 0 && value.every(isLabel) && new Set(value).size === value.length;
}
