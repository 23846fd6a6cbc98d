import { KindredError } from "../../errors/index.js";

/** What is wrong with a file, and where. Lines count from 1, the header line included. */
export interface Flaw {
  readonly line: number;
  /** Name of the column, where one is concerned. */
  readonly column?: string;
  readonly problem: string;
  readonly fix: string;
  readonly got?: unknown;
  readonly expected?: unknown;
}

/** The error for a malformed file: it names the file, the line and the column. */
export function malformed(where: string, file: string, flaw: Flaw): KindredError {
  const column = flaw.column === undefined ? "" : `, column "${flaw.column}"`;
  return new KindredError({
    code: "MALFORMED_FILE",
    where,
    problem: `${file}, line ${flaw.line}${column}: ${flaw.problem}`,
    fix: flaw.fix,
    ...(flaw.column === undefined ? {} : { column: flaw.column }),
    ...(flaw.got === undefined ? {} : { got: flaw.got }),
    ...(flaw.expected === undefined ? {} : { expected: flaw.expected }),
  });
}

/** A flaw on its way from the place that found it to the one that knows the file's name. */
export class FlawFound extends Error {
  readonly flaw: Flaw;
  constructor(flaw: Flaw) {
    super(flaw.problem);
    this.flaw = flaw;
  }
}
