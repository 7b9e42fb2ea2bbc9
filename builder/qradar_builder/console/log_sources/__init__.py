"""Log sources on a console: from the files of a package and a local file of values."""
