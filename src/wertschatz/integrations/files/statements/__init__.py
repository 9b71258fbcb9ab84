"""What the readers of bank statements share: kinds of movements, keys in purposes, balances."""
