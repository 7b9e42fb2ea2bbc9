"""What is told of a broken rule: the action to blame, the polls one by one, and a case that replays them."""
