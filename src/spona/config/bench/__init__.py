"""What `spona bench` measures: pages at three sizes of an event, and the engine at the sizes it is made for."""
