"""One file per sentence the owner would say."""
