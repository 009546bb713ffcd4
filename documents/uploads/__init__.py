"""What staff upload: checked by its content, made harmless, and only then stored."""
