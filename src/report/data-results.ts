/** One file that was read. */
export interface ReportedFile {
  /** What to call it. */
  readonly name: string;
  /** Its rows. */
  readonly rows: number;
  /** Its hash, with the name of the algorithm before it. */
  readonly hash?: string | undefined;
  /** Those of them that were set aside. */
  readonly aside?: number | undefined;
  /** Its columns. */
  readonly columns?: number | undefined;
}

/** Where the data came from and what is wrong with them. */
export interface ReportedData {
  /** Rows by file. */
  readonly files?: readonly ReportedFile[] | undefined;
  /** What `missingReport` gives for the population. */
  readonly missing?: ReportedMissing | undefined;
  /** The columns that `ColumnFilter` dropped, each with its reason. */
  readonly dropped?: readonly DroppedColumn[] | undefined;
  /** What `driftReport` gives. */
  readonly drift?: ReportedDrift | undefined;
  /** The AUC of a model of customers. */
  readonly auc?: ReportedAuc | undefined;
  /** The AUC that is reached by what is missing alone. */
  readonly missingness?: ReportedAuc | undefined;
}

/** Where values are missing. */
export interface ReportedMissing {
  /** One entry a row of the file. */
  readonly rows: ArrayLike<number>;
  /** Columns that are missing together. */
  readonly blocks: readonly ReportedBlock[];
}

/** Columns that are missing in the same rows. */
export interface ReportedBlock {
  /** Their names. */
  readonly columns: readonly string[];
  /** The share of rows in which they are missing. */
  readonly share: number;
}

/** A column that was left out. */
export interface DroppedColumn {
  /** Its name. */
  readonly column: string;
  /** Why. */
  readonly reason: string;
}

/** How a later file differs from that of the model. */
export interface ReportedDrift {
  /** One entry a column. */
  readonly columns: readonly DriftedColumn[];
}

/** How a column differs. */
export interface DriftedColumn {
  /** Its name. */
  readonly column: string;
  /** The population stability index. */
  readonly stabilityIndex: number;
  /** What that would be by chance. */
  readonly byChance: number;
  /** Did it change, by the index and by more than chance? */
  readonly change?: "none" | "some" | "much" | undefined;
}

/** An AUC and how sure it is. */
export interface ReportedAuc {
  /** The AUC. */
  readonly auc: number;
  /** Its standard error. */
  readonly standardError: number;
}
