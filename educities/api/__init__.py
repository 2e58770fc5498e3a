"""The frame of the partner API: who may call, how often, pages, repeats, problems. The endpoints are the apps' own."""
