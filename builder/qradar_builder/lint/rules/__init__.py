"""The lint rules: a folder for each family, which may have folders for topics, and a module for each rule."""
