import type { AnyDefinition } from "../estimator/index.js";
import { badDocument } from "./bad-document.js";

/** Params and state, decoded. */
export interface Contents {
  readonly params: unknown;
  readonly state: unknown;
}

/** Params and state of an older version in the form of the present one. @throws KindredError where that version is newer, or too old. */
export function migrated(definition: AnyDefinition, version: number, old: Contents): Contents {
  if (!Number.isInteger(version) || version > definition.version)
    throw badDocument(
      "load",
      `${definition.kind} has version ${version}; this library knows up to ${definition.version}`,
      "Update kindred",
    );
  let current = old;
  for (let from = version; from < definition.version; from++) {
    const step = definition.migrations?.[from];
    if (step === undefined)
      throw badDocument("load", `${definition.kind} of version ${from} can no longer be read`, "Refit the model");
    current = step(current);
  }
  return current;
}
