"""Which records of a training set came out of which provider's model, and may they be used."""

__version__ = "0.1.0"
