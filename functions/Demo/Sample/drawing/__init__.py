"""Draws the demonstration's fictional shoe, one module a view, and photographs the drawings."""
