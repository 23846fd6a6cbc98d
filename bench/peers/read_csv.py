import sys

import duckdb
import pandas
import polars
from serve import serve

path, reader, how = sys.argv[1:]
chosen = [f"COLUMN_{18 * j}" for j in range(20)] if how == "columns" else None


def with_pandas():
    return {"rows": len(pandas.read_csv(path, sep=";", low_memory=False, usecols=chosen))}


def with_polars():
    if how == "parquet":
        return {"rows": polars.read_parquet(path).height}
    # Types from the first 10,000 rows: from all rows it reads the file twice.
    return {"rows": polars.read_csv(path, separator=";", infer_schema_length=10_000, columns=chosen).height}


def with_duckdb():
    with duckdb.connect() as connection:
        connection.read_csv(path, sep=";", header=True).create("codes")
        return {"rows": connection.execute("select count(*) from codes").fetchone()[0]}


serve({"pandas": with_pandas, "polars": with_polars, "duckdb": with_duckdb}[reader])
