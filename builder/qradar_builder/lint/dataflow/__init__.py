"""What is known of a workflow before it runs: which ways lead through it, and what its State holds on them.

The State of a run begins as that of the last run that ended as a whole, with the parameters set anew.
"""
