import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import * as z from "zod";
import type { Traits } from "../../src/estimator/index.js";
import { registry } from "../../src/registry.js";

/** The page of one estimator. */
export interface EstimatorPage {
  readonly path: string;
  readonly kind: string;
  readonly text: string;
}

/** What the sources say of a class or of a set of options. */
interface Said {
  readonly comments: ReadonlyMap<string, string>;
  readonly options: ReadonlyMap<string, readonly Option[]>;
}
interface Option {
  readonly name: string;
  readonly type: string;
  readonly says: string;
}

/** A page for each estimator of the registry: what it does, its options with defaults and ranges, an example. */
export function estimatorPages(): EstimatorPage[] {
  const said = readSources("src");
  return registry.map((type) => {
    const { kind, definition } = type;
    const comment = said.comments.get(kind) ?? "";
    const { defaults, limits } = factsOf(type);
    const options = optionsOf(kind, said);
    const rows = options.map(({ name, type: shape, says }) =>
      [`\`${name}\`<br>\`${shape}\``, [code(defaults[name]), limits.get(name)].filter(Boolean).join("<br>"), says]
        .map(cell)
        .join(" | "),
    );
    const traits = traitsOf(definition.traits ?? {});
    const text = [
      `---\ntitle: ${kind}\ngroup: Estimators\n---`,
      `# ${kind}`,
      comment,
      ...(rows.length === 0 ? [] : ["## Options", [HEAD, ...rows.map((row) => `| ${row} |`)].join("\n")]),
      ...(traits.length === 0 ? [] : ["## Rows and weights", traits.map((line) => `- ${line}`).join("\n")]),
      `Every estimator keeps the [laws](../laws.md). All that it has: {@link ${declarationOf(kind, comment)}}.`,
    ];
    return { path: `docs/estimators/${kind}.md`, kind, text: `${text.join("\n\n")}\n` };
  });
}

const HEAD = "| option | default, range | meaning |\n|---|---|---|";

/** The class, in the module that its example imports it from: its page has the same name. */
function declarationOf(kind: string, comment: string): string {
  const from = new RegExp(`import \\{[^}]*\\b${kind}\\b[^}]*\\} from "([^"]+)"`).exec(comment)?.[1] ?? "kindred";
  return `"${from}".${kind} | the class ${kind}`;
}

/** What an estimator declares of itself, in sentences: nothing of what most do alike. */
function traitsOf({ missing, target, weights, weightsRepeat, ordered }: Traits): string[] {
  return [
    ...(missing === undefined ? [] : [MISSING[missing]]),
    ...(target === "required" ? ["It learns from a target."] : []),
    ...(weights === false ? ["Sample weights change nothing."] : []),
    ...(weightsRepeat === false ? ["A weight of two is not the same as the row twice."] : []),
    ...(ordered === true ? ["Rows in another order teach it differently, and not by rounding alone."] : []),
  ];
}

const MISSING: Readonly<Record<"refused" | "kept", string>> = {
  refused: "Missing values are refused, by the names of their columns.",
  kept: "Missing values are taken as they are.",
};

/** Defaults of options, and the ranges that their schema states. */
function factsOf({ definition }: (typeof registry)[number]): {
  readonly defaults: Readonly<Record<string, unknown>>;
  readonly limits: ReadonlyMap<string, string>;
} {
  const { params } = definition;
  const schema = "forms" in params ? params.forms : params;
  // A Pipeline's steps and the like are checked by a schema of their own.
  if (typeof schema !== "object" || schema === null || !("_zod" in schema)) return { defaults: {}, limits: new Map() };
  const { properties = {} } = z.toJSONSchema(schema as unknown as z.ZodType, {
    unrepresentable: "any",
    io: "input",
  }) as { properties?: Readonly<Record<string, Range>> };
  const named = Object.entries(properties);
  return {
    defaults: Object.fromEntries(named.map(([name, range]) => [name, range.default])),
    limits: new Map(named.map(([name, range]) => [name, rangeOf(range)])),
  };
}

/** What a JSON Schema says of a number. */
interface Range {
  readonly default?: unknown;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
}

function rangeOf({ minimum, exclusiveMinimum, maximum, exclusiveMaximum }: Range): string {
  const below = maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? undefined : `at most ${maximum}`;
  const parts = [
    exclusiveMinimum === undefined ? undefined : `above ${exclusiveMinimum}`,
    minimum === undefined || minimum <= Number.MIN_SAFE_INTEGER ? undefined : `at least ${minimum}`,
    exclusiveMaximum === undefined ? undefined : `below ${exclusiveMaximum}`,
    below,
  ];
  return parts.filter((part) => part !== undefined).join(", ");
}

/** The options of a kind: those of its own interface, or of the one that its documentation stands under. */
function optionsOf(kind: string, { options }: Said): readonly Option[] {
  return (
    options.get(`${kind}Options`) ?? options.get(`${kind.replace(/(Over|Under)Sampler$/, "Sampler")}Options`) ?? []
  );
}

/** The comments of exported classes, and the options of exported interfaces with those that they extend. */
function readSources(folder: string): Said {
  const comments = new Map<string, string>();
  const own = new Map<string, { readonly options: readonly Option[]; readonly bases: readonly string[] }>();
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".ts") || name.includes("assembly") || name.includes("generated")) continue;
    const source = ts.createSourceFile(name, readFileSync(join(folder, name), "utf8"), ts.ScriptTarget.Latest, true);
    source.forEachChild((node) => {
      for (const named of namesOf(node)) {
        // A class may be an interface and a constructor of one name: the longer comment describes it.
        const comment = commentOf(node);
        if (comment.length > (comments.get(named)?.length ?? 0)) comments.set(named, comment);
      }
      if (ts.isInterfaceDeclaration(node)) own.set(node.name.text, interfaceOf(node));
    });
  }
  const all = (name: string): readonly Option[] => {
    const found = own.get(name);
    return found === undefined ? [] : [...found.bases.flatMap(all), ...found.options];
  };
  return { comments, options: new Map([...own.keys()].map((name) => [name, all(name)])) };
}

function namesOf(node: ts.Node): readonly string[] {
  if (ts.isVariableStatement(node)) return node.declarationList.declarations.map(({ name }) => name.getText());
  if (ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node))
    return node.name === undefined ? [] : [node.name.text];
  return [];
}

function interfaceOf(node: ts.InterfaceDeclaration): { options: readonly Option[]; bases: readonly string[] } {
  const options = node.members.filter(ts.isPropertySignature).map((member) => ({
    name: member.name.getText(),
    type: member.type?.getText().replaceAll(/\s+/g, " ") ?? "",
    says: commentOf(member).replaceAll(/\s+/g, " ").trim(),
  }));
  const bases = (node.heritageClauses ?? []).flatMap(({ types }) =>
    types.map(({ expression }) => expression.getText()),
  );
  return { options, bases };
}

/** The documentation comment of a node as Markdown: its text, then its example. */
function commentOf(node: ts.Node): string {
  const [last] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).slice(-1);
  if (last === undefined) return "";
  const text = ts.getTextOfJSDocComment(last.comment) ?? "";
  const examples = (last.tags ?? [])
    .filter(({ tagName }) => tagName.text === "example")
    .map(({ comment }) => `\n## Example\n\n${ts.getTextOfJSDocComment(comment) ?? ""}`);
  return [text.replaceAll(/\{@link (\w+)\}/g, "`$1`"), ...examples].join("\n");
}

function code(value: unknown): string {
  if (value === undefined) return "";
  return `\`${JSON.stringify(value) ?? String(value)}\``;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
