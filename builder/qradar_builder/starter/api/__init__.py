"""An API as a flow of calls, and the workflow and cases that are written from it."""
