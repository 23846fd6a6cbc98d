"""Writes a Parquet file's rows as a Delta table and as an Iceberg table: write-lakes.py PARQUET FOLDER. Prints where Iceberg's metadata lie."""

import sys

import pyarrow.parquet as parquet
from deltalake import write_deltalake
from pyiceberg.catalog.sql import SqlCatalog

source, folder = sys.argv[1:]
rows = parquet.read_table(source)
half = rows.num_rows // 2
# Two writes each: tables of several files, whose newest state is asked for.
write_deltalake(f"{folder}/delta", rows.slice(0, half))
write_deltalake(f"{folder}/delta", rows.slice(half), mode="append")
catalog = SqlCatalog("lake", uri=f"sqlite:///{folder}/catalog.db", warehouse=f"file://{folder}/iceberg")
catalog.create_namespace("lake")
table = catalog.create_table("lake.people", schema=rows.schema)
table.append(rows.slice(0, half))
table.append(rows.slice(half))
print(table.metadata_location)
