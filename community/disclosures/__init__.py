"""Whether a tool was involved in a text: one tap, remembered, shown as a plain sentence."""
