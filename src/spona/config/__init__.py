"""How the modules become one running server: settings, start-up, the private database and the `spona` command."""
