import { KindredError } from "../errors/index.js";
import { type Accepts, BaseEstimator, type NamedPart, type Parts, type StandardSchema } from "../estimator/index.js";
import { validateNow } from "../options/index.js";
import * as z from "../options/schemas.js";
import { checkNames, type NamedStep, withEstimators } from "../pipeline/index.js";

/** Options of an estimator that is made of several. */
export interface WithMembers {
  /** Pairs of a name and a classifier. */
  readonly members: readonly NamedStep[];
}

const isMember = (member: unknown): boolean =>
  Array.isArray(member) &&
  typeof member[0] === "string" &&
  member[1] instanceof BaseEstimator &&
  member[1].role === "classifier";

/** The check of the members' form. */
export const membersSchema: z.ZodType<readonly NamedStep[]> = z.custom<readonly NamedStep[]>(
  (value) => Array.isArray(value) && value.every(isMember),
  { error: "expected pairs of a name and a classifier (or a Pipeline that ends in one)" },
);

/** The check of all options: after their forms, which `forms` describes, the members' names and whether they take the same rows. */
export function memberParams<P extends WithMembers>(
  schema: StandardSchema<unknown, P>,
  kind: string,
): StandardSchema<unknown, P> & { readonly forms: StandardSchema<unknown, P> } {
  return {
    forms: schema,
    "~standard": {
      version: 1,
      vendor: "kindred",
      validate(value) {
        const result = validateNow(kind, schema, value);
        if (result.issues === undefined) checkMembers(result.value, kind);
        return result;
      },
    },
  };
}

function checkMembers({ members }: WithMembers, kind: string): void {
  checkNames(members, kind);
  const taking = (what: Accepts): NamedStep | undefined => members.find(([, member]) => member.accepts === what);
  const [onTables, onNumbers] = [taking("table"), taking("matrix")];
  if (onTables !== undefined && onNumbers !== undefined)
    throw new KindredError({
      code: "INVALID_PARAMETER",
      where: kind,
      problem: `the member "${onTables[0]}" takes a Table, and "${onNumbers[0]}" numbers`,
      fix: "Give every member the steps that bring it from the same rows to numbers",
    });
}

/** The members as parts: their options are `"member.option"`. */
export const memberParts: Parts<WithMembers> = {
  get: ({ members }): readonly NamedPart[] => members,
  set: (params, parts) => ({ ...params, members: withEstimators(params.members, parts) }),
};

/** The constructor takes the members, then options; or, from documents, both in one. */
export function fromMembers(given: readonly NamedStep[] | object = [], options: object = {}): object {
  return Array.isArray(given) ? { ...options, members: given } : given;
}
