"""The rooms of the house, one for each thing the owner does in it; `House` joins them."""
