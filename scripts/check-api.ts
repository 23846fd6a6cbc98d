/**
 * The report of the public API, `etc/api.md`: every exported name with its declaration. Without arguments it compares what is
 * committed with what is built (`npm run build` first); `--write` writes it anew.
 */
import { readFileSync, writeFileSync } from "node:fs";
import ts from "typescript";

const REPORT = "etc/api.md";
const { name: PACKAGE, exports } = JSON.parse(readFileSync("package.json", "utf8")) as {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | { readonly types: string }>>;
};
/** Where the declarations of each entry point are. */
const ENTRIES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(exports).flatMap(([path, target]) =>
    typeof target === "string" ? [] : [[PACKAGE + path.slice(1), target.types.slice(2)]],
  ),
);
/** Declarations that are printed, and where: a name that several entries export stands in the first. */
const printed = new Map<ts.Declaration, string>();

const program = ts.createProgram(Object.values(ENTRIES), {
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  skipLibCheck: true,
});
const checker = program.getTypeChecker();
const printer = ts.createPrinter({ removeComments: true });

function isInternal(node: ts.Node): boolean {
  return ts.getJSDocTags(node).some((tag) => tag.tagName.text === "internal");
}

/** The declaration under the name that it is exported by, without comments and without members marked as internal. */
function declarationText(declaration: ts.Declaration, name: string): string {
  const node = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  const cleaned = ts.transform(node, [
    (context) => (root) => {
      const own = ts.getNameOfDeclaration(declaration);
      const visit = (child: ts.Node): ts.Node | undefined => {
        if ((ts.isClassElement(child) || ts.isTypeElement(child)) && isInternal(child)) return undefined;
        if (child === own) return ts.factory.createIdentifier(name);
        return ts.visitEachChild(child, visit, context);
      };
      return ts.visitEachChild(root, visit, context);
    },
  ]).transformed[0]!;
  return printer.printNode(ts.EmitHint.Unspecified, cleaned, node.getSourceFile());
}

function entryText(entry: string, path: string): string {
  const file = program.getSourceFile(path);
  if (file === undefined) throw new Error(`${path} is missing: run "npm run build" first`);
  const declarations = checker
    .getExportsOfModule(checker.getSymbolAtLocation(file)!)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((symbol) => {
      const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      return (target.declarations ?? [])
        .filter((declaration) => !isInternal(declaration))
        .map((declaration) => {
          const where = printed.get(declaration);
          printed.set(declaration, where ?? entry);
          return where === undefined ? declarationText(declaration, symbol.name) : `// ${symbol.name}: see ${where}`;
        });
    });
  return [`## ${entry}`, "", "```ts", ...declarations, "```", ""].join("\n");
}

const report = [
  "# The public API",
  "",
  "Written by `npm run check:api -- --write`; a change of this file is a change of what users see.",
  "",
  ...Object.entries(ENTRIES).map(([name, path]) => entryText(name, path)),
].join("\n");

if (process.argv.includes("--write")) writeFileSync(REPORT, report);
else if (readFileSync(REPORT, "utf8") !== report) {
  console.error(`${REPORT} is not what is built. If the change is meant: npm run check:api -- --write`);
  process.exitCode = 1;
}
