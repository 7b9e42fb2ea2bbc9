"""Why a run posted nothing or failed, worked out from what it saw, so that nobody needs a trace to find out."""
