"""What every site description builds on."""
