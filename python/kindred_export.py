"""Writes fitted scikit-learn models as JSON that kindred's `fromSklearn` reads. Needs scikit-learn alone.

    from kindred_export import export
    export(pipeline, "model.json")

It takes Pipeline, StandardScaler, MinMaxScaler, RobustScaler, SimpleImputer, PCA, KMeans, MiniBatchKMeans, LogisticRegression, GaussianNB and
RandomForestClassifier over columns of numbers, and names what it cannot take.
"""

import json

import numpy as np
import sklearn


_LARGEST = np.finfo(np.float64).max


class NotExported(TypeError):
    """A model, or an option of it, that has no counterpart."""


def export(model, path=None):
    """The document of a fitted model as text; written to a file where `path` is given."""
    first = model.steps[0][1] if type(model).__name__ == "Pipeline" else model
    width = int(first.n_features_in_)
    names = getattr(first, "feature_names_in_", None)
    columns = [f"x{j}" for j in range(width)] if names is None else [str(name) for name in names]
    document = {
        "format": "kindred-sklearn",
        "version": 1,
        "sklearn": sklearn.__version__,
        "columns": columns,
        "model": _describe(model),
    }
    text = json.dumps(document, allow_nan=False)
    if path is not None:
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    return text


def _describe(model):
    kind = type(model).__name__
    if kind not in _KINDS or not type(model).__module__.startswith("sklearn."):
        raise NotExported(f"{type(model).__module__}.{kind} has no counterpart. Known are {', '.join(_KINDS)}")
    return {"kind": kind, **_KINDS[kind](model)}


def _demand(holds, model, option):
    if not holds:
        raise NotExported(f"{type(model).__name__} with {option} has no counterpart")


def _list(values):
    return np.asarray(values, dtype=np.float64).tolist()


def _pipeline(model):
    steps = [[name, _describe(step)] for name, step in model.steps if step is not None and step != "passthrough"]
    return {"steps": steps}


def _standard(model):
    width = model.n_features_in_
    return {
        "center": _list(np.zeros(width) if model.mean_ is None else model.mean_),
        "scale": _list(np.ones(width) if model.scale_ is None else model.scale_),
    }


def _min_max(model):
    _demand(not model.clip, model, "clip=True")
    # X * scale_ + min_
    return {"center": _list(-model.min_ / model.scale_), "scale": _list(1 / model.scale_)}


def _robust(model):
    width = model.n_features_in_
    return {
        "center": _list(model.center_ if model.with_centering else np.zeros(width)),
        "scale": _list(model.scale_ if model.with_scaling else np.ones(width)),
    }


def _imputer(model):
    _demand(isinstance(model.missing_values, float) and np.isnan(model.missing_values), model, "other missing_values than NaN")
    _demand(model.indicator_ is None, model, "add_indicator=True")
    _demand(model.statistics_.dtype.kind in "fiu", model, "text")
    _demand(not np.isnan(model.statistics_).any(), model, "columns without a value")
    return {"values": _list(model.statistics_)}


def _pca(model):
    return {
        "mean": _list(model.mean_),
        "components": _list(model.components_),
        "variance": _list(model.explained_variance_),
        "total": float(model.explained_variance_.sum() / max(model.explained_variance_ratio_.sum(), 1e-300)),
        "divisor": int(model.n_samples_) - 1,
        "whiten": bool(model.whiten),
    }


def _kmeans(model):
    return {
        "centroids": _list(model.cluster_centers_),
        "counts": np.bincount(model.labels_, minlength=model.n_clusters).tolist(),
        "inertia": float(model.inertia_),
        "iterations": int(model.n_iter_),
    }


def _classes(model):
    _demand(model.classes_.ndim == 1 if isinstance(model.classes_, np.ndarray) else False, model, "several targets")
    return model.classes_.tolist()


def _logistic(model):
    return {
        "classes": _classes(model),
        "coefficients": _list(model.coef_),
        "intercepts": _list(model.intercept_),
        "iterations": int(np.max(model.n_iter_)),
    }


def _gaussian(model):
    return {
        "classes": _classes(model),
        "priors": _list(model.class_prior_),
        "means": _list(model.theta_),
        "variances": _list(model.var_),
    }


def _forest(model):
    trees = []
    for one in model.estimators_:
        tree = one.tree_
        missing = getattr(tree, "missing_go_to_left", np.zeros(tree.node_count))
        trees.append(
            {
                "left": tree.children_left.tolist(),
                "right": tree.children_right.tolist(),
                "feature": tree.feature.tolist(),
                # Splits of what is missing from what is not have an infinite threshold, which JSON has no number for.
                "threshold": _list(np.clip(tree.threshold, -_LARGEST, _LARGEST)),
                "missingLeft": np.asarray(missing, dtype=int).tolist(),
                "values": _list(tree.value[:, 0, :]),
                "cover": _list(tree.weighted_n_node_samples),
                "impurity": _list(tree.impurity),
            }
        )
    return {"classes": _classes(model), "trees": trees}


_KINDS = {
    "Pipeline": _pipeline,
    "StandardScaler": _standard,
    "MinMaxScaler": _min_max,
    "RobustScaler": _robust,
    "SimpleImputer": _imputer,
    "PCA": _pca,
    "KMeans": _kmeans,
    "MiniBatchKMeans": _kmeans,
    "LogisticRegression": _logistic,
    "GaussianNB": _gaussian,
    "RandomForestClassifier": _forest,
}
