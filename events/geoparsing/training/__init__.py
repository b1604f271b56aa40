"""How the weights for places are fitted to gold and how well they do.  Reading never needs this."""
