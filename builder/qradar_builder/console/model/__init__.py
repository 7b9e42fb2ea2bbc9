"""A model of a console: a server that knows IBM's published API as data, keeps state, and says that it is a model."""
