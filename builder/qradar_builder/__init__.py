"""QRadar content as code: declarative YAML compiles into an importable extension ZIP."""

__version__ = "0.1.0"
