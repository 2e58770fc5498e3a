"""Two people at once: each agrees, or one person agrees to a third and a fourth collaboration."""
