import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");

/** A blank project that has the package installed. */
export interface Project {
  readonly name: string;
  readonly folder: string;
}

/** Runs a command in a project. @throws Error with what it printed where it fails. */
export function run({ folder }: Pick<Project, "folder">, command: string, ...args: readonly string[]): string {
  try {
    return execFileSync(command, args, { cwd: folder, encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new Error(`${command} ${args.join(" ")}\n${stdout}${stderr}`.trim());
  }
}

/** The package as it would be published, as a file. */
export function pack(): string {
  const folder = mkdtempSync(join(tmpdir(), "kindred-packed-"));
  run({ folder: root }, "npm", "pack", "--ignore-scripts", "--silent", "--pack-destination", folder);
  return join(folder, readdirSync(folder)[0]!);
}

function blank(name: string): Project {
  const folder = mkdtempSync(join(tmpdir(), `kindred-${name}-`));
  cpSync(join(import.meta.dirname, "project"), folder, { recursive: true });
  return { name, folder };
}

/** A project whose packages come from the registry. */
export function projectOf(
  packed: string,
  manager: "npm" | "pnpm",
  devDependencies: Readonly<Record<string, string>>,
): Project {
  const project = blank(manager);
  const manifest = {
    name: "consumer",
    private: true,
    type: "module",
    dependencies: { kindred: `file:${packed}` },
    devDependencies,
  };
  writeFileSync(join(project.folder, "package.json"), JSON.stringify(manifest, undefined, 2));
  if (manager === "npm") run(project, "npm", "install", "--no-audit", "--no-fund", "--prefer-offline");
  else run(project, "npx", "--yes", "pnpm@9", "install", "--prefer-offline");
  return project;
}

/** A project whose packages are those at hand: the packed one unpacked, its dependencies those of this repository. */
export function linkedProject(packed: string): Project {
  const project = blank("linked");
  const modules = join(project.folder, "node_modules");
  const installed = join(modules, "kindred");
  mkdirSync(installed, { recursive: true });
  execFileSync("tar", ["--extract", "--file", packed, "--directory", installed, "--strip-components", "1"]);
  symlinkSync(join(root, "node_modules"), join(installed, "node_modules"));
  mkdirSync(join(modules, "@types"));
  for (const name of ["apache-arrow", "typescript", "esbuild", "vite", "@types/node"])
    symlinkSync(join(root, "node_modules", name), join(modules, name));
  writeFileSync(
    join(project.folder, "package.json"),
    JSON.stringify({ name: "consumer", private: true, type: "module" }),
  );
  return project;
}
