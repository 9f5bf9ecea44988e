import os

# Pydantic would read the metadata of every installed distribution to look for plugins: 10 ms of every start.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
