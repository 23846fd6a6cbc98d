declare module "sql.js" {
  /** What queries give. */
  interface Result {
    readonly columns: string[];
    readonly values: unknown[][];
  }
  /** A database in memory. */
  export interface SqlJsDatabase {
    exec(sql: string): Result[];
    close(): void;
  }
  export default function initSqlJs(options?: object): Promise<{ readonly Database: new () => SqlJsDatabase }>;
}
