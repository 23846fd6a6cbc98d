/**
 * The report of the public API, `etc/api.md`: every exported name with its declaration. Without arguments it compares what is
 * committed with what is built (`npm run build` first); `--write` writes it anew.
 */
import { readFileSync, writeFileSync } from "node:fs";
import ts from "typescript";

const REPORT = "etc/api.md";
const ENTRIES: Readonly<Record<string, string>> = {
  kindred: "dist/index.d.ts",
  "kindred/io": "dist/io/index.d.ts",
  "kindred/neural": "dist/neural/index.d.ts",
  "kindred/report": "dist/report/index.d.ts",
  "kindred/testing": "dist/testing/index.d.ts",
};

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

/** The declaration without comments and without members marked as internal. */
function declarationText(declaration: ts.Declaration): string {
  const node = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  const cleaned = ts.transform(node, [
    (context) => (root) => {
      const visit = (child: ts.Node): ts.Node | undefined =>
        (ts.isClassElement(child) || ts.isTypeElement(child)) && isInternal(child)
          ? undefined
          : ts.visitEachChild(child, visit, context);
      return ts.visitEachChild(root, visit, context);
    },
  ]).transformed[0]!;
  return printer.printNode(ts.EmitHint.Unspecified, cleaned, node.getSourceFile());
}

function entryText(name: string, path: string): string {
  const file = program.getSourceFile(path);
  if (file === undefined) throw new Error(`${path} is missing: run "npm run build" first`);
  const declarations = checker
    .getExportsOfModule(checker.getSymbolAtLocation(file)!)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((symbol) => {
      const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      return (target.declarations ?? []).filter((declaration) => !isInternal(declaration)).map(declarationText);
    });
  return [`## ${name}`, "", "```ts", ...declarations, "```", ""].join("\n");
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
