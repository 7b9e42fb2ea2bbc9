"""YAML and CSV with positions: from files to validated specs, with every mistake a finding."""
