"""Runs every measure and three panels on DuckDB and on Spark, in one session of Spark, and prints how they differ.

Run by `test_same_on_both.py` in the environment that has Spark; not collected by pytest.
"""

from __future__ import annotations

import json
import os

from pyspark.sql import SparkSession

import measures
import panels

# Tables of some dozen rows and a hundred different plans: what takes the time is planning and compiling. So one
# partition, plans that stay as they are while they run, no Java made for each plan, and a compiler that is quick.
SETTINGS = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.shuffle.compress": "false",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


def main() -> None:
    """Print what each measure and each panel gave."""
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    spark = SparkSession.builder.master("local[2]").config(map=SETTINGS).getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    print("RESULT " + json.dumps({"measures": measures.compare(spark), "panels": panels.compare()}))


if __name__ == "__main__":
    main()
