"""Product Led Revenue: the pure functions behind the warehouse."""
