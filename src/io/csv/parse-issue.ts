import { KindredError } from "../../errors/index.js";

/** What is wrong with a file, and where. Lines count from 1, the header line included. */
export interface ParseIssue {
  /** Not there where no one line is concerned. */
  readonly line?: number;
  /** Name of the column, where one is concerned. */
  readonly column?: string;
  readonly problem: string;
  readonly fix: string;
  readonly got?: unknown;
  readonly expected?: unknown;
}

/** The error for a malformed file: it names the file, the line and the column. */
export function malformed(where: string, file: string, issue: ParseIssue): KindredError {
  const line = issue.line === undefined ? "" : `, line ${issue.line}`;
  const column = issue.column === undefined ? "" : `, column "${issue.column}"`;
  return new KindredError({
    code: "MALFORMED_FILE",
    where,
    problem: `${file}${line}${column}: ${issue.problem}`,
    fix: issue.fix,
    ...(issue.column === undefined ? {} : { column: issue.column }),
    ...(issue.got === undefined ? {} : { got: issue.got }),
    ...(issue.expected === undefined ? {} : { expected: issue.expected }),
  });
}

/** An issue on its way from the place that found it to the one that knows the file's name. */
export class ParseError extends Error {
  readonly issue: ParseIssue;
  constructor(issue: ParseIssue) {
    super(issue.problem);
    this.issue = issue;
  }
}
