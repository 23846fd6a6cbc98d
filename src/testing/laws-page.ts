import { chapters, type Law } from "./laws/index.js";

const HEAD = `# Laws of estimators

What \`checkEstimator\` of \`kindred/testing\` tries on a class of estimators, built in or your own. Each applies to the roles that it makes sense for; an estimator that differs on purpose says so among its \`traits\`. Those marked as foundations come first, and where one of them is broken the laws after it are not tried, since one cause would show in many. Written from the laws themselves: \`npx tsx scripts/docs/laws.ts\`.
`;

/** The page that lists every law, as Markdown. */
export function lawsPage(): string {
  return `${[HEAD, ...chapters.map(({ title, laws }) => [`## ${title}\n`, ...laws.map(entry)].join("\n"))].join("\n")}\n`;
}

function entry({ name, says, foundation }: Law): string {
  return `- **${name.charAt(0).toUpperCase()}${name.slice(1)}.** ${says}${foundation === true ? " (Foundation.)" : ""}`;
}
