"""MLlib's nearest to the reference pipeline: medians, one-hot columns, standard scores, components, k-means."""
import sys
import time

from pyspark.ml.clustering import KMeans
from pyspark.ml.feature import PCA, Imputer, OneHotEncoder, StandardScaler, StringIndexer, VectorAssembler
from pyspark.sql import SparkSession
from pyspark.sql.functions import col

address, folder, components = sys.argv[1:4]
spark = SparkSession.builder.remote(address).getOrCreate()
people = spark.read.parquet(folder)
numbers = [name for name, type in people.dtypes if type in ("tinyint", "float")]
words = [name for name, type in people.dtypes if type == "string"]
people = people.select(*[col(name).cast("float").alias(name) for name in numbers], *words)
filled = [f"{name}_filled" for name in numbers]
codes = [f"{name}_code" for name in words]
columns = [f"{name}_columns" for name in words]
stages = [
    Imputer(strategy="median", inputCols=numbers, outputCols=filled),
    StringIndexer(inputCols=words, outputCols=codes, handleInvalid="keep"),
    OneHotEncoder(inputCols=codes, outputCols=columns, dropLast=False),
    VectorAssembler(inputCols=filled + columns, outputCol="encoded"),
    StandardScaler(withMean=True, inputCol="encoded", outputCol="scaled"),
    PCA(k=int(components), inputCol="scaled", outputCol="reduced"),
    KMeans(k=8, seed=1, maxIter=300, tol=1e-4, featuresCol="reduced"),
]
started = time.time()
data, parts = people, []
for stage in stages:
    begun = time.time()
    model = stage.fit(data) if hasattr(stage, "fit") else stage
    data = model.transform(data)
    parts.append(f"{type(stage).__name__} {time.time() - begun:.1f} s")
print(", ".join(parts) + f"; fit {time.time() - started:.1f} s")
