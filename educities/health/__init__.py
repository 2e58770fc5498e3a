"""Is it alive, is it ready, and what does a request leave in the log."""

from educities.health.middleware import RefusalMiddleware, RequestMiddleware

__all__ = ["RefusalMiddleware", "RequestMiddleware"]
