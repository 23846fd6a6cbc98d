/** Laws named beside the first that one cause breaks. */
const NAMED = 2;

/** What is wrong with an estimator: a line a cause. */
export function reportOf(
  kind: string,
  causes: ReadonlyMap<string, readonly string[]>,
  applying: number,
  untried: number,
): string {
  const broken = [...causes.values()].reduce((sum, names) => sum + names.length, 0);
  const lines = [...causes].map(([cause, names]) => `- ${named(names)}: ${cause}`);
  const head = `${kind} breaks ${broken} of the ${applying} laws that apply to it:`;
  const tail = untried === 0 ? [] : [`The ${untried} after it build on it and were not tried.`];
  return [head, ...lines, ...tail].join("\n");
}

function named([first, ...others]: readonly string[]): string {
  if (others.length === 0) return first!;
  const more = others.length - NAMED;
  return `${first} (and ${others.slice(0, NAMED).join("; ")}${more > 0 ? `; ${more} more` : ""})`;
}
