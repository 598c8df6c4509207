"""What staff see and the customer never does: the checks, behind a PIN or on a second screen."""
