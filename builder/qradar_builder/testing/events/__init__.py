"""Tests of log source types: samples become events, which are compared."""
