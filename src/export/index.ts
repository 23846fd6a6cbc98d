export type { ExportableModel } from "./exported-model.js";
export { SQL_DIALECTS, type SqlDialect } from "./sql/dialect.js";
export { type ToSqlOptions, toSql } from "./sql/to-sql.js";
