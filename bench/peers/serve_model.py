"""FastAPI and uvicorn serving a scikit-learn pipeline: rows as JSON in, scores out. `fit` writes the model for both sides, `serve` serves it."""

import pickle
import sys

import numpy as np

folder = sys.argv[2]


def fit():
    sys.path.insert(0, sys.argv[3])
    from kindred_export import export
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.impute import SimpleImputer
    from sklearn.preprocessing import StandardScaler

    random = np.random.default_rng(1)
    x = random.integers(1, 9, (5000, 30)).astype(float)
    y = (x[:, 0] + x[:, 1] * 0.5 + random.standard_normal(5000) > 8).astype(int)
    x[random.random(x.shape) < 0.05] = np.nan
    model = make_pipeline(SimpleImputer(), StandardScaler(), LogisticRegression()).fit(x, y)
    export(model, f"{folder}/model.json")
    with open(f"{folder}/model.pkl", "wb") as file:
        pickle.dump(model, file)


def serve():
    import uvicorn
    from fastapi import FastAPI
    from pydantic import BaseModel

    with open(f"{folder}/model.pkl", "rb") as file:
        model = pickle.load(file)
    app = FastAPI()

    class Rows(BaseModel):
        instances: list[list[float | None]]

    @app.post("/invocations")
    def score(rows: Rows):
        x = np.array(rows.instances, dtype=float)
        return {"predictions": [{"score": score} for score in model.predict_proba(x)[:, 1].tolist()]}

    @app.get("/ping")
    def ping():
        return {"status": "ok"}

    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[3]), log_level="warning", access_log=False)


{"fit": fit, "serve": serve}[sys.argv[1]]()
