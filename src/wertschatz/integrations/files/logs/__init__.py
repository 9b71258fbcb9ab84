"""What the readers of activity logs share: JSON read with care, rules that name the customer."""
