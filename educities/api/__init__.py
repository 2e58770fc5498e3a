"""The partner API: doors for programs. The top of the house: it may call every app, and none knows it."""
