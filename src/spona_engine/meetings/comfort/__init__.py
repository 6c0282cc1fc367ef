"""How pleasant a plan is, and moves that make it more so without costing any goal of the contract."""
