"""What a survey counts: tallies of parsed records that merge in any order to the same bytes."""
