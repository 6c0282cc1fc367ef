"""How days and times are written, where Django's own formats are American or missing (``FORMAT_MODULE_PATH``)."""
