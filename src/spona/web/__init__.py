"""All pages: one package a module, plus the shell they stand in."""
